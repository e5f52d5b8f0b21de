import type pg from "pg";
import { PostgresError } from "./error.ts";
import { type Migration, readMigrations } from "./migration-files.ts";

// Any constant will do, as long as every process takes the same one: the ASCII codes of "rempart".
const lockKey = "32199642169934452";

async function prepare(client: pg.ClientBase): Promise<void> {
  await client.query(`
    create table if not exists schema_migration (
      number integer primary key,
      name text not null unique,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`);
}

/** Compares what the database went through with the files of this release. */
function check(applied: readonly AppliedMigration[], files: readonly Migration[], directory: string): void {
  for (const [index, { name, sha256 }] of applied.entries()) {
    const file = files[index];
    if (file === undefined) {
      throw new PostgresError(
        "migration-missing",
        `The database has been through ${name}, which is not in ${directory}. It was last used by a newer release: start that one, or restore a backup made before.`,
      );
    }
    if (file.name !== name) {
      throw new PostgresError(
        "migration-missing",
        `The database has been through ${name}, and ${directory} has ${file.name} in its place. Put the file back under its name; changes go into a new file with the next number.`,
      );
    }
    if (file.sha256 !== sha256) {
      throw new PostgresError(
        "migration-changed",
        `${name} was changed after it had been applied to this database. Put the file back as it was (git checkout), and write the change into a new file with the next number.`,
      );
    }
  }
}

async function remember(client: pg.ClientBase, { number, name, sha256 }: Migration): Promise<void> {
  await client.query("insert into schema_migration (number, name, sha256) values ($1, $2, $3)", [number, name, sha256]);
}

async function apply(client: pg.PoolClient, file: Migration): Promise<void> {
  try {
    await client.query("begin");
    await client.query(file.sql);
    await remember(client, file);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback").catch(() => {});
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PostgresError(
      "migration-failed",
      `${file.name} failed, and nothing of it was kept: ${reason}. Correct the file, then start again.`,
      { cause },
    );
  }
}

/** A migration as a database remembers it. */
export type AppliedMigration = Pick<Migration, "number" | "name" | "sha256">;

/**
 * Makes the tables that `applied` describes in an empty database, within the transaction of `client`: for a restore. Throws
 * `migration-missing` or `migration-changed` when the files of `directory` are not those. The rest is for `migrate`.
 */
export async function recreate(
  client: pg.ClientBase,
  directory: string,
  applied: readonly AppliedMigration[],
): Promise<void> {
  const files = readMigrations(directory);
  check(applied, files, directory);
  await prepare(client);
  for (const file of files.slice(0, applied.length)) {
    await client.query(file.sql);
    await remember(client, file);
  }
}

/**
 * Brings a database up to date: applies the files `0001_name.sql`, … of `directory` that it has not seen, in order and each in
 * a transaction. Several processes may call it at once; one works, the others wait. Returns the names of the files applied.
 */
export async function migrate(pool: pg.Pool, directory: string): Promise<string[]> {
  const files = readMigrations(directory);
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    await prepare(client);
    const { rows } = await client.query("select number, name, sha256, '' as sql from schema_migration order by number");
    check(rows, files, directory);
    const pending = files.slice(rows.length);
    for (const file of pending) await apply(client, file);
    return pending.map((file) => file.name);
  } finally {
    // A connection whose lock cannot be given back is closed, which gives it back.
    await client.query("select pg_advisory_unlock($1)", [lockKey]).catch((error) => {
      broken = error;
    });
    client.release(broken);
  }
}
