// A key that its owner made, on its way into the charter: the public half with a signature by the private one, in a file.
// What makes it theirs is not the file but the words, read aloud by the owner and compared with those shown to a root.

import {
  type DocumentType,
  forms,
  importVerifyKey,
  openBytes,
  readJson,
  schema,
  signDocument,
  toBase64,
  verifyKeySignature,
} from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { readNamed } from "../profile/files.ts";
import { type StoredKey, signerOf } from "../profile/keys.ts";
import { keyWords } from "./words.ts";

const { checked, literal, object, oneOf, optional, text } = schema;

const requestFields = object({
  v: literal(1),
  use: oneOf("person", "root", "writer"),
  name: text(1, 128),
  /** For a person: the id they have or will have. */
  person: optional(forms.id),
  kid: forms.kid,
  spki: forms.spki,
  createdAt: forms.time,
});
export type KeyRequest = schema.Read<typeof requestFields>;

const limit = 16 * 1024;
const requestType: DocumentType<KeyRequest> = {
  name: "key-request",
  read: checked(requestFields, (one) =>
    one.kid !== forms.keyId(one.spki)
      ? t`kid must be base64url(SHA-256(SPKI))`
      : (one.use === "person") !== (one.person !== undefined)
        ? t`a person's key, and no other, names its person`
        : undefined,
  ),
  maxBytes: limit,
};

/** The request for a stored key, signed with it, as the text of its file. */
export async function makeRequest(key: StoredKey, use: KeyRequest["use"], now: number): Promise<string> {
  const body = {
    v: 1,
    use,
    name: key.name,
    ...(key.person === undefined ? {} : { person: key.person }),
    kid: key.kid,
    spki: toBase64(key.spki),
    createdAt: now,
  };
  const { envelope } = await signDocument(requestType, body, [await signerOf(key)]);
  return `${JSON.stringify(envelope)}\n`;
}

/** Reads a request and checks that whoever made it holds the private key. Refuses with `request.proof`, `request.use`. */
export async function readRequest(path: string, use: KeyRequest["use"]): Promise<KeyRequest> {
  const document = openBytes(requestType, await readNamed(path));
  const key = await importVerifyKey(document.body.spki);
  const [signature] = document.signatures.filter((one) => one.keyid === document.body.kid);
  if (!signature || !(await verifyKeySignature(key, document.pae, signature)))
    throw new Problem(
      "request.proof",
      path,
      t`The key in this file did not sign it: it was changed, or its maker does not hold the key.`,
    );
  if (document.body.use !== use)
    throw new Problem("request.use", path, t`This is the key of a ${document.body.use}; asked for is a ${use}'s.`);
  return document.body;
}

const gatekeeperFields = object({
  v: literal(1),
  kind: literal("gatekeeper-keys"),
  sealKey: optional(forms.namedKey),
  log: optional(forms.namedKey),
  tlsPin: optional(forms.hash),
});
/** The next keys of the gatekeeper, as `npm run gatekeeper-keys -- prepare` on its own host wrote them. */
export type NextKeys = schema.Read<typeof gatekeeperFields>;

/** Reads the file that was carried here from the gatekeeper's host. */
export async function readNextKeys(path: string): Promise<NextKeys> {
  const keys = gatekeeperFields(readJson(await readNamed(path), limit, path), "gatekeeper-keys");
  if (!keys.sealKey && !keys.log && !keys.tlsPin)
    throw new Problem(
      "request.empty",
      path,
      t`This file names no key. Make it with \`npm run gatekeeper-keys -- prepare\` on the gatekeeper's host.`,
    );
  return keys;
}

/** Words of one key, by what it is for. */
export function wordsLine(what: string, spki: Uint8Array): string {
  return `${what}: ${keyWords(spki)}`;
}
