// Verification of inclusion proofs: RFC 9162, section 2.1.3.2.
import { isHash, isPath, isSize, nodeHash, sameHash } from "./hash.ts";

/** A claim that `leaf` (a leaf hash) is number `index` (from 0) of the `size` leaves. `path`: lowest node first. */
export type InclusionClaim = {
  leaf: Uint8Array;
  index: number;
  size: number;
  path: readonly Uint8Array[];
};

/**
 * The root (32 bytes) that the claim leads to, or `undefined` when no tree of this size has such a path: index not
 * below size, a path of the wrong length or over 64 nodes, a hash that has not 32 bytes. Never throws.
 */
export function rootFromInclusion({ leaf, index, size, path }: InclusionClaim): Uint8Array | undefined {
  if (!isSize(index) || !isSize(size) || index >= size || !isHash(leaf) || !isPath(path)) return undefined;
  // Sizes reach 2^53-1, where >> and & would cut them to 32 bits: halving and % are exact.
  let fn = index;
  let sn = size - 1;
  let root = leaf;
  for (const node of path) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      root = nodeHash(node, root);
      while (fn % 2 === 0 && fn !== 0) {
        fn = fn / 2;
        sn = Math.floor(sn / 2);
      }
    } else {
      root = nodeHash(root, node);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 ? root : undefined;
}

/** Whether the claim leads to exactly `root`. False for anything malformed; never throws. */
export function verifyInclusion(claim: InclusionClaim & { root: Uint8Array }): boolean {
  const root = rootFromInclusion(claim);
  return root !== undefined && sameHash(root, claim.root);
}
