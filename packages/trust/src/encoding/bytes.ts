const encoder = new TextEncoder();
const hexDigits = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
const hexValues = new Uint8Array(128);
for (let i = 0; i < 16; i++) {
  const digit = i.toString(16);
  for (const spelling of [digit, digit.toUpperCase()]) hexValues[spelling.charCodeAt(0)] = i;
}

/** UTF-8 bytes of `text`. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** All parts one after the other. */
export function concat(...parts: Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** `value` (0..2^53-1) as 8 bytes, big endian. */
export function uint64(value: number): Uint8Array {
  const out = new Uint8Array(8);
  const view = new DataView(out.buffer);
  view.setUint32(0, Math.floor(value / 0x100000000));
  view.setUint32(4, value % 0x100000000);
  return out;
}

/** Lowercase hex. */
export function toHex(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += hexDigits[byte];
  return out;
}

/** Bytes of lowercase hex that was checked already (a `hash` of a parsed document). */
export function fromHex(hex: string): Uint8Array {
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; i++) {
    out[i] = (hexValues[hex.charCodeAt(2 * i)]! << 4) | hexValues[hex.charCodeAt(2 * i + 1)]!;
  }
  return out;
}

/** Bytewise order: negative, 0 or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** Equal length and content. For public values only: not constant-time. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return compareBytes(a, b) === 0;
}
