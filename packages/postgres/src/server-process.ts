import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { spawnIdentity } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import type { BoundedLog } from "./bounded-log.ts";
import { type ConnectionConfig, withClient } from "./connection.ts";
import { errorCode, PostgresError } from "./error.ts";
import type { Home } from "./home.ts";
import { bareEnvironment } from "./initialise.ts";

/** One run of the postmaster. */
export interface ServerProcess {
  readonly pid: number;
  /** Resolves, with the reason in words, when the process has ended. */
  readonly exited: Promise<string>;
  hasExited(): boolean;
  signal(name: NodeJS.Signals): void;
  /** Lets our own process end while this one runs. */
  unref(): void;
  /** The last lines it wrote to its log. */
  tail(): string;
}

/** Settings that hold whatever postgresql.conf says. */
function settings(sockets: string, extra: Readonly<Record<string, string>>): string[] {
  const values: Record<string, string> = {
    listen_addresses: "", // no TCP: nobody but this machine, and of its users only those the socket's folder lets in
    unix_socket_directories: `"${sockets.replaceAll('"', '""')}"`,
    unix_socket_permissions: "0700",
    password_encryption: "scram-sha-256",
    logging_collector: "off",
    log_timezone: "UTC",
    timezone: "UTC",
    // Statements and values may hold what people entrust to us; none of it belongs in a log file.
    log_statement: "none",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_parameter_max_length: "0",
    log_parameter_max_length_on_error: "0",
    ...extra,
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function watch(child: ChildProcess, pid: number, log: BoundedLog): ServerProcess {
  let tail = "";
  let ended = false;
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    tail = (tail + text).slice(-4000);
    log.write(text);
  });
  const exited = new Promise<string>((resolve) => {
    // Not "close": orphaned backends keep the pipe open after the postmaster was killed.
    child.on("exit", (code, signal) => {
      ended = true;
      resolve(signal ? `killed by ${signal}` : `exit code ${code}`);
    });
  });
  return {
    pid,
    exited,
    hasExited: () => ended,
    signal: (name) => {
      child.kill(name);
    },
    unref: () => {
      child.unref();
      if (child.stderr instanceof Socket) child.stderr.unref();
    },
    tail: () => tail.trim(),
  };
}

/** Starts the postmaster, in a session of its own so that Ctrl-C in our terminal does not reach it. */
export async function spawnServer(
  home: Home,
  binaries: Binaries,
  sockets: string,
  log: BoundedLog,
  extra: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const child = spawn(binaries.postgres, ["-D", home.cluster, ...settings(sockets, extra)], {
    ...spawnIdentity(home.account),
    cwd: "/",
    env: bareEnvironment,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  return watch(child, child.pid ?? 0, log);
}

/** Waits until the server answers; after a crash it first replays its log, which may take minutes. */
export async function untilReady(server: ServerProcess, superuser: ConnectionConfig): Promise<void> {
  for (;;) {
    if (server.hasExited()) {
      await delay(50); // its last words may still be on the way
      throw new PostgresError("start-failed", `PostgreSQL did not start (${await server.exited}): ${server.tail()}`);
    }
    try {
      await withClient(superuser, (client) => client.query("select 1"));
      return;
    } catch (error) {
      if (errorCode(error) === "28P01") {
        throw new PostgresError(
          "wrong-password",
          "PostgreSQL refuses the password in the file superuser-password of its data folder. Bring back the file that belongs to this database.",
          { cause: error },
        );
      }
    }
    await delay(25);
  }
}
