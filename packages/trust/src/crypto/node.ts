// The one crypto seam, Node side: node:crypto is two to twenty times faster than WebCrypto for these calls. Keys are
// handed over bare: wrapped in an object with options, each call costs Node half as much again.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  randomFillSync,
  sign,
  verify,
} from "node:crypto";
import { signatureFromDer, signatureToDer } from "../envelope/der.ts";

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
  return verify("sha256", data, key, signatureToDer(signature));
}

/** `length` bytes from the system's generator. */
export function randomBytes(length: number): Uint8Array {
  return randomFillSync(new Uint8Array(length));
}

/** A private P-256 key. Opaque outside this folder. */
export type PrivateKey = KeyObject;

/** A fresh P-256 key pair: the private key, its PKCS #8 DER and the public SPKI DER (91 bytes). */
export async function generateKey(): Promise<{ key: PrivateKey; pkcs8: Uint8Array; spki: Uint8Array }> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    key: privateKey,
    pkcs8: new Uint8Array(privateKey.export({ format: "der", type: "pkcs8" })),
    spki: new Uint8Array(publicKey.export({ format: "der", type: "spki" })),
  };
}

/** Imports a P-256 private key from PKCS #8 DER. */
export async function importPrivateKey(pkcs8: Uint8Array): Promise<PrivateKey> {
  return createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
}

/** ECDSA P-256 with SHA-256: r || s, 64 bytes. */
export function signP256(key: PrivateKey, data: Uint8Array): Promise<Uint8Array> | Uint8Array {
  return signatureFromDer(sign("sha256", data, key))!;
}
