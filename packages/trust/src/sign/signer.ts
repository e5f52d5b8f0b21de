import { type PrivateKey, signP256 } from "#crypto";
import { utf8 } from "../encoding/bytes.ts";
import { signatureToDer } from "../envelope/der.ts";
import {
  type Document,
  type DocumentType,
  makeEnvelope,
  type NewSignature,
  openEnvelope,
  payloadType,
  preAuthenticationEncoding,
} from "../envelope/envelope.ts";
import type { JsonValue } from "../json/reader.ts";

/** Something that signs a PAE: a key in memory, or an authenticator. */
export interface Signer {
  sign(pae: Uint8Array): Promise<NewSignature>;
}

/** Signs with a plain P-256 key. */
export function keySigner(keyid: string, key: PrivateKey): Signer {
  return { sign: async (pae) => ({ keyid, sig: signatureToDer(await signP256(key, pae)) }) };
}

/** The exact bytes of a payload that this client builds; readers never re-serialise them. */
export function payloadBytes(body: unknown): Uint8Array {
  return utf8(JSON.stringify(body));
}

/**
 * Builds and signs a document from its JSON body. What a verifier would refuse in form is refused here already, before
 * anyone signs it.
 */
export async function signDocument<T>(
  type: DocumentType<T>,
  body: JsonValue,
  signers: readonly Signer[],
): Promise<Document<T>> {
  const payload = payloadBytes(body);
  const pae = preAuthenticationEncoding(payloadType(type.name), payload);
  const signatures: NewSignature[] = [];
  for (const signer of signers) signatures.push(await signer.sign(pae));
  return openEnvelope(type, makeEnvelope(type.name, payload, signatures));
}
