// One transaction's worth of works: run each behind its own savepoint, then write what the survivors append.
import { isHash, leafHash } from "@rempart/trust";
import { type AppendState, appendLeaves } from "./append.ts";
import { LogError } from "./error.ts";
import type { NewEntry, SequencerStorage } from "./storage.ts";
import type { Tile } from "./tile.ts";
import type { Head } from "./verify.ts";

/**
 * What one caller wants done, all or nothing. Gets the group's transaction and the index its first entry will have;
 * gives its entries (none is allowed) and a value. It may run twice (after `log.stale`), and what it did is undone when
 * it rejects or the commit fails. So: no effects outside `tx`, no use of `tx` afterwards, no waiting for another append
 * (which waits for this one), and a time limit on whatever it waits for, since everybody waits with it.
 */
export type Work<Tx, R, T> = (tx: Tx, first: number) => Promise<{ entries: readonly NewEntry<R>[]; value: T }>;

/** Something to append: a work, or entries alone, which need no savepoint and so are cheaper. */
export type Task<Tx, R> = { work: Work<Tx, R, unknown> } | { entries: readonly NewEntry<R>[] };

/** A commit that made the log grow from `from` to `size`, with the tiles that changed, for `LogTree.absorb`. */
export type CommitEvent = Head & { from: number; tiles: Tile[] };

/** How one task of a group ended: with the indexes of its entries, or with the error of its work. */
export type Outcome = { ok: true; value: unknown; indexes: number[] } | { ok: false; error: unknown };

/** A group that is ready to commit. Nothing of it is true before the commit. */
export type Group = { outcomes: Outcome[]; state: AppendState; event: CommitEvent };

/** Runs `tasks` in order inside `tx` on top of `before`. Rejects only for what sinks the whole group. */
export async function runGroup<Tx, R>(
  storage: SequencerStorage<Tx, R>,
  tx: Tx,
  before: AppendState,
  tasks: readonly Task<Tx, R>[],
): Promise<Group> {
  const entries: NewEntry<R>[] = [];
  const outcomes: Outcome[] = [];
  for (const task of tasks) {
    const first = before.size + entries.length;
    try {
      const done = await runTask(storage, tx, task, first);
      outcomes.push({ ok: true, value: done.value, indexes: done.entries.map((_, i) => first + i) });
      for (const entry of done.entries) entries.push(entry);
    } catch (error) {
      outcomes.push({ ok: false, error });
    }
  }
  const leaves = entries.map(({ hash }) => leafHash(hash));
  const grown = appendLeaves(before, leaves);
  const event = { from: before.size, size: grown.state.size, root: grown.root, tiles: grown.tiles };
  if (entries.length > 0) await storage.write(tx, { ...event, entries });
  return { outcomes, state: grown.state, event };
}

async function runTask<Tx, R>(storage: SequencerStorage<Tx, R>, tx: Tx, task: Task<Tx, R>, first: number) {
  if ("entries" in task) return { entries: checked(task.entries), value: undefined };
  return storage.savepoint(tx, async () => {
    const { entries, value } = await task.work(tx, first);
    return { entries: checked(entries), value };
  });
}

function checked<R>(entries: readonly NewEntry<R>[]): readonly NewEntry<R>[] {
  if (!entries.every(({ hash }) => isHash(hash))) throw new LogError("log.entry", "an entry's hash has 32 bytes");
  return entries;
}
