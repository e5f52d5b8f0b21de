// The databases that a backup reads: of the running installation as it is, or started for the while.
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  attachDatabase,
  type ConnectionConfig,
  type DataFolderLock,
  lockDataFolder,
  type Postgres,
  PostgresError,
} from "@rempart/postgres";
import { parseDatabaseUrl } from "../database-url.ts";
import { databaseVariable, openDatabase } from "../databases.ts";
import { badConfiguration, LaunchError } from "../error.ts";
import { partNames } from "../launch.ts";
import type { PartName, Reporter } from "../report.ts";

/** The parts that a data folder holds, or the one asked for. */
export function partsIn(data: string, only: PartName | undefined): PartName[] {
  const found = partNames.filter((part) => existsSync(join(data, part)));
  const wanted = only === undefined ? found : found.filter((part) => part === only);
  if (wanted.length === 0)
    throw new LaunchError(
      `${data} holds no ${only ?? "gatekeeper and no server"}. Name the data folder with --data.`,
      badConfiguration,
    );
  return wanted;
}

/** Takes the data folder; undefined while `npm start` runs on it. */
export function lockIfStopped(data: string): DataFolderLock | undefined {
  try {
    return lockDataFolder(data);
  } catch (error) {
    if (error instanceof PostgresError && error.code === "locked") return undefined;
    throw error;
  }
}

/** Connects to the database of a part, whether it runs already or must be started for it. */
export async function openForBackup(
  part: PartName,
  data: string,
  running: boolean,
  environment: NodeJS.ProcessEnv,
  report: Reporter,
): Promise<{ connection: ConnectionConfig; postgres?: Postgres }> {
  const variable = databaseVariable(part);
  const url = environment[variable];
  if (url) return { connection: parseDatabaseUrl(variable, url) };
  const folder = join(data, part, "postgres");
  if (!existsSync(join(folder, "initialised")))
    throw new LaunchError(
      `${folder} holds no database. If the ${part}'s is elsewhere, set ${variable} as for npm start.`,
      badConfiguration,
    );
  if (!running) return openDatabase(part, data, environment, report);
  const name = `rempart_${part}`;
  return { connection: attachDatabase(folder, { database: name, role: name }) };
}
