import { join } from "node:path";
import { type ConnectionConfig, type Postgres, startPostgres } from "@rempart/postgres";
import { checkApart, checkDatabase } from "./database-check.ts";
import { parseDatabaseUrl } from "./database-url.ts";
import type { Identity } from "./identity.ts";
import type { PartName, Reporter } from "./report.ts";

/** How each part connects to its own database, and how to stop what was started for it. */
export interface Databases {
  readonly connections: Readonly<Partial<Record<PartName, ConnectionConfig>>>;
  stop(immediate: boolean): Promise<void>;
}

/** The environment variable that names a database of the operator's own. */
export function databaseVariable(part: PartName): string {
  return `REMPART_${part.toUpperCase()}_DATABASE_URL`;
}

/**
 * The account each cluster prefers when we are root. Two accounts, so that a PostgreSQL taken over through the server's
 * database is a stranger to the gatekeeper's files.
 */
const accounts: Readonly<Record<PartName, string>> = { gatekeeper: "postgres", server: "nobody" };

interface Opened {
  connection: ConnectionConfig;
  postgres?: Postgres;
}

/** Opens the database of one part: the operator's own, or the embedded one in `<data>/<part>/postgres`. */
export async function openDatabase(
  part: PartName,
  data: string,
  environment: NodeJS.ProcessEnv,
  report: Reporter,
  identity: Identity = {},
): Promise<Opened> {
  const variable = databaseVariable(part);
  const url = environment[variable];
  if (url) {
    const connection = parseDatabaseUrl(variable, url);
    await checkDatabase(variable, connection, report);
    return { connection };
  }
  const postgres = await startPostgres({
    dataDir: join(data, part, "postgres"),
    name: part,
    user: accounts[part],
    ...(identity.gid === undefined ? {} : { socketGroup: identity.gid }),
    log: ({ name, message }) => report({ event: "notice", message: `${name} database: ${message}` }),
  });
  try {
    const name = `rempart_${part}`;
    return { connection: await postgres.ensureDatabase({ database: name, role: name }), postgres };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Opens the databases of `parts` side by side; when one fails the others are stopped again. */
export async function openDatabases(
  parts: readonly PartName[],
  data: string,
  environment: NodeJS.ProcessEnv,
  report: Reporter,
  identities: Readonly<Partial<Record<PartName, Identity>>> = {},
): Promise<Databases> {
  const results = await Promise.allSettled(
    parts.map((part) => openDatabase(part, data, environment, report, identities[part])),
  );
  const opened = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const stop = async (immediate: boolean): Promise<void> => {
    await Promise.all(opened.map(({ postgres }) => postgres?.stop({ immediate })));
  };
  try {
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
    const entries = parts.map((part, index) => [part, opened[index]!.connection] as const);
    const connections: Partial<Record<PartName, ConnectionConfig>> = Object.fromEntries(entries);
    const { gatekeeper, server } = connections;
    if (gatekeeper && server) checkApart({ gatekeeper, server }, report);
    return { connections, stop };
  } catch (error) {
    await stop(false);
    throw error;
  }
}
