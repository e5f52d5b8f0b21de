// Appending as a pure function: what the new tiles and the new root are. Nothing here is stored or remembered.
import { HASH_BYTES, nodeHashAt, sameHash } from "@rempart/trust";
import { LogError } from "./error.ts";
import { CompactRange } from "./range.ts";
import { edgeTiles, TILE_HEIGHT, TILE_WIDTH, type Tile } from "./tile.ts";

/** A log as its storage keeps it: `edge[L]` is the content of level L's partial tile, empty where there is none. */
export type StoredState = { size: number; root: Uint8Array; edge: Uint8Array[] };

/** A log's right edge, ready to grow. Immutable: appending gives a new one. */
export type AppendState = { readonly size: number; readonly edge: readonly Uint8Array[]; readonly range: CompactRange };

/** The state of a log without entries. */
export function emptyState(): AppendState {
  return { size: 0, edge: [], range: new CompactRange() };
}

/**
 * The state of a stored log. Recomputes the root from the edge: throws LogError `log.storage` when the tiles are not as
 * wide as `size` demands or do not give `root`, so that nothing is ever appended to a damaged log.
 */
export function restoreState({ size, root, edge }: StoredState): AppendState {
  if (!Number.isSafeInteger(size) || size < 0) throw new LogError("log.storage", `${size} is no size`);
  const widths: number[] = [];
  for (const { level, width } of edgeTiles(size)) widths[level] = width;
  const peaks: Uint8Array[] = [];
  for (let level = Math.max(edge.length, widths.length) - 1; level >= 0; level--) {
    const hashes = edge[level] ?? new Uint8Array(0);
    if (hashes.length !== (widths[level] ?? 0) * HASH_BYTES)
      throw new LogError("log.storage", `the edge of level ${level} is not that of size ${size}`);
    peaks.push(...tilePeaks(hashes));
  }
  const range = new CompactRange(size, peaks);
  if (!sameHash(range.root(), root))
    throw new LogError("log.storage", `the tiles do not give the root of size ${size}`);
  return { size, edge: [...edge], range };
}

/**
 * Appends `leaves` (leaf hashes, in order). Gives the new state, the new root, and every tile that grew or began, whole
 * from its first hash. Throws LogError `log.entry` unless each leaf has 32 bytes, `log.range` beyond 2^53-1 entries.
 */
export function appendLeaves(
  state: AppendState,
  leaves: readonly Uint8Array[],
): { state: AppendState; tiles: Tile[]; root: Uint8Array } {
  const range = state.range.clone();
  const grown: Uint8Array[][] = [];
  for (const leaf of leaves) {
    range.push(leaf, (height, hash) => {
      if (height % TILE_HEIGHT !== 0) return;
      const level = height / TILE_HEIGHT;
      grown[level] ??= [];
      grown[level].push(hash);
    });
  }
  const edge = [...state.edge];
  const tiles: Tile[] = [];
  let before = state.size;
  for (const [level, hashes] of grown.entries()) {
    const all = joined(edge[level] ?? new Uint8Array(0), hashes);
    const tileBytes = TILE_WIDTH * HASH_BYTES;
    let index = Math.floor(before / TILE_WIDTH);
    let offset = 0;
    for (; offset < all.length; offset += tileBytes)
      tiles.push({ level, index: index++, hashes: all.slice(offset, offset + tileBytes) });
    edge[level] = all.slice(all.length - (all.length % tileBytes));
    before = Math.floor(before / TILE_WIDTH);
  }
  return { state: { size: range.size, edge, range }, tiles, root: range.root() };
}

/** Roots of the perfect subtrees of one partial tile, the largest first. */
function tilePeaks(hashes: Uint8Array): Uint8Array[] {
  const count = hashes.length / HASH_BYTES;
  const peaks: Uint8Array[] = [];
  let start = 0;
  for (let width = TILE_WIDTH / 2; width >= 1; width /= 2) {
    if (count % (2 * width) < width) continue;
    let nodes = hashes.subarray(start * HASH_BYTES, (start + width) * HASH_BYTES);
    while (nodes.length > HASH_BYTES) nodes = parents(nodes);
    peaks.push(nodes);
    start += width;
  }
  return peaks;
}

function parents(nodes: Uint8Array): Uint8Array {
  const out = new Uint8Array(nodes.length / 2);
  for (let i = 0; i < out.length; i += HASH_BYTES) out.set(nodeHashAt(nodes, 2 * i), i);
  return out;
}

function joined(first: Uint8Array, hashes: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(first.length + hashes.length * HASH_BYTES);
  out.set(first);
  for (const [i, hash] of hashes.entries()) out.set(hash, first.length + i * HASH_BYTES);
  return out;
}
