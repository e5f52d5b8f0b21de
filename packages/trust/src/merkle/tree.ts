// Whole trees in memory: the target tree of an order, the persons of a batch (at most 1,000,000 leaves).
import { emptyRoot, HASH_BYTES, isHash, nodeHash, nodeHashAt } from "./hash.ts";

/** A tree built once, for many proofs. */
export type MerkleTree = {
  /** Number of leaves. */
  size: number;
  /** 32 bytes; SHA-256 of nothing for the tree without leaves. */
  root: Uint8Array;
  /** Inclusion path of leaf `index`, lowest node first (RFC 9162 2.1.3.1). Throws RangeError unless index < size. */
  path(index: number): Uint8Array[];
};

/** Root of the tree over `leaves` (leaf hashes, in order; RFC 9162 2.1.1). Throws RangeError unless 32 bytes each. */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  // Perfect subtrees not yet joined, the largest first: at most one for each bit of the count.
  const peaks: Uint8Array[] = [];
  for (const [index, leaf] of leaves.entries()) {
    if (!isHash(leaf)) throw new RangeError("a leaf hash has 32 bytes");
    let node = leaf;
    for (let rest = index; rest % 2 === 1; rest = (rest - 1) / 2) node = nodeHash(peaks.pop()!, node);
    peaks.push(node);
  }
  // Copied, so that the root of a tree of one leaf is not the caller's own buffer.
  return peaks.length === 0 ? emptyRoot() : new Uint8Array(peaks.reduceRight((right, left) => nodeHash(left, right)));
}

/**
 * Hashes every level once: about n hashes, 64 bytes of memory a leaf; each proof is then a few copies. `leaves` are leaf
 * hashes in order. Throws RangeError unless each has 32 bytes.
 */
export function buildTree(leaves: readonly Uint8Array[]): MerkleTree {
  let level: Uint8Array = new Uint8Array(leaves.length * HASH_BYTES);
  for (const [index, leaf] of leaves.entries()) {
    if (!isHash(leaf)) throw new RangeError("a leaf hash has 32 bytes");
    level.set(leaf, index * HASH_BYTES);
  }
  const levels = [level];
  for (let count = leaves.length; count > 1; count = Math.ceil(count / 2)) {
    const next = new Uint8Array(Math.ceil(count / 2) * HASH_BYTES);
    for (let i = 0; 2 * i + 1 < count; i++) next.set(nodeHashAt(level, 2 * i * HASH_BYTES), i * HASH_BYTES);
    // A last node without a sibling goes up unchanged.
    if (count % 2 === 1) next.set(level.subarray((count - 1) * HASH_BYTES), next.length - HASH_BYTES);
    levels.push(next);
    level = next;
  }
  const size = leaves.length;
  return {
    size,
    root: size === 0 ? emptyRoot() : level.slice(),
    path(index) {
      if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError("no such leaf");
      const path: Uint8Array[] = [];
      let position = index;
      for (const nodes of levels) {
        const sibling = (position % 2 === 0 ? position + 1 : position - 1) * HASH_BYTES;
        if (sibling < nodes.length) path.push(nodes.slice(sibling, sibling + HASH_BYTES));
        position = Math.floor(position / 2);
      }
      return path;
    },
  };
}

/** Inclusion path of leaf `index` among `leaves`; for more than one proof use `buildTree`. Throws as `buildTree`. */
export function merklePath(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  return buildTree(leaves).path(index);
}
