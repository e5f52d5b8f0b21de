// Group commit: many callers, one transaction, one commit. While a group commits, the next one gathers.
import { sameHash } from "@rempart/trust";
import { type AppendState, restoreState, type StoredState } from "./append.ts";
import { LogError } from "./error.ts";
import { type CommitEvent, type Group, runGroup, type Task, type Work } from "./group.ts";
import type { NewEntry, SequencerStorage } from "./storage.ts";
import type { Head } from "./verify.ts";

/** What a caller gets after the commit: `indexes` of its entries, in order, and the head they are first part of. */
export type Appended<T> = { value: T; indexes: number[]; head: Head };

export type Sequencer<Tx, R> = {
  /**
   * Resolves once `work` and its entries are durable. Rejects with what `work` threw; `log.busy` when the queue is full;
   * `log.closed`; `log.entry` for a hash that has not 32 bytes; `log.consistency` when the storage lost history, for
   * good; `log.stale` when others keep appending; `log.storage` when the transaction failed (its error is the `cause`;
   * if the connection broke during the commit the work may be durable all the same: make it repeatable).
   */
  append<T>(work: Work<Tx, R, T>): Promise<Appended<T>>;
  /** The same for entries that need no statements of their own. */
  appendEntries(entries: readonly NewEntry<R>[]): Promise<Appended<undefined>>;
  /** The newest head this process knows to be committed; `undefined` before its first group. */
  head(): Head | undefined;
  /**
   * Calls `listener` after each growth, before the callers are resolved; gives the function that ends it. What a
   * listener throws does not stop the log: it is raised outside, as an uncaught exception.
   */
  onCommit(listener: (event: CommitEvent) => void): () => void;
  /** Takes nothing more (`log.closed`); resolves when all that was queued is settled. */
  close(): Promise<void>;
};

export type SequencerOptions<Tx, R> = {
  storage: SequencerStorage<Tx, R>;
  /** Tasks in one transaction; 256 by default. Entries are not counted: bound them where they come from. */
  maxBatch?: number;
  /** Tasks waiting; beyond it `append` rejects with `log.busy`. 4,096 by default. */
  maxQueue?: number;
  /** The newest head known to be signed: a storage below it, or with another root there, is refused (PROTOCOL 9). */
  floor?: Head;
};

type Job<Tx, R> = { task: Task<Tx, R>; resolve(appended: Appended<unknown>): void; reject(error: unknown): void };

/** The one appender of a log. Other processes may read; when another one appends as well, neither can corrupt it. */
export function createSequencer<Tx, R>(options: SequencerOptions<Tx, R>): Sequencer<Tx, R> {
  const { storage, maxBatch = 256, maxQueue = 4096 } = options;
  const queue: Job<Tx, R>[] = [];
  const listeners = new Set<(event: CommitEvent) => void>();
  let floor = options.floor;
  let committed: Head | undefined;
  let state: AppendState | undefined;
  let running: Promise<void> | undefined;
  let closed = false;
  let broken: LogError | undefined;

  async function commit(tasks: readonly Task<Tx, R>[]): Promise<Group> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await storage.transaction(async (tx) => {
          const before = state ?? restoreAbove(floor, await storage.readState(tx));
          return runGroup(storage, tx, before, tasks);
        });
      } catch (error) {
        // Whatever was assumed about the storage may be wrong now: the next group reads it again.
        state = undefined;
        if (!(error instanceof LogError)) throw new LogError("log.storage", "the transaction failed", { cause: error });
        if (error.code === "log.stale" && attempt === 1) continue;
        if (error.code === "log.consistency") broken = error;
        throw error;
      }
    }
  }

  function settle(jobs: readonly Job<Tx, R>[], group: Group): void {
    const { from, size, root } = group.event;
    state = group.state;
    floor = { size, root: root.slice() };
    committed = { size, root };
    if (size > from) for (const listener of listeners) notify(listener, group.event);
    for (const [i, { resolve, reject }] of jobs.entries()) {
      const outcome = group.outcomes[i]!;
      if (outcome.ok) resolve({ value: outcome.value, indexes: outcome.indexes, head: { size, root } });
      else reject(outcome.error);
    }
  }

  async function drain(): Promise<void> {
    // Callers of the same turn share the first group.
    await Promise.resolve();
    while (queue.length > 0) {
      const jobs = queue.splice(0, maxBatch);
      try {
        if (broken) throw broken;
        settle(jobs, await commit(jobs.map(({ task }) => task)));
      } catch (error) {
        for (const { reject } of jobs) reject(error);
      }
    }
    running = undefined;
  }

  function enqueue(task: Task<Tx, R>): Promise<Appended<unknown>> {
    if (broken) return Promise.reject(broken);
    if (closed) return Promise.reject(new LogError("log.closed", "the log takes nothing more"));
    if (queue.length >= maxQueue) return Promise.reject(new LogError("log.busy", "too many appends are waiting"));
    return new Promise((resolve, reject) => {
      queue.push({ task, resolve, reject });
      running ??= drain();
    });
  }

  return {
    append: <T>(work: Work<Tx, R, T>) => enqueue({ work }) as Promise<Appended<T>>,
    appendEntries: (entries) => enqueue({ entries }) as Promise<Appended<undefined>>,
    head: () => committed,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      closed = true;
      await running;
    },
  };
}

/** A database restored from yesterday's backup, or by an intruder, must not be appended to: heads above it are signed. */
function restoreAbove(floor: Head | undefined, stored: StoredState): AppendState {
  if (floor && stored.size < floor.size)
    throw new LogError("log.consistency", `the storage has ${stored.size} entries, ${floor.size} were signed`);
  if (floor && stored.size === floor.size && !sameHash(stored.root, floor.root))
    throw new LogError("log.consistency", `the storage has another root for size ${floor.size}`);
  return restoreState(stored);
}

function notify(listener: (event: CommitEvent) => void, event: CommitEvent): void {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
