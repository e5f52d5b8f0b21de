// Verification of consistency proofs: RFC 9162, section 2.1.4.2.
import { emptyRoot, isHash, isPath, isSize, nodeHash, sameHash } from "./hash.ts";

/** A claim that the tree of `to` leaves begins with the tree of `from` leaves. `path`: as RFC 9162 2.1.4.1 orders it. */
export type ConsistencyClaim = {
  from: number;
  to: number;
  fromRoot: Uint8Array;
  toRoot: Uint8Array;
  path: readonly Uint8Array[];
};

function isPowerOfTwo(size: number): boolean {
  let rest = size;
  while (rest % 2 === 0) rest /= 2;
  return rest === 1;
}

/**
 * Whether `path` proves the claim. Beyond the RFC (0 < from < to): equal sizes need equal roots and an empty path;
 * from size 0, whose root is SHA-256 of nothing, the path is empty too. False for anything malformed; never throws.
 */
export function verifyConsistency({ from, to, fromRoot, toRoot, path }: ConsistencyClaim): boolean {
  if (!isSize(from) || !isSize(to) || from > to || !isHash(fromRoot) || !isHash(toRoot) || !isPath(path)) return false;
  if (from === 0 && !sameHash(fromRoot, emptyRoot())) return false;
  if (from === to) return path.length === 0 && sameHash(fromRoot, toRoot);
  if (from === 0) return path.length === 0;
  if (path.length === 0) return false;

  const [first, ...rest] = isPowerOfTwo(from) ? [fromRoot, ...path] : path;
  // Halving and %, not >> and &, which would cut sizes beyond 2^31.
  let fn = from - 1;
  let sn = to - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  let oldRoot = first!;
  let newRoot = first!;
  for (const node of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      oldRoot = nodeHash(node, oldRoot);
      newRoot = nodeHash(node, newRoot);
      while (fn % 2 === 0 && fn !== 0) {
        fn = fn / 2;
        sn = Math.floor(sn / 2);
      }
    } else {
      newRoot = nodeHash(newRoot, node);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && sameHash(oldRoot, fromRoot) && sameHash(newRoot, toRoot);
}
