// C2SP entry bundles (tlog-tiles): up to 256 neighbouring entries, each after its length as two bytes. An entry of this
// log is a document hash, 32 bytes: what documents say is served beside it, and may be erased without touching the tree.
import { HASH_BYTES, isHash } from "@rempart/trust";
import { LogError } from "./error.ts";
import { formatTilePath, parseTilePath, TILE_WIDTH } from "./tile.ts";

/** Which bundle: entries `index` x 256 on, `width` of them. */
export type BundlePath = { index: number; width: number };

/** `tile/entries/<N>[.p/<W>]`. Throws LogError `log.tile` when a number is out of range. */
export function formatBundlePath({ index, width }: BundlePath): string {
  return formatTilePath({ level: 0, index, width }).replace("tile/0/", "tile/entries/");
}

/** Reads exactly what `formatBundlePath` writes, undefined for other paths. Throws LogError `log.tile` for a bad one. */
export function parseBundlePath(path: string): BundlePath | undefined {
  if (!path.startsWith("tile/entries/")) return undefined;
  const { index, width } = parseTilePath(path.replace("tile/entries/", "tile/0/"));
  return { index, width };
}

/** The bundle of these entries (32 bytes each). Throws LogError `log.entry` for another length, `log.range` above 256. */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length > TILE_WIDTH) throw new LogError("log.range", "a bundle has at most 256 entries");
  const bytes = new Uint8Array(entries.length * (2 + HASH_BYTES));
  for (const [place, entry] of entries.entries()) {
    if (!isHash(entry)) throw new LogError("log.entry", "an entry has 32 bytes");
    bytes[place * (2 + HASH_BYTES) + 1] = HASH_BYTES;
    bytes.set(entry, place * (2 + HASH_BYTES) + 2);
  }
  return bytes;
}

/** The entries of a bundle. Throws LogError `log.entry` for anything but 1 to 256 entries of 32 bytes. */
export function readBundleEntries(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 2 + HASH_BYTES) {
    const entry = bytes.slice(at + 2, at + 2 + HASH_BYTES);
    if (bytes[at] !== 0 || bytes[at + 1] !== HASH_BYTES || !isHash(entry))
      throw new LogError("log.entry", `entry ${entries.length} of the bundle has not 32 bytes`);
    entries.push(entry);
  }
  if (entries.length === 0 || entries.length > TILE_WIDTH)
    throw new LogError("log.entry", "a bundle has 1 to 256 entries");
  return entries;
}
