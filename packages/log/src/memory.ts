import { emptyRoot } from "@rempart/trust";
import type { StoredState } from "./append.ts";
import { LogError } from "./error.ts";
import type { LogWrite, NewEntry, SequencerStorage } from "./storage.ts";
import { MemoryTileStore, readEdge } from "./store.ts";

/** A transaction of `MemoryStorage`: `rows` stands for the callers' own tables. */
export type MemoryTx<R> = { rows: Map<string, unknown>; growth?: LogWrite<R> };

/** Where `MemoryStorage.failAt` can strike; `committed` is a connection lost after the commit took place. */
export type FailurePoint = "begin" | "read" | "write" | "commit" | "committed";

/** A storage in memory that behaves like a database, for tests: transactions one by one, savepoints, failures. */
export class MemoryStorage<R> implements SequencerStorage<MemoryTx<R>, R> {
  /** Everything committed. */
  readonly entries: NewEntry<R>[] = [];
  readonly tiles = new MemoryTileStore();
  rows = new Map<string, unknown>();
  root: Uint8Array = emptyRoot();

  /** Called at each point; throw here to fail there. */
  failAt: (point: FailurePoint) => void = () => {};

  /** Transactions committed so far. */
  commits = 0;

  #last: Promise<unknown> = Promise.resolve();

  transaction<T>(fn: (tx: MemoryTx<R>) => Promise<T>): Promise<T> {
    const run = this.#last.then(async () => {
      this.failAt("begin");
      const tx: MemoryTx<R> = { rows: new Map(this.rows) };
      const result = await fn(tx);
      this.failAt("commit");
      this.rows = tx.rows;
      if (tx.growth) {
        this.entries.push(...tx.growth.entries);
        this.tiles.writeTiles(tx.growth.tiles);
        this.root = tx.growth.root;
      }
      this.commits++;
      this.failAt("committed");
      return result;
    });
    this.#last = run.catch(() => {});
    return run;
  }

  async savepoint<T>(tx: MemoryTx<R>, fn: () => Promise<T>): Promise<T> {
    const before = new Map(tx.rows);
    try {
      return await fn();
    } catch (error) {
      tx.rows = before;
      throw error;
    }
  }

  async readState(_tx: MemoryTx<R>): Promise<StoredState> {
    this.failAt("read");
    const size = this.entries.length;
    return { size, root: this.root, edge: await readEdge(this.tiles, size) };
  }

  async write(tx: MemoryTx<R>, write: LogWrite<R>): Promise<void> {
    this.failAt("write");
    if (write.from !== this.entries.length) throw new LogError("log.stale", "somebody else appended");
    tx.growth = write;
  }
}
