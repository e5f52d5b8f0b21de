import { setTimeout as sleep } from "node:timers/promises";
import { errorCode, migrate } from "@rempart/postgres";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { DatabaseConfig } from "../config.ts";
import type { Database, Tables } from "./schema.ts";

const migrations = new URL("../../migrations", import.meta.url).pathname;
const int8 = 20;

/** A pool that outlives its database: broken connections are dropped, and the next query asks for a new one. */
export function openPool(config: DatabaseConfig, max = 10): pg.Pool {
  const pool = new pg.Pool({
    ...config,
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // A query that a hostile request made slow must not hold a connection for ever.
    statement_timeout: 30_000,
    // All our bigints are counters and Unix seconds below 2^53.
    types: { getTypeParser: (oid, format) => (oid === int8 ? Number : pg.types.getTypeParser(oid, format as "text")) },
  });
  // Without listeners, PostgreSQL going away would end this process: the pool's own hears of idle connections, each
  // connection's of those in use, whose query fails besides.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** Kysely over `pool`. */
export function openDatabase(pool: pg.Pool): Database {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

const systemCodes = new Set(["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"]);
// 08 connection, 53 resources, 57P shutdown, 28 credentials, 3D database missing (SQLSTATE, PostgreSQL appendix A).
const stateClasses = /^(08...|53...|57P..|28...|3D...)$/;
const lostMessages = /terminat|timeout exceeded when trying to connect|not queryable|closed the connection/i;

/** Whether an error says that the database is away, as against a query that is wrong. */
export function isAway(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== undefined) return systemCodes.has(code) || stateClasses.test(code);
  return error instanceof Error && lostMessages.test(error.message);
}

/** Applies the migrations, then `also`, waiting for a database that is not there yet. `signal` gives up. */
export async function migrateWhenThere(
  pool: pg.Pool,
  also: (pool: pg.Pool) => Promise<void>,
  onAway: () => void,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await migrate(pool, migrations);
      await also(pool);
      return;
    } catch (error) {
      if (!isAway(error) || signal.aborted) throw error;
      if (attempt === 0) onAway();
      await sleep(Math.min(250 * 2 ** attempt, 5_000), undefined, { signal });
    }
  }
}
