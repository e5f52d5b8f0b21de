// Sealed texts of an order: made by the drafter, opened again by everyone who is asked to sign (PROTOCOL section 2).
import { openSealed, openSecret, sealSecret, sealTo } from "@rempart/directory";
import { type Charter, type JsonObject, type Order, secretsOf, toBase64, utf8, uuidBytes } from "@rempart/trust";
import type { Context } from "../context.ts";
import { Problem } from "../problem.ts";
import { readIfThere } from "../profile/files.ts";
import { loadKey } from "../profile/keys.ts";
import { keyPath } from "../profile/profile.ts";

/** Seals a text to the gatekeeper and to the approvers. */
export async function sealText(charter: Charter, id: string, text: string): Promise<JsonObject> {
  const { sealKey, directory } = charter.body;
  return await sealSecret(text, { gatekeeper: sealKey.spki, approvers: directory.spki }, charter.genesis, id);
}

/** Seals the words of a reason to the approvers. */
export async function sealReason(charter: Charter, id: string, text: string): Promise<string> {
  const { spki } = charter.body.directory;
  return toBase64(await sealTo(spki, "reason", charter.genesis, uuidBytes(id), utf8(text)));
}

/** A sealed text as shown; `text` is undefined where this profile cannot open it. */
export interface Opened {
  field: string;
  text: string | undefined;
}

/** The directory's private key, where this profile holds it: approvers do. */
export async function directoryKey(context: Context): Promise<Uint8Array | undefined> {
  const path = keyPath(await context.profile(), "directory");
  if (!(await readIfThere(path))) return undefined;
  return (await loadKey(context.vault, path)).pkcs8;
}

/**
 * Opens what the order seals to the approvers; `drafted` holds what this very process sealed a moment ago. Refuses with `secret.hash` a text
 * that its hash does not pin.
 */
export async function openTexts(
  context: Context,
  order: Order,
  genesis: string,
  drafted: ReadonlyMap<string, string>,
): Promise<Opened[]> {
  const secrets = secretsOf(order);
  const { sealed } = order.reason;
  const fields = [...secrets.map(([field]) => field), ...(sealed === undefined ? [] : ["reason"])];
  const key = fields.every((field) => drafted.has(field)) ? undefined : await directoryKey(context);
  const opened: Opened[] = [];
  for (const [field, secret] of secrets) {
    const own = drafted.get(field);
    if (own !== undefined) {
      opened.push({ field, text: own });
      continue;
    }
    const found = key && (await openSecret(secret, "approvers", key, genesis, order.id));
    if (key && !found)
      throw new Problem(
        "secret.hash",
        `params.${field}`,
        "The sealed text does not open, or is not what its hash pins. Do not sign.",
      );
    opened.push({ field, text: found?.text });
  }
  if (sealed !== undefined) {
    const found = key && (await openSealed(key, "reason", genesis, uuidBytes(order.id), sealed));
    opened.push({ field: "reason", text: drafted.get("reason") ?? (found && new TextDecoder().decode(found)) });
  }
  return opened;
}

/** Nobody signs a text they have not read: refuses with `secret.unread`. */
export function requireRead(opened: readonly Opened[]): void {
  const unread = opened.find((one) => one.text === undefined && one.field !== "reason");
  if (unread)
    throw new Problem(
      "secret.unread",
      `params.${unread.field}`,
      "This order holds a sealed text that this profile cannot open, so it will not sign it. An approver can; or draft it yourself with --sign.",
    );
}
