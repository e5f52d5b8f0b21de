// The common forms of PROTOCOL section 2, and limits that several documents share.

import { sha256 } from "#crypto";
import { fromBase64, fromBase64url, toBase64url } from "../encoding/base64.ts";
import { utf8 } from "../encoding/bytes.ts";
import { Refusal } from "../refusal.ts";
import { checked, integer, object, type Read, type Reader, text } from "./schema.ts";

function encodingRefusal(path: string): never {
  throw new Refusal("encoding", path, "is not canonical base64");
}

/** 64 lowercase hex digits. */
export const hash = text(64, 64, /^[0-9a-f]{64}$/, "must be 64 lowercase hex digits");

function base64urlOf(bytes: number): Reader<string> {
  const length = Math.ceil((bytes * 4) / 3);
  const read = text(length, length);
  return (value, path) => {
    const result = read(value, path);
    if (fromBase64url(result) === undefined) encodingRefusal(path);
    return result;
  };
}

/** base64url of 16 bytes: person, device, group, policy, ticket. */
export const id = base64urlOf(16);
/** base64url of 32 random bytes. */
export const nonce = base64urlOf(32);
/** UUIDv7, lowercase (RFC 9562 section 5.7). */
export const uuid = text(
  36,
  36,
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  "must be a lowercase UUIDv7",
);
/** A WebAuthn credential id, or base64url(SHA-256(SPKI)). */
export const kid: Reader<string> = (value, path) => {
  const result = text(1, 1364)(value, path);
  if (fromBase64url(result) === undefined) encodingRefusal(path);
  return result;
};

/** Padded base64 of `least` to `most` bytes; the value is the decoded bytes. */
export function bytes(least: number, most: number): Reader<Uint8Array> {
  const read = text(0, Math.ceil(most / 3) * 4);
  return (value, path) => {
    const decoded = fromBase64(read(value, path));
    if (decoded === undefined) encodingRefusal(path);
    if (decoded.length < least || decoded.length > most) {
      throw new Refusal("schema", path, `must hold ${least} to ${most} bytes, holds ${decoded.length}`);
    }
    return decoded;
  };
}

/** Unpadded base64url of up to `most` bytes (WebAuthn fields); the value is the decoded bytes. */
export function bytesUrl(most: number): Reader<Uint8Array> {
  const read = text(0, Math.ceil((most * 4) / 3));
  return (value, path) => fromBase64url(read(value, path)) ?? encodingRefusal(path);
}

// SubjectPublicKeyInfo of an uncompressed P-256 point (RFC 5480): this header, then 0x04 and the 64 bytes of the point.
const spkiHeader = [
  0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
  0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
];

/** A P-256 public key, 91 bytes of DER. That the point is on the curve is checked when the key is imported. */
export const spki: Reader<Uint8Array> = (value, path) => {
  const decoded = bytes(91, 91)(value, path);
  if (!spkiHeader.every((byte, index) => decoded[index] === byte)) {
    throw new Refusal("schema", path, "must be an uncompressed P-256 public key");
  }
  return decoded;
};

/** The key id of a plain key: base64url(SHA-256(SPKI)). */
export function keyId(spkiBytes: Uint8Array): string {
  return toBase64url(sha256(spkiBytes));
}

/** A key whose id must be the hash of its SPKI. */
export const namedKey = checked(object({ kid, spki }), (key) =>
  key.kid === keyId(key.spki) ? undefined : "kid must be base64url(SHA-256(SPKI))",
);
export type NamedKey = Read<typeof namedKey>;

/** Concatenated 32-byte nodes, lowest first, at most 64. */
export const path: Reader<Uint8Array[]> = (value, where) => {
  const joined = bytes(0, 64 * 32)(value, where);
  if (joined.length % 32 !== 0) throw new Refusal("schema", where, "must be a whole number of 32-byte nodes");
  return Array.from({ length: joined.length / 32 }, (_, i) => joined.subarray(32 * i, 32 * i + 32));
};

/** HPKE enc (65 bytes) then a ciphertext of a 32-byte nonce and at most 8 KiB. */
export const sealed = bytes(65 + 16, 65 + 32 + 8192 + 16);
/** The same text sealed to the gatekeeper and to the approvers; `sha256` is of the plaintext with its nonce. */
export const secret = object({ gatekeeper: sealed, approvers: sealed, sha256: hash });
export type Secret = Read<typeof secret>;

/** Unix seconds. */
export const time = integer();
export const size = integer();

// A grammar of our own: what the URL parsers of two platforms let through differs.
const host = String.raw`([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?`;
/** Scheme, host or [IPv6], port. */
export const originPattern: RegExp = new RegExp(`^https?://${host}$`);
// Then path and query in printable ASCII but `#` and `\`.
const urlPattern = new RegExp(String.raw`^https://${host}([/?][!"$-[\]-~]*)?$`);

/** `https://`, at most 512 bytes, no userinfo, no fragment. */
export const url = text(9, 512, urlPattern, "must be an https URL without user or fragment");

/** Printable text for names of models and versions: no control characters, so that no log line or screen is forged. */
export function label(most: number): Reader<string> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  return text(1, most, /^[^\u0000-\u001f\u007f]+$/, "must not hold control characters");
}

/** Length of `text` in UTF-8 bytes. */
export function byteLength(value: string): number {
  return utf8(value).length;
}
