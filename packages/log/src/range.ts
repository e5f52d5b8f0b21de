import { emptyRoot, isHash, nodeHash } from "@rempart/trust";
import { LogError } from "./error.ts";

/**
 * The peaks of a growing tree (its perfect subtrees, one for each set bit of the size): enough to append and to know
 * the root, in 53 hashes of memory at most.
 */
export class CompactRange {
  #size: number;
  readonly #peaks: Uint8Array[];

  /** The empty tree, or the tree of `size` leaves whose `peaks` are given, the largest first. */
  constructor(size = 0, peaks: readonly Uint8Array[] = []) {
    this.#size = size;
    this.#peaks = [...peaks];
  }

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** The roots of the perfect subtrees, the largest first: what a new range can be made of. */
  peaks(): Uint8Array[] {
    return this.#peaks.map((peak) => peak.slice());
  }

  /** A copy that grows on its own. */
  clone(): CompactRange {
    return new CompactRange(this.#size, this.#peaks);
  }

  /**
   * Appends a leaf hash. `visit` sees every node this completes, from the leaf (height 0) up. Throws LogError
   * `log.entry` unless it has 32 bytes, `log.range` at 2^53-1 leaves.
   */
  push(leaf: Uint8Array, visit?: (height: number, hash: Uint8Array) => void): void {
    if (!isHash(leaf)) throw new LogError("log.entry", "a leaf hash has 32 bytes");
    if (this.#size === Number.MAX_SAFE_INTEGER) throw new LogError("log.range", "the log is full");
    let hash = leaf;
    let height = 0;
    visit?.(height, hash);
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      hash = nodeHash(this.#peaks.pop()!, hash);
      visit?.(++height, hash);
    }
    this.#peaks.push(hash);
    this.#size++;
  }

  /** Root of the tree, 32 bytes, a copy; RFC 9162 2.1.1. */
  root(): Uint8Array {
    if (this.#size === 0) return emptyRoot();
    return new Uint8Array(this.#peaks.reduceRight((right, left) => nodeHash(left, right)));
  }
}
