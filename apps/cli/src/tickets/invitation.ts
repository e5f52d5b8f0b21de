// The secret of a ticket is kept encrypted until its QR is written: the ticket may wait days for its second signature.

import { join } from "node:path";
import { ticketText } from "@rempart/client";
import { forms, readJson, schema, toBase64url, utf8 } from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { privateFolder, readIfThere, writePrivate } from "../profile/files.ts";

const stored = schema.object({ v: schema.literal(1), secret: forms.nonce });

function pathOf(context: Context, hash: string): string {
  return join(context.folder, "tickets", `${hash}.age`);
}

/** Keeps the ticket's secret, encrypted like the keys. */
export async function keepSecret(context: Context, hash: string, secret: Uint8Array): Promise<void> {
  await privateFolder(join(context.folder, "tickets"));
  const json = JSON.stringify({ v: 1, secret: toBase64url(secret) });
  await writePrivate(pathOf(context, hash), await context.vault.encrypt(utf8(json)));
}

/** Writes the text of the QR to a file of mode 600: whoever reads it can enrol a phone. */
export async function writeInvitation(context: Context, hash: string, out: string, secret?: Uint8Array): Promise<void> {
  const { newest } = await context.trust();
  let bytes = secret;
  if (!bytes) {
    const path = pathOf(context, hash);
    const file = await readIfThere(path);
    if (!file)
      throw new Problem("ticket.secret", path, t`This profile did not make this ticket, so it has no QR for it.`);
    const kept = stored(readJson(await context.vault.decrypt(path, file), 1024, path), "ticket");
    bytes = Buffer.from(kept.secret, "base64url");
  }
  await writePrivate(out, `${ticketText(newest, hash, bytes)}\n`);
}
