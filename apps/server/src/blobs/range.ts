import { ApiError } from "../http/error.ts";

/** Bytes `from` to `to`, both included. */
export interface Range {
  from: number;
  to: number;
}

/** What a Range header asks for of `size` bytes; undefined for the whole, as for several at once (RFC 9110, section 14.2). */
export function readRange(header: string | undefined, size: number): Range | undefined {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const range =
    first === ""
      ? { from: Math.max(0, size - Number(last)), to: size - 1 }
      : { from: Number(first), to: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
  if (range.from > range.to || range.from >= size)
    throw new ApiError(416, "blob.range", "range", `Nothing of it is there: the file has ${size} bytes.`);
  return range;
}
