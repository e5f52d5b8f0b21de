import { randomBytes } from "#crypto";
import { toBase64url } from "../encoding/base64.ts";
import { toHex } from "../encoding/bytes.ts";

/** A fresh id: base64url of 16 random bytes. */
export function newId(): string {
  return toBase64url(randomBytes(16));
}

/** A fresh nonce: base64url of 32 random bytes. */
export function newNonce(): string {
  return toBase64url(randomBytes(32));
}

/** A fresh UUIDv7 (RFC 9562 section 5.7) for `milliseconds` since the epoch. */
export function newUuid(milliseconds: number): string {
  const bytes = randomBytes(16);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(milliseconds / 0x10000));
  view.setUint16(4, milliseconds % 0x10000);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
