// As much DER (X.690) as certificates and JAR signatures need: definite lengths, tags of one byte.
import { ApkError } from "../error.ts";

export interface Node {
  tag: number;
  /** Content without its header. */
  body: Uint8Array;
  /** Header and content. */
  whole: Uint8Array;
}

export const tags = { integer: 2, bits: 3, bytes: 4, oid: 6, sequence: 0x30, set: 0x31 } as const;

function fail(where: string, problem: string): never {
  throw new ApkError("apk.signature", where, problem);
}

/** The nodes that stand one after the other in `bytes`, `most` at most. */
export function readNodes(bytes: Uint8Array, where: string, most = 1000): Node[] {
  const nodes: Node[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (nodes.length === most) fail(where, `holds more than ${most} parts`);
    const tag = bytes[at]!;
    let length = bytes[at + 1] ?? fail(where, "is cut off");
    let header = 2;
    if ((tag & 31) === 31 || length === 0x80) fail(where, "is not DER");
    if (length > 0x80) {
      const digits = length & 0x7f;
      if (digits > 4) fail(where, "is not DER");
      length = 0;
      for (let index = 0; index < digits; index++)
        length = length * 256 + (bytes[at + 2 + index] ?? fail(where, "is cut off"));
      header += digits;
    }
    const end = at + header + length;
    if (end > bytes.length) fail(where, "is cut off");
    nodes.push({ tag, body: bytes.subarray(at + header, end), whole: bytes.subarray(at, end) });
    at = end;
  }
  return nodes;
}

/** The parts of a node; refuses one with another tag. */
export function partsOf(node: Node | undefined, tag: number, where: string): Node[] {
  if (node?.tag !== tag) fail(where, "is not of the form that it should have");
  return readNodes(node.body, where);
}

/** An object identifier in dots. */
export function oidOf(node: Node | undefined, where: string): string {
  if (node?.tag !== tags.oid || node.body.length === 0 || node.body.length > 64)
    fail(where, "has no identifier where one should be");
  const numbers: number[] = [];
  let value = 0;
  for (const byte of node.body) {
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER / 256) fail(where, "has an identifier that is too long");
    if (byte & 0x80) continue;
    if (numbers.length === 0) {
      const first = Math.min(2, Math.floor(value / 40));
      numbers.push(first, value - 40 * first);
    } else numbers.push(value);
    value = 0;
  }
  return numbers.join(".");
}
