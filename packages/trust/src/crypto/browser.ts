// The one crypto seam, browser side: SHA-256 in JavaScript because it must be synchronous (WebCrypto's is not, and
// costs 20 times more for small inputs), WebCrypto for ECDSA.

/** A public key that was parsed and checked once. Opaque outside this folder. */
export type VerifyKey = CryptoKey;

const K = new Uint32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);

const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

/** SHA-256 of `data`: 32 bytes (FIPS 180-4, section 6.2). */
export function sha256(data: Uint8Array): Uint8Array {
  const length = data.length;
  const padded = new Uint8Array(((length + 72) >>> 6) << 6);
  padded.set(data);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 0x20000000));
  view.setUint32(padded.length - 4, length << 3);
  const h = new Uint32Array([
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  ]);
  const w = new Uint32Array(64);
  for (let offset = 0; offset < padded.length; offset += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(offset + 4 * i);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15]!;
      const y = w[i - 2]!;
      const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
      const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
      w[i] = w[i - 16]! + s0 + w[i - 7]! + s1;
    }
    let [a, b, c, d, e, f, g, last] = h as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const t1 = (last + s1 + ((e & f) ^ (~e & g)) + K[i]! + w[i]!) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      last = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    const sum = [a, b, c, d, e, f, g, last];
    for (let i = 0; i < 8; i++) h[i] = h[i]! + sum[i]!;
  }
  const out = new Uint8Array(32);
  const outView = new DataView(out.buffer);
  for (let i = 0; i < 8; i++) outView.setUint32(4 * i, h[i]!);
  return out;
}

/** Imports a 91-byte P-256 SPKI. Rejects when the point is not on the curve. */
export function importVerifyKey(spki: Uint8Array): Promise<VerifyKey> | VerifyKey {
  return crypto.subtle.importKey("spki", spki as BufferSource, { name: "ECDSA", namedCurve: "P-256" }, false, [
    "verify",
  ]);
}

/** ECDSA P-256 with SHA-256 over `data`; `signature` is r || s, 64 bytes. */
export function verifyP256(key: VerifyKey, data: Uint8Array, signature: Uint8Array): Promise<boolean> | boolean {
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  return crypto.subtle.verify(algorithm, key, signature as BufferSource, data as BufferSource);
}

/** `length` bytes from the system's generator. */
export function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** A private P-256 key. Opaque outside this folder. */
export type PrivateKey = CryptoKey;

const ecdsa = { name: "ECDSA", namedCurve: "P-256" };

/** A fresh P-256 key pair: the private key, its PKCS #8 DER and the public SPKI DER (91 bytes). */
export async function generateKey(): Promise<{ key: PrivateKey; pkcs8: Uint8Array; spki: Uint8Array }> {
  const pair = await crypto.subtle.generateKey(ecdsa, true, ["sign", "verify"]);
  return {
    key: pair.privateKey,
    pkcs8: new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey)),
    spki: new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey)),
  };
}

/** Imports a P-256 private key from PKCS #8 DER. */
export async function importPrivateKey(pkcs8: Uint8Array): Promise<PrivateKey> {
  return crypto.subtle.importKey("pkcs8", pkcs8 as BufferSource, ecdsa, false, ["sign"]);
}

/** ECDSA P-256 with SHA-256: r || s, 64 bytes. */
export async function signP256(key: PrivateKey, data: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, data as BufferSource));
}
