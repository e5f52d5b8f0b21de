// Which subtrees a proof consists of: the recursions of RFC 9162 as loops.

/** Leaves `from` (included) to `to` (excluded), from < to. */
export type LeafRange = { from: number; to: number };

/** The largest power of two not above `n` (1 <= n < 2^53). */
export function floorPowerOfTwo(n: number): number {
  // Logarithms are off by one near powers of two beyond 2^48; doubling is exact.
  let power = 1;
  while (power * 2 <= n) power *= 2;
  return power;
}

/** The largest power of two below `n` (n > 1): where RFC 9162 splits a tree. */
function split(n: number): number {
  return floorPowerOfTwo(n - 1);
}

/** PATH(index, D[size]) of RFC 9162 2.1.3.1: the subtrees of an inclusion proof, lowest first. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  const ranges: LeafRange[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + split(to - from);
    if (index < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.reverse();
}

/** PROOF(old, D[size]) of RFC 9162 2.1.4.1, lowest first; none when `old` is 0 or `size`. */
export function consistencyRanges(old: number, size: number): LeafRange[] {
  if (old === 0) return [];
  const ranges: LeafRange[] = [];
  let from = 0;
  let to = size;
  while (to !== old) {
    const middle = from + split(to - from);
    if (old <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  // The subtree that ends the old tree: the verifier has it already when it is the old tree itself.
  if (from > 0) ranges.push({ from, to });
  return ranges.reverse();
}
