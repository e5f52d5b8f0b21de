// Digests over the whole file but the signing block, in chunks of 1 MiB (AOSP: "APK Signature Scheme v2", integrity).
import { concat } from "@rempart/trust";
import type { Reader } from "../source.ts";
import type { Directory } from "../zip/directory.ts";

const chunk = 1024 * 1024;
/** Chunks digested side by side. */
const side = 4;

async function digest(hash: string, bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(hash, bytes as BufferSource));
}

function prefixed(first: number, count: number, ...rest: Uint8Array[]): Uint8Array {
  const head = new Uint8Array(5);
  const view = new DataView(head.buffer);
  view.setUint8(0, first);
  view.setUint32(1, count, true);
  return concat(head, ...rest);
}

/** Offset and length of each chunk: they begin anew with each of the three parts of the file. */
function chunksOf(blockOffset: number, { offset, end }: Directory): [from: number, length: number][] {
  const chunks: [number, number][] = [];
  for (const [from, to] of [
    [0, blockOffset],
    [offset, end],
  ] as const) {
    for (let at = from; at < to; at += chunk) chunks.push([at, Math.min(chunk, to - at)]);
  }
  return chunks;
}

/** The content digests by name of hash: of entries, central directory and end record, whose offset is set to the block's. */
export async function contentDigests(
  reader: Reader,
  blockOffset: number,
  directory: Directory,
  hashes: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const leaves = new Map<string, Uint8Array[]>(hashes.map((hash) => [hash, []]));
  const add = async (chunks: readonly Uint8Array[]): Promise<void> => {
    for (const [hash, list] of leaves) list.push(...(await Promise.all(chunks.map((bytes) => digest(hash, bytes)))));
  };
  const places = chunksOf(blockOffset, directory);
  for (let index = 0; index < places.length; index += side) {
    const read: Uint8Array[] = [];
    for (const [from, length] of places.slice(index, index + side)) {
      read.push(prefixed(0xa5, length, await reader.read(from, length, "file")));
    }
    await add(read);
  }
  const end = new Uint8Array(await reader.read(directory.end, reader.size - directory.end, "end record"));
  new DataView(end.buffer).setUint32(16, blockOffset, true);
  await add([prefixed(0xa5, end.length, end)]);
  const out = new Map<string, Uint8Array>();
  for (const [hash, list] of leaves) out.set(hash, await digest(hash, prefixed(0x5a, list.length, ...list)));
  return out;
}
