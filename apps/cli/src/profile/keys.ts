import {
  forms,
  importPrivateKey,
  type JsonValue,
  keySigner,
  readJson,
  type Signer,
  schema,
  toBase64,
  utf8,
} from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem, Usage } from "../problem.ts";
import { readNamed, writePrivate } from "./files.ts";
import type { Vault } from "./vault.ts";

const { literal, object, oneOf, optional, text } = schema;

/** What stands, age-encrypted, in keys/<name>.age and roots/<n>.age. */
const stored = object({
  v: literal(1),
  kind: oneOf("person", "root", "writer", "directory", "tls-spare"),
  name: text(1, 128),
  person: optional(forms.id),
  kid: forms.kid,
  spki: forms.spki,
  pkcs8: forms.bytes(1, 1024),
});
export type StoredKey = schema.Read<typeof stored>;
export type KeyKind = StoredKey["kind"];

const namePattern = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u;

/** A name that can be a file's name. Refuses with `usage`. */
export function checkName(name: string): string {
  if (!namePattern.test(name))
    throw new Usage(
      name,
      t`A name has 1 to 64 letters, digits, spaces, dots, dashes, and begins with a letter or digit.`,
    );
  return name;
}

export async function saveKey(vault: Vault, path: string, key: StoredKey): Promise<void> {
  const json = JSON.stringify({ ...key, spki: toBase64(key.spki), pkcs8: toBase64(key.pkcs8) });
  await writePrivate(path, await vault.encrypt(utf8(json)));
}

/** Decrypts and checks a key file. */
export async function loadKey(vault: Vault, path: string): Promise<StoredKey> {
  const plaintext = await vault.decrypt(path, await readNamed(path));
  return readStored(readJson(plaintext, 8192, path), path);
}

/** Reads a decrypted key; refuses with `schema`, `key.broken`. */
export function readStored(value: JsonValue, path: string): StoredKey {
  const key = stored(value, "key");
  if (forms.keyId(key.spki) !== key.kid) throw new Problem("key.broken", path, t`The key does not belong to its id.`);
  return key;
}

/** A signer of the key. */
export async function signerOf(key: StoredKey): Promise<Signer> {
  return keySigner(key.kid, await importPrivateKey(key.pkcs8));
}
