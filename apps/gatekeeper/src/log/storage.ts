import type { LogWrite, NewEntry, SequencerStorage, StoredState, TileId, TileStore } from "@rempart/log";
import { LogError, readEdge } from "@rempart/log";
import { PostgresError } from "@rempart/postgres";
import { type JsonValue, toHex } from "@rempart/trust";
import pg from "pg";
import type { Die } from "../output.ts";

/** What is kept beside a log entry. */
export interface LogRecord {
  type: string;
  /** Absent for an entry that was erased before it came back here. */
  envelope: JsonValue | undefined;
  /** Log index of the erasure that took it. */
  erased?: number;
}
export type Tx = pg.PoolClient;
export type LogEntry = NewEntry<LogRecord>;

function tileReader(client: Pick<pg.Pool, "query">): TileStore {
  return {
    async readTiles(ids: readonly TileId[]) {
      if (ids.length === 0) return [];
      const { rows } = await client.query<{ level: number; index: string; hashes: Buffer }>(
        `select t.level, t.index, t.hashes from log_tile t
         join unnest($1::int[], $2::bigint[]) as wanted (level, index) using (level, index)`,
        [ids.map((id) => id.level), ids.map((id) => id.index)],
      );
      const found = new Map(rows.map((row) => [`${row.level}/${row.index}`, new Uint8Array(row.hashes)]));
      return ids.map((id) => found.get(`${id.level}/${id.index}`) ?? new Uint8Array(0));
    },
  };
}

/** Whether PostgreSQL itself said no. Anything else (a lost connection, a shutdown) leaves open what became of a commit. */
function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === "ERROR";
}

/** The log's storage in PostgreSQL: entries, tiles and size change in the transaction of whoever appends. */
export class LogStorage implements SequencerStorage<Tx, LogRecord>, TileStore {
  readonly #pool: pg.Pool;
  readonly #tiles: TileStore;
  readonly #die: Die;
  readonly #fence: (tx: Tx) => Promise<void>;
  #savepoints = 0;
  constructor(pool: pg.Pool, die: Die, fence: (tx: Tx) => Promise<void>) {
    this.#pool = pool;
    this.#die = die;
    this.#fence = fence;
    this.#tiles = tileReader(pool);
  }

  readTiles(ids: readonly TileId[]): Promise<Uint8Array[]> {
    return this.#tiles.readTiles(ids);
  }

  async transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let failure: Error | undefined;
    let committing = false;
    // Between two queries a connection that breaks says so by an event, which would end the process; the next query fails.
    const broken = (): void => {};
    client.on("error", broken);
    try {
      await client.query("begin");
      const fenced = this.#fence(client);
      fenced.catch(() => {});
      const result = await fn(client);
      await fenced;
      committing = true;
      const { command } = await client.query("commit");
      committing = false;
      // PostgreSQL answers the commit of an aborted transaction with ROLLBACK and no error.
      if (command !== "COMMIT") throw new LogError("log.storage", "the transaction was rolled back");
      return result;
    } catch (error) {
      failure = error as Error;
      // What is in memory may now lag behind the database, and a decision made on it would be wrong: begin again from there.
      if (committing && !isRefusal(error))
        this.#die(
          1,
          "database",
          `the connection broke during a commit (${failure.message}); starting again from what is stored`,
        );
      await client.query("rollback").catch(() => {});
      if (error instanceof PostgresError && error.code === "not-active") this.#die(1, "database", error.message);
      throw error;
    } finally {
      client.off("error", broken);
      // After a failure the connection may be in any state: do not give it to anyone else.
      client.release(failure);
    }
  }

  /** Does not wait for the savepoint itself: statements run in the order in which they were sent. */
  async savepoint<T>(tx: Tx, fn: () => Promise<T>): Promise<T> {
    // A name of its own: were a release to fail, the next rollback must not reach back over work that counted as done.
    const name = `work_${this.#savepoints++ % 1_000_000}`;
    const begun = tx.query(`savepoint ${name}`);
    begun.catch(() => {});
    try {
      const result = await fn();
      await begun;
      // When it fails the transaction is aborted: the next statement, or the commit, says so.
      tx.query(`release savepoint ${name}`).catch(() => {});
      return result;
    } catch (error) {
      await tx.query(`rollback to savepoint ${name}`);
      throw error;
    }
  }

  async readState(tx: Tx): Promise<StoredState> {
    const { rows } = await tx.query<{ size: string; root: Buffer }>("select size, root from log_state");
    const size = Number(rows[0]!.size);
    return {
      size,
      root: new Uint8Array(rows[0]!.root),
      edge: await readEdge(tileReader(tx as unknown as pg.Pool), size),
    };
  }

  async write(tx: Tx, write: LogWrite<LogRecord>): Promise<void> {
    const [state] = await Promise.all([
      tx.query({
        name: "log-state",
        text: "update log_state set size = $2, root = $3 where size = $1",
        values: [write.from, write.size, Buffer.from(write.root)],
      }),
      tx.query({
        name: "log-entries",
        text: `insert into log_entry (index, type, hash, envelope, erased)
               select $1 + position - 1, type, hash, envelope, erased
               from unnest($2::text[], $3::text[], $4::text[], $5::bigint[])
                    with ordinality as entry (type, hash, envelope, erased, position)`,
        values: [
          write.from,
          write.entries.map((entry) => entry.record.type),
          write.entries.map((entry) => toHex(entry.hash)),
          write.entries.map(({ record }) => (record.envelope === undefined ? null : JSON.stringify(record.envelope))),
          write.entries.map(({ record }) => record.erased ?? null),
        ],
      }),
      tx.query({
        name: "log-tiles",
        text: `insert into log_tile (level, index, hashes)
               select * from unnest($1::int[], $2::bigint[], $3::bytea[])
               on conflict (level, index) do update set hashes = excluded.hashes`,
        values: [
          write.tiles.map((tile) => tile.level),
          write.tiles.map((tile) => tile.index),
          write.tiles.map((tile) => Buffer.from(tile.hashes)),
        ],
      }),
    ]).catch(async (error: unknown) => {
      // Another appender took these places: the entries' keys may clash before the size can be compared.
      if ((error as { code?: string }).code !== "23505") throw error;
      throw new LogError("log.stale", "another process appended to the log", { cause: error });
    });
    if (state.rowCount !== 1) throw new LogError("log.stale", "another process appended to the log");
  }
}
