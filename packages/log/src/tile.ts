// Geometry and names of C2SP tlog-tiles: a tile is up to 256 neighbouring hashes of one level, and stands for a subtree
// of height 8; a hash of level L covers 256^L leaves.
import { LogError } from "./error.ts";

/** Hashes of a full tile. */
export const TILE_WIDTH = 256;

/** Height of the subtree that a full tile stands for. */
export const TILE_HEIGHT = 8;

/** Which tile: `level` 0..63, `index` from 0 within the level. */
export type TileId = { level: number; index: number };

/** A tile's name in a path: `width` hashes, 256 when full. */
export type TilePath = TileId & { width: number };

/** A tile's content: its hashes so far, concatenated (32 bytes each). */
export type Tile = TileId & { hashes: Uint8Array };

/** Number of hashes that level `level` has in a log of `size` entries: floor(size / 256^level). */
export function levelCount(size: number, level: number): number {
  let count = size;
  for (let i = 0; i < level; i++) count = Math.floor(count / TILE_WIDTH);
  return count;
}

/** The partial tiles of a log of `size` entries, lowest level first, at most one a level; none are empty. */
export function edgeTiles(size: number): TilePath[] {
  const tiles: TilePath[] = [];
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
    const width = count % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(count / TILE_WIDTH), width });
  }
  return tiles;
}

/** Number of hashes tile `id` has in a log of `size` entries: 0 (there is no such tile) to 256. */
export function tileWidth({ level, index }: TileId, size: number): number {
  return Math.max(0, Math.min(TILE_WIDTH, levelCount(size, level) - index * TILE_WIDTH));
}

/** `tile/<L>/<N>[.p/<W>]`. Throws LogError `log.tile` when a number is out of range. */
export function formatTilePath({ level, index, width }: TilePath): string {
  if (!inRange(level, 0, 63) || !inRange(index, 0, Number.MAX_SAFE_INTEGER) || !inRange(width, 1, TILE_WIDTH))
    throw new LogError("log.tile", `no tile has level ${level}, index ${index}, width ${width}`);
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/g)!;
  const name = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
  return `tile/${level}/${name}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

/**
 * Reads exactly what `formatTilePath` writes; the text comes from the network. Throws LogError `log.tile` for anything
 * else: other leading zeroes, a sign, `.p/256`, an index beyond 2^53-1, a slash too many.
 */
export function parseTilePath(path: string): TilePath {
  // Bounded before the expression runs: the longest name is 2^53-1 in six groups.
  const match = path.length <= 64 ? /^tile\/(\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) : null;
  if (match) {
    const tile = {
      level: Number(match[1]),
      index: Number(match[2]!.replaceAll(/[x/]/g, "")),
      width: match[3] === undefined ? TILE_WIDTH : Number(match[3]),
    };
    const known = tile.level <= 63 && Number.isSafeInteger(tile.index) && tile.width >= 1 && tile.width <= TILE_WIDTH;
    if (known && formatTilePath(tile) === path) return tile;
  }
  throw new LogError("log.tile", "not a tile path");
}

function inRange(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}
