import { readStoredKey } from "@rempart/client";
// The directory's private key goes from one approver to the next, encrypted to the newcomer alone. It opens sealed texts;
// it signs nothing.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJson, toBase64, utf8 } from "@rempart/trust";
import { Decrypter, Encrypter } from "age-encryption";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { Run } from "../flags.ts";
import { t } from "../language/language.ts";
import { Problem, Usage } from "../problem.ts";
import { privateFolder, readNamed, readSecretFile, writePrivate } from "../profile/files.ts";
import { loadKey, saveKey } from "../profile/keys.ts";
import { checkPlace } from "../profile/place.ts";
import { keyPath } from "../profile/profile.ts";

async function share(context: Context, options: { recipient: string; out: string }): Promise<void> {
  checkPlace(options.out);
  if (existsSync(options.out))
    throw new Problem("file", options.out, t`There is a file here already; it is not overwritten.`);
  const key = await loadKey(context.vault, keyPath(await context.profile(), "directory"));
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(options.recipient);
  } catch {
    throw new Usage(
      "--recipient",
      t`Give the newcomer's age recipient (age1...), as their rempart key identity printed it.`,
    );
  }
  const json = JSON.stringify({ ...key, spki: toBase64(key.spki), pkcs8: toBase64(key.pkcs8) });
  await writePrivate(options.out, await encrypter.encrypt(utf8(json)));
  context.result({ out: options.out, kid: key.kid }, [
    t`the directory key, readable by ${options.recipient} alone, is in ${options.out}`,
  ]);
}

async function receive(context: Context, options: { with: string }, [file]: string[]): Promise<void> {
  const [identity] = (await readSecretFile(options.with)).match(/^AGE-SECRET-KEY-1[0-9A-Z]+$/m) ?? [];
  if (identity === undefined)
    throw new Problem("identity.wrong", options.with, t`This file holds no age X25519 identity.`);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const bytes = await decrypter.decrypt(await readNamed(file!)).catch(() => {
    throw new Problem("identity.wrong", file!, t`This identity does not open it, or it was changed.`);
  });
  const key = readStoredKey(readJson(bytes, 8192, file!), file!);
  const { newest } = await context.trust();
  // Whoever could put another key in its place would read what this approver seals to themselves.
  if (key.kind !== "directory" || toBase64(key.spki) !== toBase64(newest.body.directory.spki))
    throw new Problem("key.kind", file!, t`This is not the directory key that the charter names.`);
  await context.vault.ready();
  await privateFolder(join(context.folder, "keys"));
  const path = keyPath(await context.profile(), "directory");
  if (existsSync(path))
    throw new Problem("file", path, t`There is a directory key here already; it is not overwritten.`);
  await saveKey(context.vault, path, key);
  context.result({ key: path, kid: key.kid }, [
    t`the directory key is in ${path}, encrypted as this profile's other keys`,
  ]);
}

/** Declares `rempart key share` and `rempart key receive`. */
export function addHandOver(key: Command, run: Run): void {
  key
    .command("share")
    .description("Encrypt the directory's private key to a new approver, who then reads sealed texts.")
    .requiredOption("--recipient <recipient>", "the newcomer's age recipient, age1...")
    .requiredOption("--out <file>", "file to hand over")
    .action(run(share));
  key
    .command("receive")
    .argument("<file>", "what key share wrote")
    .description("Take the directory's private key into this profile, if it is the one that the charter names.")
    .requiredOption("--with <file>", "the age identity file that it was encrypted to")
    .action(run(receive));
}
