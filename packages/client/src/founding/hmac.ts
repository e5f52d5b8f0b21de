import { concat, sha256 } from "@rempart/trust";

const block = 64;

/** HMAC-SHA-256 (RFC 2104), 32 bytes. */
export function hmacSha256(key: Uint8Array, text: Uint8Array): Uint8Array {
  const padded = new Uint8Array(block);
  padded.set(key.length > block ? sha256(key) : key);
  const pad = (byte: number): Uint8Array => padded.map((one) => one ^ byte);
  return sha256(concat(pad(0x5c), sha256(concat(pad(0x36), text))));
}

/** Whether two MACs are the same, in a time that does not tell where they differ. */
export function sameMac(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (const [index, byte] of a.entries()) difference |= byte ^ b[index]!;
  return difference === 0;
}
