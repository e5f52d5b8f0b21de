// Where uploaded files lie. A store is not trusted by those who fetch from it: they know the hash.
import type { Readable } from "node:stream";
import { ApiError } from "../http/error.ts";
import type { Range } from "./range.ts";

export interface BlobStore {
  /**
   * Keeps `size` bytes under their hash, visible only when all of them are there. `content` fails when it is not what was
   * announced (see `verified`); then nothing is left.
   */
  put(sha256: string, size: number, content: Readable): Promise<void>;
  /** The bytes of `range`; undefined when the store has no such file. */
  open(sha256: string, range: Range): Promise<Readable | undefined>;
  /** Whether it has this file in this size. */
  has(sha256: string, size: number): Promise<boolean>;
  remove(sha256: string): Promise<void>;
}

/** The store said no, or nothing. */
export function storeFailed(problem: string): ApiError {
  return new ApiError(502, "blob.store", "store", `The store of files ${problem}. Nothing was kept; try again.`);
}

/** No room: the file that did not fit is gone again. */
export function storeFull(): ApiError {
  return new ApiError(507, "blob.full", "store", "There is no room left for this file. Remove others, or add space.");
}
