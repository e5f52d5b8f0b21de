import { chmodSync } from "node:fs";
import { join, resolve } from "node:path";
import { isRoot } from "./account.ts";
import { findBinaries } from "./binaries.ts";
import { openBoundedLog } from "./bounded-log.ts";
import type { ConnectionConfig } from "./connection.ts";
import { type DatabaseRequest, ensureDatabase } from "./database.ts";
import { findHome, socketFolder } from "./home.ts";
import { initialise } from "./initialise.ts";
import { stopLeftover } from "./leftover.ts";
import { lockDataFolder } from "./lock.ts";
import type { Log } from "./log.ts";
import { readOrCreateSecret } from "./secret-file.ts";
import { spawnServer, untilReady } from "./server-process.ts";
import { Supervisor } from "./supervisor.ts";

/** How to start a cluster. */
export interface StartOptions {
  /** Ours alone; made if missing. */
  readonly dataDir: string;
  /** A short name for messages: "gatekeeper", "server". */
  readonly name: string;
  readonly log: Log;
  /** When we are root: the account a new cluster prefers, else `postgres`, else `nobody`. */
  readonly user?: string;
  /** When we are root: the group whose members may connect, where they are not the account that PostgreSQL runs as. */
  readonly socketGroup?: number;
  /** Settings of PostgreSQL that override ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** True: a process with nothing else to do may end although this PostgreSQL runs. For tests. */
  readonly unref?: boolean;
}

/** A running PostgreSQL that is started again when it dies. */
export interface Postgres {
  /** The postmaster's process id; 0 between a crash and the next start. */
  readonly pid: number;
  /** For administration only; no part of Rempart that speaks to the network gets it. */
  readonly superuser: ConnectionConfig;
  /** Creates a database with its role at need, and returns how that role connects. */
  ensureDatabase(request: DatabaseRequest): Promise<ConnectionConfig>;
  /** Disconnects everybody, writes a checkpoint and stops; `immediate` skips the checkpoint. */
  stop(options?: { immediate?: boolean }): Promise<void>;
}

/** Starts the embedded PostgreSQL on `dataDir`, making the cluster at first, and resolves when it answers. */
export async function startPostgres(options: StartOptions): Promise<Postgres> {
  const { name, log } = options;
  const dataDir = resolve(options.dataDir);
  const lock = lockDataFolder(dataDir);
  try {
    const home = findHome(dataDir, options.user);
    const binaries = findBinaries(home.account);
    const password = readOrCreateSecret(join(dataDir, "superuser-password"));
    if (await initialise(home, binaries, dataDir, password)) {
      if (home.relocated) {
        const message = `${dataDir} cannot be reached by ${home.account.name}, which PostgreSQL runs as: the database is in ${home.folder}`;
        log({ event: "postgres-relocated", name, message });
      }
      log({ event: "postgres-initialised", name, message: `New database in ${home.cluster}` });
    }
    chmodSync(home.cluster, 0o700);
    const group = isRoot() && options.socketGroup !== home.account.gid ? options.socketGroup : undefined;
    const sockets = socketFolder(home, group);
    const settings = { ...(group === undefined ? {} : { unix_socket_permissions: "0770" }), ...options.settings };
    const superuser = { host: sockets, port: 5432, user: "postgres", password, database: "postgres" };
    const file = openBoundedLog(join(dataDir, "log", "postgres.log"));
    const supervisor = new Supervisor(
      name,
      log,
      async () => {
        const stopped = await stopLeftover(home, sockets);
        if (stopped !== undefined) {
          const message = `Stopped PostgreSQL process ${stopped}, which an earlier start had left alive`;
          log({ event: "postgres-leftover-stopped", name, message });
        }
        const server = await spawnServer(home, binaries, sockets, file, settings);
        if (options.unref) server.unref();
        return server;
      },
      (server) => untilReady(server, superuser),
    );
    await supervisor.start();
    return {
      get pid() {
        return supervisor.pid;
      },
      superuser,
      ensureDatabase: (request) => ensureDatabase(superuser, dataDir, request),
      stop: async ({ immediate = false } = {}) => {
        await supervisor.stop(immediate);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
