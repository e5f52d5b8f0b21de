// Proofs of any size the log has had, from its tiles.
import { emptyRoot, isSize, nodeHash } from "@rempart/trust";
import { keyOf, TileCache, type TileNeed } from "./cache.ts";
import { LogError } from "./error.ts";
import { consistencyRanges, floorPowerOfTwo, inclusionRanges, type LeafRange } from "./ranges.ts";
import type { TileStore } from "./store.ts";
import { TILE_WIDTH, type Tile } from "./tile.ts";

/** Roots and proofs of a log. Every hash is a copy of 32 bytes; paths have the lowest node first. */
export type LogTree = {
  /** Root of the first `size` entries (RFC 9162 2.1.1). */
  rootAt(size: number): Promise<Uint8Array>;
  /** Proof that entry `index` is in the tree of `size` entries (RFC 9162 2.1.3.1). */
  inclusionPath(index: number, size: number): Promise<Uint8Array[]>;
  /** Proof that the tree of `to` entries begins with that of `from` (RFC 9162 2.1.4.1); empty from 0, or when equal. */
  consistencyPath(from: number, to: number): Promise<Uint8Array[]>;
  /** Takes in tiles just committed (`CommitEvent.tiles`), so that proofs of the newest size read nothing. */
  absorb(tiles: readonly Tile[]): void;
};

/** Sizes whose incomplete right-hand nodes are remembered: the newest one serves nearly every proof. */
const REMEMBERED_SIZES = 16;

/**
 * Reads the log in `store`, keeping at most `maxTiles` tiles in memory (16 KB each). Methods reject with LogError
 * `log.range` for an index not below the size or sizes out of order, `log.storage` when the store has fewer entries
 * than `size` or its tiles have changed. Sizes are not compared with a signed head: that is the caller's business.
 */
export function createTree({ store, maxTiles = 2048 }: { store: TileStore; maxTiles?: number }): LogTree {
  const cache = new TileCache(store, maxTiles);
  const ragged = new Map<number, Map<number, Uint8Array>>();

  async function hashes(ranges: readonly LeafRange[], size: number): Promise<Uint8Array[]> {
    const known = remember(ragged, size);
    const needs = new Map<number, TileNeed>();
    for (const range of ranges) {
      if (known.has(range.from) && range.to === size) continue;
      for (const peak of peaks(range)) {
        const need = locate(peak);
        if ((needs.get(need.key)?.width ?? 0) < need.width) needs.set(need.key, need);
      }
    }
    const tiles = await cache.load([...needs.values()]);
    const perfect = (range: LeafRange) => {
      const { key, height, position } = locate(range);
      return tiles.get(key)!.node(height, position);
    };
    return ranges.map((range) => {
      const remembered = range.to === size ? known.get(range.from) : undefined;
      if (remembered) return remembered.slice();
      const hash = peaks(range)
        .map(perfect)
        .reduceRight((right, left) => nodeHash(left, right));
      if (range.to === size) known.set(range.from, hash.slice());
      return hash;
    });
  }

  return {
    async rootAt(size) {
      if (!isSize(size)) throw new LogError("log.range", `${size} is no size`);
      return size === 0 ? emptyRoot() : (await hashes([{ from: 0, to: size }], size))[0]!;
    },
    async inclusionPath(index, size) {
      if (!isSize(index) || !isSize(size) || index >= size)
        throw new LogError("log.range", `no entry ${index} in a log of ${size}`);
      return hashes(inclusionRanges(index, size), size);
    },
    async consistencyPath(from, to) {
      if (!isSize(from) || !isSize(to) || from > to) throw new LogError("log.range", `${from} to ${to} is no growth`);
      return hashes(consistencyRanges(from, to), to);
    },
    absorb: (tiles) => cache.absorb(tiles),
  };
}

/** The perfect subtrees of a range, left to right. Ranges of RFC 9162 are perfect, or end where the log ends. */
function peaks({ from, to }: LeafRange): LeafRange[] {
  const parts: LeafRange[] = [];
  for (let start = from; start < to; ) {
    const end = start + floorPowerOfTwo(to - start);
    parts.push({ from: start, to: end });
    start = end;
  }
  return parts;
}

/** Where the root of a perfect subtree lies: `position` at `height` above the hashes of a tile. */
function locate({ from, to }: LeafRange): TileNeed & { key: number; height: number; position: number } {
  let level = 0;
  let start = from;
  let leaves = to - from;
  for (; leaves >= TILE_WIDTH; level++) {
    start /= TILE_WIDTH;
    leaves /= TILE_WIDTH;
  }
  const index = Math.floor(start / TILE_WIDTH);
  const first = start % TILE_WIDTH;
  // One of 1, 2, 4 .. 128 by now.
  const height = 31 - Math.clz32(leaves);
  return { key: keyOf({ level, index }), level, index, width: first + leaves, height, position: first / leaves };
}

function remember(ragged: Map<number, Map<number, Uint8Array>>, size: number): Map<number, Uint8Array> {
  const known = ragged.get(size) ?? new Map<number, Uint8Array>();
  ragged.delete(size);
  ragged.set(size, known);
  if (ragged.size > REMEMBERED_SIZES) ragged.delete(ragged.keys().next().value!);
  return known;
}
