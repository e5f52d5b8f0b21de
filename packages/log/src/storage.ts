import type { StoredState } from "./append.ts";
import type { Tile } from "./tile.ts";

/** An entry to append: the 32-byte document hash, and what the storage keeps beside it (the envelope). */
export type NewEntry<R> = { hash: Uint8Array; record: R };

/** One group's growth of the log. */
export type LogWrite<R> = {
  /** Size before, the index of the first entry. */
  from: number;
  entries: readonly NewEntry<R>[];
  /** Every tile that grew or began, whole: replace what is stored under its (level, index). */
  tiles: readonly Tile[];
  size: number;
  root: Uint8Array;
};

/** What the sequencer needs of a database. `Tx` is the caller's own transaction type. */
export type SequencerStorage<Tx, R> = {
  /**
   * Runs `fn` and commits durably, or rolls everything back and rejects. Resolves only after the commit. PostgreSQL
   * answers the COMMIT of an aborted transaction with ROLLBACK and no error: check for it, and reject.
   */
  transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs `fn` inside a savepoint; when it rejects, undoes what it did, keeps the transaction alive, and rejects alike. */
  savepoint<T>(tx: Tx, fn: () => Promise<T>): Promise<T>;
  /** Size, root and edge as committed (`readEdge` reads the edge from tiles). */
  readState(tx: Tx): Promise<StoredState>;
  /**
   * Stores the growth. MUST reject with LogError `log.stale` unless the stored size is exactly `from`, and lock it until
   * the end of the transaction (`update log set size = $2 where size = $1`): two writers must never both succeed.
   */
  write(tx: Tx, write: LogWrite<R>): Promise<void>;
};
