// The APK Signing Block, between the last entry and the central directory (AOSP: "APK Signature Scheme v2").
import { Cursor } from "../cursor.ts";
import { ApkError } from "../error.ts";
import type { Reader } from "../source.ts";
import type { Directory } from "../zip/directory.ts";

export const blockIds = { v2: 0x7109871a, v3: 0xf05368c0, v31: 0x1b93ad61 } as const;

export interface Block {
  /** Where it begins. */
  offset: number;
  pairs: ReadonlyMap<number, Uint8Array>;
}

const where = "signing block";
const largest = 16 * 1024 * 1024;
const mostPairs = 64;
const magic = "APK Sig Block 42";

/** Reads the block; undefined when there is none. */
export async function readBlock(reader: Reader, directory: Directory): Promise<Block | undefined> {
  const { offset: end, dataEnd } = directory;
  if (end - dataEnd < 32) return undefined;
  const footer = new Cursor(await reader.read(end - 24, 24, where), "apk.signature", where);
  const size = footer.u64();
  if (String.fromCharCode(...footer.take(16)) !== magic) return undefined;
  const offset = end - size - 8;
  if (size < 24 || offset < dataEnd) footer.fail("overlaps an entry");
  if (size > largest) throw new ApkError("apk.size", where, "is larger than 16 MiB");
  const cursor = new Cursor(new Uint8Array(await reader.read(offset, size - 16, where)), "apk.signature", where);
  if (cursor.u64() !== size) cursor.fail("says two sizes");
  const pairs = new Map<number, Uint8Array>();
  while (cursor.left > 0) {
    const length = cursor.u64();
    if (length < 4) cursor.fail("holds a part that is too short");
    const part = new Cursor(cursor.take(length), "apk.signature", where);
    const id = part.u32();
    if (pairs.has(id)) cursor.fail(`holds the part 0x${id.toString(16)} twice`);
    if (pairs.size === mostPairs) cursor.fail(`holds more than ${mostPairs} parts`);
    pairs.set(id, part.take(part.left));
  }
  return { offset, pairs };
}
