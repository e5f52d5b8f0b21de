// Rings of points, in integers of degrees x 10^7.
import type { Point } from "../rule.ts";

const full = 3_600_000_000;
const half = full / 2;

/** `difference` of two longitudes as the shorter way: -half to half, `half` itself not. */
export function shorter(difference: number): number {
  return ((((difference + half) % full) + full) % full) - half;
}

/**
 * Longitudes of `ring` laid out without a jump at the antimeridian: each is the one before plus the shorter way.
 * `turn` is 0 for a ring that closes, a full turn for one that goes round a pole; `west` to `west + width` is what it spans.
 */
export function unwrap(ring: readonly Point[]): { lons: number[]; turn: number; west: number; width: number } {
  const lons: number[] = [];
  let at = ring[0]![1];
  let [west, east] = [at, at];
  for (const [index, [, lon]] of ring.entries()) {
    at += shorter(lon - ring[Math.max(index - 1, 0)]![1]);
    lons.push(at);
    west = Math.min(west, at);
    east = Math.max(east, at);
  }
  const turn = at + shorter(ring[0]![1] - ring.at(-1)![1]) - ring[0]![1];
  return { lons, turn, west, width: east - west };
}
