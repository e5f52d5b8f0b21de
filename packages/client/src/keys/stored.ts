// A key as it stands, age-encrypted, in a file that people keep: the command line and the console write and read the same.
import { forms, type JsonValue, schema, toBase64 } from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";

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
/** A key with its private half. `pkcs8` and `spki` are DER. */
export type StoredKey = schema.Read<typeof stored>;
/** What a key is for. */
export type KeyKind = StoredKey["kind"];

/** The JSON of a key, to be encrypted at once. */
export function storedKeyJson(key: StoredKey): string {
  return JSON.stringify({ ...key, spki: toBase64(key.spki), pkcs8: toBase64(key.pkcs8) });
}

/** Reads a decrypted key; `where` names its file. Refuses with `schema`, `key.broken`. */
export function readStoredKey(value: JsonValue, where: string): StoredKey {
  const key = stored(value, "key");
  if (forms.keyId(key.spki) !== key.kid)
    throw new ClientError("key.broken", where, say`The key does not belong to its id.`);
  return key;
}
