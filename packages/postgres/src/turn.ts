// One process at a time works on a database; others wait for their turn. A session's advisory lock says that somebody
// is alive whose turn it is, so that kill -9, a lost host and a lost network all end it without anybody's help. A row
// says who it is: whatever writes locks that row, so that nothing of the one before is committed after a takeover.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { ConnectionConfig } from "./connection.ts";
import { PostgresError } from "./error.ts";

/** The ASCII codes of "remp", and a number; any constants will do. */
const lockKey = [1_919_249_776, 1] as const;

const pollMs = 1_000;
const beatMs = 2_000;
/** A host that is gone without a word: PostgreSQL notices in about this time, and ends its session. */
const silenceMs = 6_000;
/** Without being able to ask whether it is still our turn, this long is enough: somebody else may be at work. */
const unknownMs = 20_000;

/** Held while it is this process's turn. */
export interface Turn {
  /**
   * To be called in every transaction, and awaited before its commit: throws `not-active` unless it is still our turn.
   * What it lets through is committed before the next process begins to read.
   */
  fence(tx: pg.ClientBase): Promise<void>;
  /** Resolves, with the reason, when the turn was lost; never after `end`. */
  readonly lost: Promise<string>;
  end(): Promise<void>;
}

/** Takes the lock for the session of `client` if it is free. It ends with the session. */
export async function holdIfFree(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ free: boolean }>("select pg_try_advisory_lock($1, $2) as free", [...lockKey]);
  return rows[0]!.free;
}

async function connect(config: ConnectionConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 5_000, query_timeout: 15_000, keepAlive: true });
  client.on("error", () => {});
  await client.connect();
  // Where the platform has no such settings, TCP's own patience decides.
  for (const setting of ["keepalives_idle = 2", "keepalives_interval = 2", "keepalives_count = 2"])
    await client.query(`set tcp_${setting}`).catch(() => {});
  await client.query(`set tcp_user_timeout = ${silenceMs}`).catch(() => {});
  return client;
}

/** Writes who it is; waits until no transaction of the one before is under way. */
async function sign(client: pg.Client, holder: string): Promise<void> {
  await client.query(
    "create table if not exists turn (one boolean primary key default true check (one), holder text not null)",
  );
  await client.query("insert into turn (holder) values ($1) on conflict (one) do update set holder = excluded.holder", [
    holder,
  ]);
}

/** Whether the row still names us: then nobody else had a turn in between. */
async function isOurs(client: pg.Client, holder: string): Promise<boolean> {
  const { rowCount } = await client.query("select 1 from turn where holder = $1", [holder]);
  return rowCount === 1;
}

/** Keeps the lock, on a new connection when one breaks (a restart of PostgreSQL), until somebody else has taken over. */
class Holding implements Turn {
  readonly #config: ConnectionConfig;
  readonly #holder: string;
  readonly #over = Promise.withResolvers<string>();
  readonly lost = this.#over.promise;
  readonly #beat: NodeJS.Timeout;
  #client: pg.Client;
  #busy = false;
  #ended = false;
  #sureAt = performance.now();

  constructor(config: ConnectionConfig, client: pg.Client, holder: string) {
    this.#config = config;
    this.#client = client;
    this.#holder = holder;
    this.#beat = setInterval(() => void this.#look(), beatMs);
  }

  #lose(why: string): void {
    clearInterval(this.#beat);
    if (!this.#ended) this.#over.resolve(why);
  }

  async #look(): Promise<void> {
    if (performance.now() - this.#sureAt > unknownMs) this.#lose("PostgreSQL has not answered for too long");
    if (this.#busy) return;
    this.#busy = true;
    try {
      const ours = await isOurs(this.#client, this.#holder).catch(() => this.#again());
      if (ours) this.#sureAt = performance.now();
      else this.#lose("another process has taken over");
    } catch {
      // It is away; `#sureAt` counts for how long.
    } finally {
      this.#busy = false;
    }
  }

  /** The connection is gone, and the lock with it: takes it again if nobody came in between. */
  async #again(): Promise<boolean> {
    await this.#client.end().catch(() => {});
    const client = await connect(this.#config);
    this.#client = client;
    const held = !this.#ended && (await holdIfFree(client));
    const ours = await isOurs(client, this.#holder);
    // Our own session of before may linger: until it is known to be, nothing is sure.
    if (!held) await client.end();
    if (ours && !held) throw new PostgresError("not-active", "The lock is not free yet.");
    return ours;
  }

  async fence(tx: pg.ClientBase): Promise<void> {
    const { rowCount } = await tx.query({
      name: "turn-fence",
      text: "select 1 from turn where holder = $1 for share",
      values: [this.#holder],
    });
    if (rowCount === 0)
      throw new PostgresError("not-active", "Another process has taken over this database: this one must not write.");
  }

  async end(): Promise<void> {
    this.#ended = true;
    clearInterval(this.#beat);
    await this.#client.end().catch(() => {});
  }
}

/**
 * Waits for the turn, for as long as it takes, and takes it. `whileWaiting` is called before every further try with the
 * connection that waits. A database that is away at first is an error; later it is waited for.
 */
export async function waitForTurn(
  config: ConnectionConfig,
  whileWaiting: (client: pg.Client) => Promise<void>,
): Promise<Turn> {
  let client = await connect(config);
  for (;;) {
    try {
      if (await holdIfFree(client)) {
        const holder = randomUUID();
        await sign(client, holder);
        return new Holding(config, client, holder);
      }
      await whileWaiting(client);
    } catch (error) {
      await client.end().catch(() => {});
      if (error instanceof pg.DatabaseError && error.severity === "ERROR" && error.code?.startsWith("42")) throw error;
      await sleep(pollMs);
      client = await connect(config).catch(() => client);
      continue;
    }
    await sleep(pollMs);
  }
}
