// The definitions of RFC 9162 (2.1.1, 2.1.3.1, 2.1.4.1) word for word, recursive and slow: what the tests compare with.
import { emptyRoot, nodeHash } from "./hash.ts";

function split(n: number): number {
  let k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

/** MTH(D[n]) over leaf hashes. */
export function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return emptyRoot();
  if (leaves.length === 1) return leaves[0]!;
  const k = split(leaves.length);
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

/** PATH(m, D[n]). */
export function naivePath(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...naivePath(index, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(index - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}

/** PROOF(m, D[n]) for 0 < m <= n. */
export function naiveProof(from: number, leaves: readonly Uint8Array[], complete = true): Uint8Array[] {
  if (from === leaves.length) return complete ? [] : [naiveRoot(leaves)];
  const k = split(leaves.length);
  return from <= k
    ? [...naiveProof(from, leaves.slice(0, k), complete), naiveRoot(leaves.slice(k))]
    : [...naiveProof(from - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
}
