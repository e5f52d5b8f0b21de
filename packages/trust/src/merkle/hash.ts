// Hashes of RFC 9162, section 2.1.1. Leaves and nodes are prefixed differently, so that no node can pass for a leaf.
import { sha256 } from "#crypto";

/** Bytes of a hash. */
export const HASH_BYTES = 32;

/** Longest Merkle path accepted anywhere (PROTOCOL section 2): no tree of 2^53-1 leaves needs as many. */
export const MAX_PATH_NODES = 64;

// One buffer serves every node: hashing is synchronous, so nobody else can be using it.
const scratch = new Uint8Array(1 + 2 * HASH_BYTES);
scratch[0] = 1;

/** Root of the tree without leaves: SHA-256 of nothing, 32 bytes. A new copy each time. */
export function emptyRoot(): Uint8Array {
  return sha256(new Uint8Array(0));
}

/** Leaf hash SHA-256(0x00 || entry), 32 bytes; `entry` may have any length. */
export function leafHash(entry: Uint8Array): Uint8Array {
  const data = new Uint8Array(1 + entry.length);
  data.set(entry, 1);
  return sha256(data);
}

/** Inner node SHA-256(0x01 || left || right), 32 bytes. Throws RangeError unless both children have 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (!isHash(left) || !isHash(right)) throw new RangeError("a node's children have 32 bytes each");
  scratch.set(left, 1);
  scratch.set(right, 1 + HASH_BYTES);
  return sha256(scratch);
}

/** `nodeHash` of two children lying side by side in `nodes` at byte `offset`. Throws RangeError past the end. */
export function nodeHashAt(nodes: Uint8Array, offset: number): Uint8Array {
  const end = offset + 2 * HASH_BYTES;
  if (offset < 0 || end > nodes.length) throw new RangeError("the pair lies outside the nodes");
  scratch.set(nodes.subarray(offset, end), 1);
  return sha256(scratch);
}

/** Whether `value` has the 32 bytes of a hash. */
export function isHash(value: Uint8Array): boolean {
  return value.length === HASH_BYTES;
}

/** Whether `a` and `b` are the same hash. Not constant in time: roots and paths are public. False unless 32 bytes. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  if (!isHash(a) || !isHash(b)) return false;
  for (let i = 0; i < HASH_BYTES; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Whether `value` can be a tree's size or a leaf's index: an integer 0..2^53-1. */
export function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Whether `path` has at most 64 nodes, each of 32 bytes. */
export function isPath(path: readonly Uint8Array[]): boolean {
  return path.length <= MAX_PATH_NODES && path.every(isHash);
}
