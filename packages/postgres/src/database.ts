import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { type ConnectionConfig, withClient } from "./connection.ts";
import { PostgresError } from "./error.ts";
import { runningSocket } from "./home.ts";
import { readOrCreateSecret } from "./secret-file.ts";

/** A database and the one role that works in it. */
export interface DatabaseRequest {
  readonly database: string;
  readonly role: string;
}

function checkName(name: string): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name) || name === "postgres" || name.startsWith("pg_")) {
    throw new PostgresError(
      "bad-name",
      `"${name}" cannot be a database or role: use a-z, 0-9 and _, not postgres, pg_…`,
    );
  }
}

/**
 * Creates the database and its role unless they exist, and returns how the role connects. The role owns one schema, of its own
 * name and first on its search path, and nothing else: it cannot make databases, roles or extensions, nor leave its database.
 */
export async function ensureDatabase(
  superuser: ConnectionConfig,
  dataDir: string,
  { database, role }: DatabaseRequest,
): Promise<ConnectionConfig> {
  checkName(database);
  checkName(role);
  const password = readOrCreateSecret(join(dataDir, "roles", `${role}.password`));
  const quoted = pg.escapeIdentifier(role);
  const quotedDatabase = pg.escapeIdentifier(database);

  await withClient(superuser, async (client) => {
    const roles = await client.query("select 1 from pg_roles where rolname = $1", [role]);
    if (roles.rowCount === 0) await client.query(`create role ${quoted}`);
    // Repeated at every start: the files are the truth, also after they were restored or rotated.
    await client.query(
      `alter role ${quoted} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password ${pg.escapeLiteral(password)}`,
    );
    const databases = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (databases.rowCount === 0) await client.query(`create database ${quotedDatabase}`);
    for (const name of [quotedDatabase, "postgres", "template1"]) {
      await client.query(`revoke all on database ${name} from public`);
    }
    await client.query(`grant connect, temporary on database ${quotedDatabase} to ${quoted}`);
  });
  await withClient({ ...superuser, database }, async (client) => {
    await client.query("revoke all on schema public from public");
    await client.query(`create schema if not exists ${quoted} authorization ${quoted}`);
  });
  return { host: superuser.host, port: superuser.port, user: role, password, database };
}

/** How the role of ensureDatabase connects to the cluster that another process runs on `dataDir`. */
export function attachDatabase(dataDir: string, { database, role }: DatabaseRequest): ConnectionConfig {
  const password = readFileSync(join(dataDir, "roles", `${role}.password`), "utf8").trim();
  return { host: runningSocket(dataDir), port: 5432, user: role, password, database };
}
