// The ZIP central directory, read so strictly that no two readers can see different files: what Android would tolerate
// and another reader would take for something else is refused (Janus, duplicate names, second directories in comments).
import { Cursor } from "../cursor.ts";
import { ApkError } from "../error.ts";
import type { Reader } from "../source.ts";

export interface Entry {
  name: string;
  method: "stored" | "deflated";
  compressed: number;
  size: number;
  /** Offset of its first byte of data. */
  data: number;
}

export interface Directory {
  entries: ReadonlyMap<string, Entry>;
  /** Where the central directory and its end record stand. */
  offset: number;
  end: number;
  /** Where the last entry's data ends: the signing block must lie after this. */
  dataEnd: number;
}

const endSize = 22;
const localSize = 30;
const largestDirectory = 32 * 1024 * 1024;
/** What all entries together may say that they unpack to. Nothing of it is unpacked here but a few named entries. */
const largestContent = 8 * 1024 ** 3;

const names = new TextDecoder("utf-8", { fatal: true });

function fail(where: string, problem: string): never {
  throw new ApkError("apk.zip", where, problem);
}

async function readEnd(reader: Reader): Promise<{ at: number; count: number; size: number; offset: number }> {
  const { size } = reader;
  if (size < endSize) fail("file", "is too short to be a ZIP file");
  const length = Math.min(size, endSize + 0xffff);
  const tail = await reader.read(size - length, length, "end record");
  const found: number[] = [];
  for (let at = 0; at + 4 <= tail.length; at++) {
    if (tail[at] === 0x50 && tail[at + 1] === 0x4b && tail[at + 2] === 5 && tail[at + 3] === 6) found.push(at);
  }
  const last = found.findLast((at) => at + endSize <= tail.length);
  if (last === undefined) fail("end record", "is missing: this is not a ZIP file, or its end is cut off");
  // A second one, in the comment or in the last entry, is what other readers may find first.
  const comment = new Cursor(tail, "apk.zip", "end record", last);
  comment.take(4);
  const [disk, firstDisk, here, count] = [comment.u16(), comment.u16(), comment.u16(), comment.u16()];
  const directorySize = comment.u32();
  const offset = comment.u32();
  if (comment.u16() !== comment.left) fail("end record", "its comment does not end where the file ends");
  if (disk !== 0 || firstDisk !== 0 || here !== count) fail("end record", "speaks of several disks");
  const start = size - length + last;
  if (count === 0xffff || directorySize === 0xffffffff || offset === 0xffffffff) {
    fail("end record", "is ZIP64, which no APK may be");
  }
  if (
    last >= 20 &&
    tail[last - 20] === 0x50 &&
    tail[last - 19] === 0x4b &&
    tail[last - 18] === 6 &&
    tail[last - 17] === 7
  )
    fail("end record", "follows a ZIP64 locator, which no APK may have");
  if (offset + directorySize !== start) fail("central directory", "does not end where its end record stands");
  for (const at of found) {
    // Within the entries' data such bytes may occur; right of the directory's start they have no business.
    if (at !== last && size - length + at >= offset) fail("end record", "stands twice");
  }
  return { at: start, count, size: directorySize, offset };
}

function readName(bytes: Uint8Array): string {
  let name: string;
  try {
    name = names.decode(bytes);
  } catch {
    return fail("central directory", "holds a name that is not UTF-8");
  }
  const parts = name.split("/");
  if (name === "" || /[\p{Cc}\\]/u.test(name) || name.startsWith("/") || parts.includes("..")) {
    fail("central directory", `holds the name ${JSON.stringify(name.slice(0, 100))}, which no entry may have`);
  }
  return name;
}

interface Central extends Omit<Entry, "data"> {
  local: number;
  flags: number;
}

