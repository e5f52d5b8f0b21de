import { sha256 } from "#crypto";
import { toBase64, toBase64url } from "../encoding/base64.ts";
import { concat, toHex, utf8 } from "../encoding/bytes.ts";
import { type JsonValue, readJson } from "../json/reader.ts";
import { Refusal } from "../refusal.ts";
import { bytes, bytesUrl, kid } from "../schema/forms.ts";
import { list, object, optional, type Read, type Reader, text } from "../schema/schema.ts";

/** A document type: its name in `payloadType`, what its payload must be, and how large it may be. */
export interface DocumentType<T> {
  readonly name: string;
  readonly read: Reader<T>;
  readonly maxBytes: number;
  /** A record carries no signature: it is authentic by inclusion in the log alone. */
  readonly record?: true;
}

/** One verified-in-form, not yet verified-in-authority document. */
export interface Document<T> {
  readonly type: string;
  readonly body: T;
  /** SHA-256 of the PAE, hex: the document's one identity. Signatures are no part of it. */
  readonly hash: string;
  readonly pae: Uint8Array;
  readonly signatures: readonly Signature[];
  /** The envelope as it came, for storing and handing on. */
  readonly envelope: JsonValue;
}

export const payloadLimit = 64 * 1024;
export const charterLimit = 1024 * 1024;

const signature = object({
  keyid: kid,
  sig: bytes(0, 256),
  webauthn: optional(object({ authenticatorData: bytesUrl(4096), clientDataJSON: bytesUrl(8192) })),
});
export type Signature = Read<typeof signature>;

const envelopeShape = object({
  payloadType: text(1, 128),
  // No bound of its own: what is too large for its type is refused as `size`, below.
  payload: bytes(0, Number.MAX_SAFE_INTEGER),
  signatures: list(signature, 0, 16),
});

const prefix = "application/vnd.rempart.";
const suffix = ".v1+json";

/** `application/vnd.rempart.<name>.v1+json`. */
export function payloadType(name: string): string {
  return `${prefix}${name}${suffix}`;
}

/** What is signed: DSSE's pre-authentication encoding (github.com/secure-systems-lab/dsse, protocol.md). */
export function preAuthenticationEncoding(type: string, payload: Uint8Array): Uint8Array {
  const typeBytes = utf8(type);
  return concat(utf8(`DSSEv1 ${typeBytes.length} `), typeBytes, utf8(` ${payload.length} `), payload);
}

/** Document hash: SHA-256 of the PAE, hex. */
export function documentHash(name: string, payload: Uint8Array): string {
  return toHex(sha256(preAuthenticationEncoding(payloadType(name), payload)));
}

/** Reads an envelope from bytes; see `openEnvelope`. Refuses with `size`, `encoding`, `json` too. */
export function openBytes<T>(type: DocumentType<T>, input: Uint8Array): Document<T> {
  return openEnvelope(type, readJson(input, 2 * type.maxBytes, "envelope"));
}

/**
 * Reads an envelope as the one type that is expected here and nothing else. No signature is verified yet.
 * Refuses with `schema`, `encoding`, `size`, `json`, `type`.
 */
export function openEnvelope<T>(type: DocumentType<T>, envelope: JsonValue): Document<T> {
  const outer = envelopeShape(envelope, "envelope");
  const value = readJson(outer.payload, type.maxBytes, "payload");
  if (outer.payloadType !== payloadType(type.name)) {
    throw new Refusal("type", "payloadType", `expected ${payloadType(type.name)}, got ${outer.payloadType}`);
  }
  const pae = preAuthenticationEncoding(outer.payloadType, outer.payload);
  if (type.record && outer.signatures.length > 0) {
    throw new Refusal("schema", "signatures", `a ${type.name} is a record and carries no signature`);
  }
  return {
    type: type.name,
    body: type.read(value, type.name),
    hash: toHex(sha256(pae)),
    pae,
    signatures: outer.signatures,
    envelope,
  };
}

/** Name of the type an envelope claims, to route it. Undefined when it claims none of ours; nothing is verified. */
export function claimedType(envelope: JsonValue): string | undefined {
  const type = (envelope as { payloadType?: JsonValue } | null)?.payloadType;
  if (typeof type !== "string" || !type.startsWith(prefix) || !type.endsWith(suffix)) return undefined;
  return type.slice(prefix.length, -suffix.length);
}

/** A signature made over a PAE, not yet in an envelope. */
export interface NewSignature {
  keyid: string;
  sig: Uint8Array;
  webauthn?: { authenticatorData: Uint8Array; clientDataJSON: Uint8Array };
}

/** The JSON form of one signature. */
export function signatureJson(made: NewSignature): JsonValue {
  const json: Record<string, JsonValue> = { keyid: made.keyid, sig: toBase64(made.sig) };
  if (made.webauthn) {
    json.webauthn = {
      authenticatorData: toBase64url(made.webauthn.authenticatorData),
      clientDataJSON: toBase64url(made.webauthn.clientDataJSON),
    };
  }
  return json;
}

/** Puts payload and signatures into an envelope. */
export function makeEnvelope(name: string, payload: Uint8Array, signatures: NewSignature[]): JsonValue {
  return {
    payloadType: payloadType(name),
    payload: toBase64(payload),
    signatures: signatures.map(signatureJson),
  };
}

/** The same document with these signatures added; a keyid that signed already is kept as it was. */
export function addSignatures(envelope: JsonValue, added: readonly JsonValue[]): JsonValue {
  const outer = envelope as { payloadType: string; payload: string; signatures: { keyid: string }[] };
  const have = new Set(outer.signatures.map((one) => one.keyid));
  const fresh = (added as { keyid: string }[]).filter((one) => !have.has(one.keyid));
  return { ...outer, signatures: [...outer.signatures, ...fresh] } as unknown as JsonValue;
}
