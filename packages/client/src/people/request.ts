// A key that its owner made, on its way into the charter: the public half with a signature by the private one, or a passkey
// with an assertion. What makes it theirs is not the request but the words, read aloud by the owner and compared with those
// shown to a root: they stand for the key, and the key's signature for everything else in the request.
import {
  type Document,
  type DocumentType,
  forms,
  importVerifyKey,
  type JsonValue,
  openBytes,
  type Signer,
  schema,
  sha256,
  signDocument,
  toBase64,
  utf8,
  verifyAssertion,
  verifyKeySignature,
} from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";

const { checked, literal, object, oneOf, optional, text } = schema;

const requestFields = object({
  v: literal(1),
  use: oneOf("person", "root", "writer"),
  name: text(1, 128),
  /** For a person: the id they have or will have. */
  person: optional(forms.id),
  /** Absent: a plain key. */
  kind: optional(oneOf("key", "webauthn")),
  kid: forms.kid,
  spki: forms.spki,
  /** A key of this person's browser to which the directory's key may be sealed. */
  transfer: optional(forms.spki),
  createdAt: forms.time,
});
export type KeyRequest = schema.Read<typeof requestFields>;

const limit = 16 * 1024;
const requestType: DocumentType<KeyRequest> = {
  name: "key-request",
  read: checked(requestFields, (one) =>
    one.kind !== "webauthn" && one.kid !== forms.keyId(one.spki)
      ? "kid must be base64url(SHA-256(SPKI))"
      : (one.use === "person") !== (one.person !== undefined)
        ? "a person's key, and no other, names its person"
        : one.use !== "person" && (one.kind === "webauthn" || one.transfer !== undefined)
          ? "only a person has a passkey or a transfer key"
          : one.transfer !== undefined && forms.keyId(one.transfer) === forms.keyId(one.spki)
            ? "the transfer key is a key of its own"
            : undefined,
  ),
  maxBytes: limit,
};

/** What a request says of the key. */
export interface NewRequest {
  use: KeyRequest["use"];
  name: string;
  /** For a person alone, and always. */
  person?: string;
  kind?: "key" | "webauthn";
  /** base64url(SHA-256(SPKI)), or the id of a passkey's credential. */
  kid: string;
  spki: Uint8Array;
  transfer?: Uint8Array;
}

/** The request as an envelope, signed by the key itself. `now` is Unix seconds. */
export async function makeRequest(request: NewRequest, signer: Signer, now: number): Promise<JsonValue> {
  const { use, name, person, kind, kid, spki, transfer } = request;
  const body = {
    ...{ v: 1, use, name },
    ...(person === undefined ? {} : { person }),
    ...(kind === undefined ? {} : { kind }),
    ...{ kid, spki: toBase64(spki) },
    ...(transfer === undefined ? {} : { transfer: toBase64(transfer) }),
    createdAt: now,
  };
  return (await signDocument(requestType, body, [signer])).envelope;
}

/** Where a passkey may have been used: the console's origins and the relying party's id, of the charter it is to join. */
export interface PasskeyScope {
  origins: readonly string[];
  rpId: string;
}

async function isProved(document: Document<KeyRequest>, scope: PasskeyScope | undefined): Promise<boolean> {
  const { body, pae, signatures } = document;
  const [signature] = signatures.filter((one) => one.keyid === body.kid);
  if (!signature) return false;
  const key = await importVerifyKey(body.spki);
  if (body.kind !== "webauthn") return await verifyKeySignature(key, pae, signature);
  if (!scope) return false;
  return await verifyAssertion(key, pae, signature, {
    origins: scope.origins,
    rpIdHash: sha256(utf8(scope.rpId)),
  });
}

/**
 * Reads a request and checks that whoever made it holds the private key. `where` names its source in refusals; without a
 * `scope` no passkey is believed. Refuses with `request.proof`, `request.use` and the codes of form.
 */
export async function readRequest(
  where: string,
  bytes: Uint8Array,
  use: KeyRequest["use"],
  scope?: PasskeyScope,
): Promise<KeyRequest> {
  const document = openBytes(requestType, bytes);
  if (!(await isProved(document, scope)))
    throw new ClientError(
      "request.proof",
      where,
      say`The key in this file did not sign it: it was changed, or its maker does not hold the key.`,
    );
  if (document.body.use !== use)
    throw new ClientError(
      "request.use",
      where,
      say`This is the key of a ${document.body.use}; asked for is a ${use}'s.`,
    );
  return document.body;
}

/** The request's key as a credential of the charter's JSON. */
export function requestedCredential(request: KeyRequest): { kind: string; alg: string; kid: string; spki: string } {
  return { kind: request.kind ?? "key", alg: "ES256", kid: request.kid, spki: toBase64(request.spki) };
}
