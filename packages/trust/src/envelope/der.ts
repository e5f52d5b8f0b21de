// Strict DER of an ECDSA signature (SEC 1, X.690 section 10): one spelling only, 1 <= r, s < n. High s is accepted:
// signature bytes never identify anything here.
import { compareBytes, fromHex } from "../encoding/bytes.ts";

const order = fromHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

function readInteger(der: Uint8Array, at: number): { value: Uint8Array; next: number } | undefined {
  const length = der[at + 1] ?? 0;
  if (der[at] !== 0x02 || length < 1) return undefined;
  const start = at + 2;
  const end = start + length;
  if (end > der.length) return undefined;
  const first = der[start]!;
  if (first & 0x80) return undefined; // negative
  if (first === 0 && !(der[start + 1]! & 0x80)) return undefined; // a needless zero, or 0 itself
  const digits = der.subarray(first === 0 ? start + 1 : start, end);
  if (digits.length > 32) return undefined;
  const value = new Uint8Array(32);
  value.set(digits, 32 - digits.length);
  return { value, next: end };
}

/** r || s (64 bytes), or undefined when the DER is not strict or a number is out of range. */
export function signatureFromDer(der: Uint8Array): Uint8Array | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  const r = readInteger(der, 2);
  if (!r) return undefined;
  const s = readInteger(der, r.next);
  if (!s || s.next !== der.length) return undefined;
  // Neither is 0: readInteger refuses that.
  if (compareBytes(r.value, order) >= 0 || compareBytes(s.value, order) >= 0) return undefined;
  const out = new Uint8Array(64);
  out.set(r.value);
  out.set(s.value, 32);
  return out;
}

/** Strict DER of r || s. */
export function signatureToDer(raw: Uint8Array): Uint8Array {
  const integer = (digits: Uint8Array): number[] => {
    let start = 0;
    while (start < 31 && digits[start] === 0) start++;
    const rest = [...digits.subarray(start)];
    if (rest[0]! & 0x80) rest.unshift(0);
    return [0x02, rest.length, ...rest];
  };
  const body = [...integer(raw.subarray(0, 32)), ...integer(raw.subarray(32, 64))];
  return new Uint8Array([0x30, body.length, ...body]);
}
