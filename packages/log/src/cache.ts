// Tiles with their inner nodes, the least recently used forgotten first. Everything in a log is immutable once it is
// there, so that a cached node is right for every size, and a tile only ever grows at its end.
import { HASH_BYTES, nodeHashAt } from "@rempart/trust";
import { LogError } from "./error.ts";
import type { TileStore } from "./store.ts";
import { TILE_HEIGHT, TILE_WIDTH, type Tile, type TileId } from "./tile.ts";

/** A tile's perfect subtrees: `levels[r]` holds the complete nodes of height r above the tile's hashes. */
class TileNodes {
  width = 0;
  readonly #levels: Uint8Array[] = [];

  /** Takes in a wider reading of the tile. Only new nodes are hashed. */
  extend(hashes: Uint8Array): void {
    const width = hashes.length / HASH_BYTES;
    if (!Number.isInteger(width) || width > TILE_WIDTH) throw new LogError("log.storage", "a tile has 0..256 hashes");
    const old = this.#levels[0];
    // Whoever changes stored history under a running process is caught here, before a proof contradicts an older one.
    for (let i = 0; i < Math.min(hashes.length, this.width * HASH_BYTES); i++)
      if (old![i] !== hashes[i]) throw new LogError("log.storage", "a stored tile has changed");
    if (width <= this.width) return;
    let nodes = hashes.slice();
    let known = this.width;
    for (let height = 0; nodes.length > 0 && height < TILE_HEIGHT; height++) {
      this.#levels[height] = nodes;
      known = Math.floor(known / 2);
      const count = Math.floor(nodes.length / HASH_BYTES / 2);
      const parents = new Uint8Array(count * HASH_BYTES);
      parents.set(this.#levels[height + 1]?.subarray(0, known * HASH_BYTES) ?? []);
      for (let i = known; i < count; i++) parents.set(nodeHashAt(nodes, 2 * i * HASH_BYTES), i * HASH_BYTES);
      nodes = parents;
    }
    this.width = width;
  }

  /** A copy of node `position` of `height` 0..7 above the tile's hashes. */
  node(height: number, position: number): Uint8Array {
    return this.#levels[height]!.slice(position * HASH_BYTES, (position + 1) * HASH_BYTES);
  }
}

/** What a proof needs of a tile: at least `width` hashes. */
export type TileNeed = TileId & { width: number };

export class TileCache {
  readonly #store: TileStore;
  readonly #maxTiles: number;
  readonly #tiles = new Map<number, TileNodes>();
  readonly #reading = new Map<number, Promise<void>>();

  /** Keeps at most `maxTiles` tiles, 16 KB each. */
  constructor(store: TileStore, maxTiles: number) {
    this.#store = store;
    this.#maxTiles = maxTiles;
  }

  /** Takes in tiles just committed, so that the next proof need not read them. */
  absorb(tiles: readonly Tile[]): void {
    for (const tile of tiles) this.#keep(keyOf(tile), tile.hashes);
  }

  /**
   * The nodes of the tiles needed, by key. Throws LogError `log.storage` when the store has fewer hashes, or others
   * than it had before. The result stays valid whatever the cache forgets meanwhile.
   */
  async load(needs: readonly TileNeed[]): Promise<Map<number, TileNodes>> {
    const found = new Map<number, TileNodes>();
    let missing = this.#collect(needs, found);
    if (missing.length === 0) return found;
    // After a commit a thousand phones want the same tile: all but the first wait for a reading under way. That one may
    // have begun before the commit they ask about; a second one began after, and is new enough.
    for (let round = 0; round < 2; round++) {
      const underWay = missing.flatMap((need) => this.#reading.get(keyOf(need)) ?? []);
      if (underWay.length === 0) break;
      await Promise.all(underWay);
      missing = this.#collect(missing, found);
      if (missing.length === 0) return found;
    }
    await this.#read(missing, found);
    return found;
  }

  #collect(needs: readonly TileNeed[], found: Map<number, TileNodes>): TileNeed[] {
    const missing: TileNeed[] = [];
    for (const need of needs) {
      const key = keyOf(need);
      const tile = this.#tiles.get(key);
      if (tile === undefined || tile.width < need.width) {
        missing.push(need);
        continue;
      }
      this.#tiles.delete(key);
      this.#tiles.set(key, tile);
      found.set(key, tile);
    }
    return missing;
  }

  async #read(missing: readonly TileNeed[], found: Map<number, TileNodes>): Promise<void> {
    const reading = (async () => {
      const contents = await this.#store.readTiles(missing.map(({ level, index }) => ({ level, index })));
      for (const [i, need] of missing.entries()) {
        const tile = this.#keep(keyOf(need), contents[i] ?? new Uint8Array(0));
        if (tile.width < need.width) throw new LogError("log.storage", `tile ${need.level}/${need.index} lacks hashes`);
        found.set(keyOf(need), tile);
      }
    })();
    // Those who wait for it look for themselves whether it brought what they need.
    const settled = reading.catch(() => {});
    for (const need of missing) this.#reading.set(keyOf(need), settled);
    try {
      await reading;
    } finally {
      for (const need of missing) if (this.#reading.get(keyOf(need)) === settled) this.#reading.delete(keyOf(need));
    }
  }

  #keep(key: number, hashes: Uint8Array): TileNodes {
    const tile = this.#tiles.get(key) ?? new TileNodes();
    tile.extend(hashes);
    this.#tiles.delete(key);
    this.#tiles.set(key, tile);
    if (this.#tiles.size > this.#maxTiles) this.#tiles.delete(this.#tiles.keys().next().value!);
    return tile;
  }
}

/** One number for a tile: levels of a log below 2^53 entries are 0..6. */
export function keyOf({ level, index }: TileId): number {
  return index * 8 + level;
}
