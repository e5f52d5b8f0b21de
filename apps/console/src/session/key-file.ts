// Key files: a P-256 key under an age passphrase, the same file that the command line writes and reads.

import { forms, importPrivateKey, keySigner, readJson, type Signer, schema, toBase64, utf8 } from "@rempart/trust";
import { Problem } from "../problem/problem.ts";

const { literal, object, oneOf, optional, text } = schema;
const stored = object({
  v: literal(1),
  kind: oneOf("person", "root", "writer", "directory", "tls-spare"),
  name: text(1, 128),
  person: optional(forms.id),
  kid: forms.kid,
  spki: forms.spki,
  pkcs8: forms.bytes(1, 1024),
});
/** A key as it stands in a file. */
export type KeyFile = schema.Read<typeof stored>;
/** What a key of a file is for. */
export type KeyUse = KeyFile["kind"];

/** Least length of a passphrase that somebody chooses. */
export const leastPassphrase = 12;
const fileLimit = 64 * 1024;

/** Opens a key file. Rejects with `passphrase.wrong`, `key.broken`. Takes some seconds: age is slow on purpose. */
export async function openKeyFile(bytes: Uint8Array, passphrase: string): Promise<KeyFile> {
  if (bytes.length > fileLimit) throw new Problem("key.broken", "file", "is too large for a key file");
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  let plain: Uint8Array;
  try {
    plain = await decrypter.decrypt(bytes);
  } catch (error) {
    const code = /header|version|age/i.test((error as Error).message) ? "key.broken" : "passphrase.wrong";
    throw new Problem(code, "file", (error as Error).message);
  }
  let key: KeyFile;
  try {
    key = stored(readJson(plain, 8192, "key"), "key");
  } catch (error) {
    throw new Problem("key.broken", "file", (error as Error).message);
  }
  if (forms.keyId(key.spki) !== key.kid) throw new Problem("key.broken", "file", "the key does not belong to its id");
  return key;
}

/** A key file's bytes under `passphrase`. Rejects with `passphrase.short`. */
export async function sealKeyFile(key: KeyFile, passphrase: string): Promise<Uint8Array> {
  if (passphrase.length < leastPassphrase)
    throw new Problem("passphrase.short", "passphrase", `needs at least ${leastPassphrase} characters`);
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  const json = JSON.stringify({ ...key, spki: toBase64(key.spki), pkcs8: toBase64(key.pkcs8) });
  return await encrypter.encrypt(utf8(json));
}

/** A signer of an opened key. Its private half stays in this page's memory, non-extractable from here on. */
export async function fileSigner(key: KeyFile): Promise<Signer> {
  return keySigner(key.kid, await importPrivateKey(key.pkcs8));
}
