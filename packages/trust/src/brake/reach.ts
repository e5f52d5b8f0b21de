import type { Reach } from "../documents/types.ts";
import { compareBytes, toHex } from "../encoding/bytes.ts";
import type { Brake } from "../rules/rows.ts";
import { targetLeaf } from "../target/target.ts";

/** How many of `phones` a new standing document may touch in its first hour. */
export function reachBound(reach: Brake["reach"], phones: number): number {
  return Math.max(reach.least, Math.floor((phones * reach.permille) / 1000));
}

/**
 * The reach of a standing document's first hour over the phones it concerns: all, when they are few enough, else those
 * whose target leaves are the `bound` smallest. The leaf depends on the order's id, so nobody can be always first.
 */
export function firstReach(orderId: string, devices: readonly string[], bound: number): Reach {
  if (devices.length <= bound) return { all: true };
  const leaves = devices.map((device) => targetLeaf(orderId, device)).sort(compareBytes);
  return { below: toHex(leaves[bound]!) };
}
