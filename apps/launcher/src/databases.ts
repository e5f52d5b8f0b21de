import { join } from "node:path";
import { type ConnectionConfig, type Postgres, startPostgres } from "@rempart/postgres";
import { parseDatabaseUrl } from "./database-url.ts";
import type { PartName, Reporter } from "./report.ts";

/** How each part connects to its own database, and how to stop what was started for it. */
export interface Databases {
  readonly connections: Readonly<Record<PartName, ConnectionConfig>>;
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

async function open(
  part: PartName,
  data: string,
  environment: NodeJS.ProcessEnv,
  report: Reporter,
): Promise<{ connection: ConnectionConfig; postgres?: Postgres }> {
  const variable = databaseVariable(part);
  const url = environment[variable];
  if (url) return { connection: parseDatabaseUrl(variable, url) };
  const postgres = await startPostgres({
    dataDir: join(data, part, "postgres"),
    name: part,
    user: accounts[part],
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

/** Starts both clusters side by side; when one fails the other is stopped again. */
export async function openDatabases(
  data: string,
  environment: NodeJS.ProcessEnv,
  report: Reporter,
): Promise<Databases> {
  const [gatekeeper, server] = await Promise.allSettled([
    open("gatekeeper", data, environment, report),
    open("server", data, environment, report),
  ]);
  const started = [gatekeeper, server].flatMap((result) =>
    result.status === "fulfilled" && result.value.postgres ? [result.value.postgres] : [],
  );
  const stop = async (immediate: boolean): Promise<void> => {
    await Promise.all(started.map((postgres) => postgres.stop({ immediate })));
  };
  if (gatekeeper.status === "fulfilled" && server.status === "fulfilled") {
    return { connections: { gatekeeper: gatekeeper.value.connection, server: server.value.connection }, stop };
  }
  await stop(false);
  throw gatekeeper.status === "rejected" ? gatekeeper.reason : (server as PromiseRejectedResult).reason;
}
