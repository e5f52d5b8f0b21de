// What a database of the operator's own must be, asked before a part is let at it.
import { type ConnectionConfig, withClient } from "@rempart/postgres";
import { badConfiguration, LaunchError } from "./error.ts";
import type { Reporter } from "./report.ts";

/** PostgreSQL's `server_version_num` of the oldest release that is supported. */
const oldest = 150_000;

interface Answer {
  version: string;
  num: number;
  superuser: boolean;
  rights: string[];
  schema: string | null;
  create: boolean;
  encrypted: boolean;
}

const question = `
  select current_setting('server_version') as version, current_setting('server_version_num')::int as num,
    rolsuper as superuser, current_schema() as schema,
    coalesce(has_schema_privilege(current_schema(), 'create'), false) as create,
    coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as encrypted,
    array_remove(array[case when rolcreatedb then 'createdb' end, case when rolcreaterole then 'createrole' end,
      case when rolreplication then 'replication' end, case when rolbypassrls then 'bypassrls' end], null) as rights
  from pg_roles where rolname = current_user`;

function refuse(variable: string, message: string): never {
  throw new LaunchError(
    `${variable}: ${message} See docs/operate/install.md, "A PostgreSQL of your own".`,
    badConfiguration,
  );
}

async function ask(variable: string, connection: ConnectionConfig): Promise<Answer> {
  try {
    return await withClient(connection, async (client) => (await client.query<Answer>(question)).rows[0]!);
  } catch (error) {
    // Not final: a database that is only away answers when it is started again.
    const why = (error as Error).message || String(error);
    throw new LaunchError(
      `${variable}: PostgreSQL at ${connection.host}:${connection.port} does not let us in: ${why}.`,
    );
  }
}

/**
 * Asks an external database who we are there. Refuses (exit 78) one older than PostgreSQL 15, a superuser, and a role
 * that may not make tables; says what is more than needed.
 */
export async function checkDatabase(variable: string, connection: ConnectionConfig, report: Reporter): Promise<void> {
  const found = await ask(variable, connection);
  const { user, database, host } = connection;
  if (found.num < oldest)
    refuse(
      variable,
      `this is PostgreSQL ${found.version}. Rempart needs 15 or newer: upgrade it, or use the embedded one.`,
    );
  // A superuser reads the database host's files and runs programs there: nobody who takes a part over shall.
  if (found.superuser)
    refuse(variable, `the role ${user} is a superuser. Make one that owns one schema, and nothing else.`);
  if (!found.create)
    refuse(
      variable,
      `the role ${user} may not make tables in ${database}. As its administrator: create schema "${user}" authorization "${user}".`,
    );
  const warn = (message: string): void => report({ event: "notice", message: `${variable}: ${message}` });
  if (found.rights.length > 0) warn(`the role ${user} may do more than it needs (${found.rights.join(", ")}).`);
  if (found.schema !== user)
    warn(`tables go into the schema ${found.schema}. A schema of the role's own name is safer.`);
  if (!found.encrypted && !host.startsWith("/") && !/^(localhost|127\.|::1)/.test(host))
    warn("the connection is not encrypted. Add ?sslmode=verify-full.");
}

/** Refuses one database for both parts, and says when one administrator has both. */
export function checkApart(
  connections: { gatekeeper: ConnectionConfig; server: ConnectionConfig },
  report: Reporter,
): void {
  const { gatekeeper, server } = connections;
  if (gatekeeper.host !== server.host || gatekeeper.port !== server.port) return;
  if (gatekeeper.database === server.database || gatekeeper.user === server.user)
    throw new LaunchError(
      "REMPART_GATEKEEPER_DATABASE_URL and REMPART_SERVER_DATABASE_URL name one database or one role: whoever takes the server over would hold the gatekeeper's tables. Give each its own.",
      badConfiguration,
    );
  report({
    event: "notice",
    message:
      "Both databases are in one PostgreSQL: its superuser is in both. Two clusters with two administrators are safer.",
  });
}
