import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { errorCode } from "./error.ts";
import type { Home } from "./home.ts";
import { commandLine, processIdentity } from "./process-identity.ts";

/** The postmaster that runs on this cluster now, if any. */
function postmaster(home: Home): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(home.cluster, "postmaster.pid"), "utf8"), 10);
    // After a reboot or in a new container the number may belong to anything, even to our other cluster's postmaster.
    return commandLine(pid)?.includes(`-D ${home.cluster} `) && processIdentity(pid) !== undefined ? pid : undefined;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Signals a postmaster, gently first, until it is gone. Even the last step loses no committed data. */
export async function stopPostmaster(isGone: () => boolean, signal: (name: NodeJS.Signals) => void): Promise<void> {
  // SIGINT: "fast", disconnects everybody and writes a checkpoint. SIGQUIT: recovery at the next start.
  const steps: [name: NodeJS.Signals, milliseconds: number][] = [
    ["SIGINT", 60_000],
    ["SIGQUIT", 10_000],
    ["SIGKILL", 5_000],
  ];
  for (const [name, patience] of steps) {
    if (isGone()) return;
    signal(name);
    for (let waited = 0; waited < patience && !isGone(); waited += 20) await delay(20);
  }
}

/**
 * Stops a PostgreSQL that a supervisor killed with -9 left alive, and removes lock files that name no process of ours.
 * Call it only while holding the data folder's lock. Returns the process id that was stopped.
 */
export async function stopLeftover(home: Home, sockets: string): Promise<number | undefined> {
  const pid = postmaster(home);
  if (pid !== undefined) {
    await stopPostmaster(
      () => postmaster(home) !== pid,
      (name) => {
        try {
          process.kill(pid, name);
        } catch (error) {
          if (errorCode(error) !== "ESRCH") throw error;
        }
      },
    );
  }
  // PostgreSQL would refuse to start if an unrelated process of the same account had the number in these files.
  rmSync(join(home.cluster, "postmaster.pid"), { force: true });
  for (const name of readdirSync(sockets)) {
    if (name.startsWith(".s.PGSQL.")) rmSync(join(sockets, name), { force: true });
  }
  return pid;
}