function readCentral(cursor: Cursor): Central {
  if (cursor.u32() !== 0x02014b50) cursor.fail("has something else where an entry should be");
  cursor.take(4);
  const flags = cursor.u16();
  const method = cursor.u16();
  cursor.take(8);
  const compressed = cursor.u32();
  const size = cursor.u32();
  const [nameLength, extraLength, commentLength] = [cursor.u16(), cursor.u16(), cursor.u16()];
  const disk = cursor.u16();
  cursor.take(6);
  const local = cursor.u32();
  const name = readName(cursor.take(nameLength));
  cursor.take(extraLength + commentLength);
  if (flags & 0x2041) fail(name, "is marked as encrypted");
  if (method !== 0 && method !== 8)
    fail(name, `is packed by method ${method}; an APK has stored and deflated entries only`);
  if (method === 0 && compressed !== size) fail(name, "is stored, yet has two sizes");
  if (disk !== 0 || local === 0xffffffff || size === 0xffffffff || compressed === 0xffffffff) fail(name, "is ZIP64");
  // Deflate packs at most about 1:1032.
  if (size > 1040 * compressed + 1040) throw new ApkError("apk.bomb", name, "says that it unpacks to more than it can");
  return { name, method: method === 0 ? "stored" : "deflated", compressed, size, local, flags };
}

async function readLocal(reader: Reader, entry: Central): Promise<Entry> {
  const cursor = new Cursor(await reader.read(entry.local, localSize, entry.name), "apk.zip", entry.name);
  if (cursor.u32() !== 0x04034b50) cursor.fail("has no header of its own where the directory says");
  cursor.take(2);
  const flags = cursor.u16();
  const method = cursor.u16() === 0 ? "stored" : "deflated";
  cursor.take(8);
  const [compressed, size, nameLength, extraLength] = [cursor.u32(), cursor.u32(), cursor.u16(), cursor.u16()];
  // Its sizes may follow the data instead (bit 3); the directory's count then.
  const later = (flags & 8) !== 0 && compressed === 0 && size === 0;
  if (method !== entry.method || (!later && (compressed !== entry.compressed || size !== entry.size))) {
    cursor.fail("is described differently in its own header and in the directory");
  }
  const name = await reader.read(entry.local + localSize, nameLength, entry.name);
  if (readName(name) !== entry.name) cursor.fail("has another name in its own header");
  return {
    name: entry.name,
    method,
    compressed,
    size: entry.size,
    data: entry.local + localSize + nameLength + extraLength,
  };
}

/** Nothing may lie in two entries at once: such files unpack to endlessly more than they are. */
function checkApart(entries: readonly (Entry & { from: number })[], end: number): number {
  let free = 0;
  for (const { name, from, data, compressed } of [...entries].sort((a, b) => a.from - b.from)) {
    if (from < free) throw new ApkError("apk.bomb", name, "overlaps another entry");
    free = data + compressed;
    if (free > end) fail(name, "reaches into the central directory");
  }
  return free;
}

/** Reads the directory of a file and checks it against the headers of every entry. */
export async function readDirectory(reader: Reader): Promise<Directory> {
  const start = await reader.read(0, Math.min(4, reader.size), "file");
  // Janus: a DEX file in front of the first entry was run by one reader and never seen by the other.
  if (new Cursor(start, "apk.zip", "file").u32() !== 0x04034b50) fail("file", "does not begin with its first entry");
  const end = await readEnd(reader);
  if (end.size > largestDirectory) throw new ApkError("apk.size", "central directory", "is larger than 32 MiB");
  const cursor = new Cursor(
    new Uint8Array(await reader.read(end.offset, end.size, "central directory")),
    "apk.zip",
    "central directory",
  );
  const entries = new Map<string, Entry>();
  const spans: (Entry & { from: number })[] = [];
  let content = 0;
  for (let index = 0; index < end.count; index++) {
    const central = readCentral(cursor);
    if (entries.has(central.name)) fail(central.name, "stands twice in the directory");
    content += central.size;
    if (content > largestContent) throw new ApkError("apk.bomb", "file", "says that it unpacks to more than 8 GiB");
    const entry = await readLocal(reader, central);
    entries.set(entry.name, entry);
    spans.push({ ...entry, from: central.local });
  }
  if (cursor.left > 0) cursor.fail("holds something after its last entry");
  return { entries, offset: end.offset, end: end.at, dataEnd: checkApart(spans, end.offset) };
}
