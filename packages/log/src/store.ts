import { HASH_BYTES } from "@rempart/trust";
import { LogError } from "./error.ts";
import { edgeTiles, type Tile, type TileId } from "./tile.ts";

/** Where committed tiles are read from. */
export type TileStore = {
  /**
   * For each id, in order, the hashes the tile has so far, concatenated; empty for a tile that does not exist. It may
   * hold more than the size the caller has in mind: hashes are only ever added at its end.
   */
  readTiles(ids: readonly TileId[]): Promise<Uint8Array[]>;
};

/**
 * The edge of a log of `size` entries, for `SequencerStorage.readState`. Throws LogError `log.storage` when a tile is
 * narrower than the size demands.
 */
export async function readEdge(store: TileStore, size: number): Promise<Uint8Array[]> {
  const ids = edgeTiles(size);
  const contents = await store.readTiles(ids);
  const edge: Uint8Array[] = [];
  for (const [i, { level, width }] of ids.entries()) {
    const hashes = contents[i];
    if (!hashes || hashes.length < width * HASH_BYTES) throw new LogError("log.storage", `level ${level} lacks hashes`);
    while (edge.length < level) edge.push(new Uint8Array(0));
    edge.push(hashes.slice(0, width * HASH_BYTES));
  }
  return edge;
}

/** A store in memory, for tests and for clients that downloaded a log. */
export class MemoryTileStore implements TileStore {
  readonly #tiles = new Map<string, Uint8Array>();

  /** Number of calls of `readTiles` so far. */
  reads = 0;

  /** Keeps `tiles`, each whole from its first hash; a newer one replaces an older one. */
  writeTiles(tiles: readonly Tile[]): void {
    for (const { level, index, hashes } of tiles) this.#tiles.set(`${level}/${index}`, hashes.slice());
  }

  async readTiles(ids: readonly TileId[]): Promise<Uint8Array[]> {
    this.reads++;
    return ids.map(({ level, index }) => this.#tiles.get(`${level}/${index}`)?.slice() ?? new Uint8Array(0));
  }
}
