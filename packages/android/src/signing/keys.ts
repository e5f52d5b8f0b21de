// Signatures with the keys that Android accepts, by WebCrypto. DSA is not in it: such signatures count as not checked.
import { partsOf, readNodes, tags } from "./der.ts";

export type KeyKind = "RSA" | "P-256" | "P-384" | "P-521" | "DSA" | "other";

/** By the identifier of the algorithm, or of the curve. */
export const keyKinds: Record<string, KeyKind> = {
  "1.2.840.113549.1.1.1": "RSA",
  "1.2.840.10040.4.1": "DSA",
  "1.2.840.10045.3.1.7": "P-256",
  "1.3.132.0.34": "P-384",
  "1.3.132.0.35": "P-521",
};

export type Hash = "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512";
export interface Algorithm {
  family: "PKCS1" | "PSS" | "ECDSA";
  hash: Hash;
}

/** By number in the signing block: those that WebCrypto can check; DSA (0x301) and the verity digests (0x421 and on) are passed over. */
export const algorithms: Readonly<Record<number, Algorithm>> = {
  257: { family: "PSS", hash: "SHA-256" },
  258: { family: "PSS", hash: "SHA-512" },
  259: { family: "PKCS1", hash: "SHA-256" },
  260: { family: "PKCS1", hash: "SHA-512" },
  513: { family: "ECDSA", hash: "SHA-256" },
  514: { family: "ECDSA", hash: "SHA-512" },
};

const curveBytes: Partial<Record<KeyKind, number>> = { "P-256": 32, "P-384": 48, "P-521": 66 };

/** r || s of a DER signature, each `length` bytes; undefined when it is none. */
function plainSignature(der: Uint8Array, length: number): Uint8Array | undefined {
  const [outer, ...rest] = readNodes(der, "signature", 2);
  const numbers = partsOf(outer, tags.sequence, "signature");
  if (rest.length > 0 || numbers.length !== 2) return undefined;
  const out = new Uint8Array(2 * length);
  for (const [index, { tag, body }] of numbers.entries()) {
    let from = 0;
    while (from < body.length - 1 && body[from] === 0) from++;
    const digits = body.subarray(from);
    if (tag !== tags.integer || digits.length > length) return undefined;
    out.set(digits, (index + 1) * length - digits.length);
  }
  return out;
}

/** Whether `signature` over `data` is that of the key in `spki`; false as well for a key of another family. */
export async function verifies(
  { family, hash }: Algorithm,
  spki: Uint8Array,
  kind: KeyKind,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const { subtle } = crypto;
  const bits = { "SHA-1": 20, "SHA-256": 32, "SHA-384": 48, "SHA-512": 64 }[hash];
  try {
    if (family === "ECDSA") {
      const length = curveBytes[kind];
      const plain = length === undefined ? undefined : plainSignature(signature, length);
      if (!plain) return false;
      const key = await subtle.importKey("spki", spki as BufferSource, { name: "ECDSA", namedCurve: kind }, false, [
        "verify",
      ]);
      return await subtle.verify({ name: "ECDSA", hash }, key, plain as BufferSource, data as BufferSource);
    }
    if (kind !== "RSA") return false;
    const name = family === "PSS" ? "RSA-PSS" : "RSASSA-PKCS1-v1_5";
    const key = await subtle.importKey("spki", spki as BufferSource, { name, hash }, false, ["verify"]);
    return await subtle.verify({ name, saltLength: bits }, key, signature as BufferSource, data as BufferSource);
  } catch {
    // A key or signature that cannot be read verifies nothing.
    return false;
  }
}
