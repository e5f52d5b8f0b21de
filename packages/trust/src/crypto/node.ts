// The one crypto seam, Node side: node:crypto is two to twenty times faster than WebCrypto for these calls.
import { createPublicKey, hash, type KeyObject, randomFillSync, verify } from "node:crypto";

/** A public key that was parsed and checked once. Opaque outside this folder. */
export type VerifyKey = KeyObject;

/** SHA-256 of `data`: 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  return new Uint8Array(hash("sha256", data, "buffer"));
}

/** Imports a 91-byte P-256 SPKI. Throws when the point is not on the curve. */
export function importVerifyKey(spki: Uint8Array): Promise<VerifyKey> | VerifyKey {
  return createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
}

/** ECDSA P-256 with SHA-256 over `data`; `signature` is r || s, 64 bytes. */
export function verifyP256(key: VerifyKey, data: Uint8Array, signature: Uint8Array): Promise<boolean> | boolean {
  return verify("sha256", data, { key, dsaEncoding: "ieee-p1363" }, signature);
}

/** `length` bytes from the system's generator. */
export function randomBytes(length: number): Uint8Array {
  return randomFillSync(new Uint8Array(length));
}
