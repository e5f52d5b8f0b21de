// The client's side: one history, forever. The log, or whoever broke into it, is the attacker here.
import { emptyRoot, isHash, leafHash, sameHash, verifyConsistency } from "@rempart/trust";
import { LogError } from "./error.ts";
import { CompactRange } from "./range.ts";

/** A size of the log and its root (32 bytes). Authentic only inside a signed head. */
export type Head = { size: number; root: Uint8Array };

/**
 * Returns when `path` proves that the log of `next` begins with that of `known`. Throws LogError `log.consistency` when
 * it shrank, has another root at the same size (a fork), or the proof fails. The path is empty from size 0 and for
 * equal sizes.
 */
export function checkConsistent(known: Head, next: Head, path: readonly Uint8Array[]): void {
  if (next.size < known.size) throw new LogError("log.consistency", `shrank from ${known.size} to ${next.size}`);
  if (next.size === known.size && !sameHash(next.root, known.root))
    throw new LogError("log.consistency", `two roots for size ${known.size}`);
  const claim = { from: known.size, to: next.size, fromRoot: known.root, toRoot: next.root, path };
  if (!verifyConsistency(claim))
    throw new LogError("log.consistency", `size ${next.size} is not proved to continue size ${known.size}`);
}

/** Remembers the newest head seen and follows only its continuations. Store `head` durably to keep the promise. */
export class LogFollower {
  #head: Head;

  /** Starts from a head already believed: what was stored, or an epoch's start. By default the empty log. */
  constructor(head: Head = { size: 0, root: emptyRoot() }) {
    this.#head = copied(head);
  }

  /** The newest head accepted. */
  get head(): Head {
    return copied(this.#head);
  }

  /** Accepts `next` as `checkConsistent` does, or throws and stays where it was. */
  advance(next: Head, path: readonly Uint8Array[]): void {
    checkConsistent(this.#head, next, path);
    this.#head = copied(next);
  }
}

/**
 * Reads a whole log, entry hashes (32 bytes) in order, in constant memory, and returns when it is the log of `head`.
 * `earlier` heads, by rising size (witnesses' statements, heads in results), must lie on the same history. Throws
 * LogError `log.consistency` naming the first size that disagrees, `log.entry` for an entry that has not 32 bytes,
 * `log.range` when `earlier` is out of order or beyond `head`.
 */
export async function verifyEntries(
  entries: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  head: Head,
  earlier: readonly Head[] = [],
): Promise<void> {
  const heads = [...earlier, head];
  for (const [i, { size }] of heads.entries())
    if (!Number.isSafeInteger(size) || size < (heads[i - 1]?.size ?? 0))
      throw new LogError("log.range", "heads are given by rising size");
  const range = new CompactRange();
  let next = 0;
  const compare = () => {
    for (; heads[next]?.size === range.size; next++)
      if (!sameHash(heads[next]!.root, range.root()))
        throw new LogError("log.consistency", `the entries do not give the root of size ${range.size}`);
  };
  compare();
  for await (const entry of entries) {
    if (!isHash(entry)) throw new LogError("log.entry", `entry ${range.size} has not 32 bytes`);
    if (range.size === head.size) throw new LogError("log.consistency", `more than ${head.size} entries`);
    range.push(leafHash(entry));
    compare();
  }
  if (range.size < head.size)
    throw new LogError("log.consistency", `${range.size} entries instead of ${head.size}: the log was cut`);
}

function copied({ size, root }: Head): Head {
  return { size, root: root.slice() };
}
