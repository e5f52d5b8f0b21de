// RFC 4648 sections 4 (padded) and 5 (unpadded URL alphabet), canonical only: a second spelling of the same bytes
// would let an attacker make two envelopes of one signature.

const standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function reverse(alphabet: string): Int16Array {
  const table = new Int16Array(128).fill(-1);
  for (let i = 0; i < 64; i++) table[alphabet.charCodeAt(i)] = i;
  return table;
}
const standardValues = reverse(standard);
const urlValues = reverse(url);

function encode(bytes: Uint8Array, alphabet: string, pad: boolean): string {
  let out = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const a = bytes[i]!;
    const b = left > 1 ? bytes[i + 1]! : 0;
    const c = left > 2 ? bytes[i + 2]! : 0;
    out += alphabet[a >> 2]! + alphabet[((a & 3) << 4) | (b >> 4)]!;
    out += left > 1 ? alphabet[((b & 15) << 2) | (c >> 6)]! : pad ? "=" : "";
    out += left > 2 ? alphabet[c & 63]! : pad ? "=" : "";
  }
  return out;
}

function decode(text: string, length: number, values: Int16Array): Uint8Array | undefined {
  const out = new Uint8Array(Math.floor((length * 3) / 4));
  const valueAt = (index: number): number => values[text.charCodeAt(index)] ?? -1;
  const whole = length - (length % 4);
  let at = 0;
  for (let i = 0; i < whole; i += 4) {
    const four = (valueAt(i) << 18) | (valueAt(i + 1) << 12) | (valueAt(i + 2) << 6) | valueAt(i + 3);
    // A character outside of the alphabet is -1, which no shift and no other value makes positive again.
    if (four < 0) return undefined;
    out[at++] = four >> 16;
    out[at++] = (four >> 8) & 255;
    out[at++] = four & 255;
  }
  if (whole === length) return out;
  const three = length - whole === 3;
  // A single character left over has no second one: that is -1 too.
  const rest = (valueAt(whole) << 12) | (valueAt(whole + 1) << 6) | (three ? valueAt(whole + 2) : 0);
  if (rest < 0) return undefined;
  out[at++] = rest >> 10;
  if (three) out[at] = (rest >> 2) & 255;
  // Bits left over must be zero, else another text would decode to the same bytes.
  return (rest & (three ? 3 : 1023)) === 0 ? out : undefined;
}

/** Padded base64 (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  return encode(bytes, standard, true);
}

/** Unpadded base64url (RFC 4648 section 5). */
export function toBase64url(bytes: Uint8Array): string {
  return encode(bytes, url, false);
}

/** Bytes of canonical padded base64, or undefined when the text is anything else. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  let length = text.length;
  while (length > text.length - 2 && text[length - 1] === "=") length--;
  return decode(text, length, standardValues);
}

/** Bytes of canonical unpadded base64url, or undefined when the text is anything else. */
export function fromBase64url(text: string): Uint8Array | undefined {
  return decode(text, text.length, urlValues);
}
