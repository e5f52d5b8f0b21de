import { GateError } from "../error.ts";

/** Bytes `from` to `to`, both included, of a blob. */
export interface Range {
  from: number;
  to: number;
}

/**
 * What a Range header asks for of `size` bytes (RFC 9110, section 14.2): undefined for the whole, as for several ranges at
 * once, which may be answered so. Throws `blob.range` (416) when nothing of what it asks for is there.
 */
export function readRange(header: string | undefined, size: number): Range | undefined {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const range =
    first === ""
      ? { from: Math.max(0, size - Number(last)), to: size - 1 }
      : { from: Number(first), to: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
  if (range.from > range.to || range.from >= size) {
    throw new GateError("blob.range", "range", `nothing of it is there: the blob has ${size} bytes`);
  }
  return range;
}
