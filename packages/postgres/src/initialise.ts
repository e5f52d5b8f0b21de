import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnIdentity } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { PostgresError } from "./error.ts";
import type { Home } from "./home.ts";

/** Refuses a cluster of another major version, which PostgreSQL could not read. */
function checkVersion(home: Home, binaries: Binaries): void {
  const found = readFileSync(join(home.cluster, "PG_VERSION"), "utf8").trim();
  const ours = binaries.version.split(".")[0];
  if (found !== ours) {
    throw new PostgresError(
      "wrong-version",
      `${home.cluster} was made by PostgreSQL ${found}, and this release carries ${ours}. Export with the release that made it, then import.`,
    );
  }
}

/** The environment of PostgreSQL's programs: nothing of ours, which may hold secrets, gets into them. */
export const bareEnvironment = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

/**
 * Makes the cluster unless it exists; true when it was made. The work is done beside and renamed at the end, so that
 * a start cut short leaves nothing that looks like a database.
 */
export async function initialise(
  home: Home,
  binaries: Binaries,
  dataDir: string,
  superuserPassword: string,
): Promise<boolean> {
  if (existsSync(home.cluster)) {
    checkVersion(home, binaries);
    return false;
  }
  const partial = `${home.cluster}.partial`;
  const passwordFile = `${home.cluster}.password.tmp`;
  rmSync(partial, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(partial);
  chmodSync(partial, 0o700);
  writeFileSync(passwordFile, superuserPassword, { mode: 0o600, flag: "wx" });
  const { uid, gid } = home.account;
  for (const path of [partial, passwordFile]) chownSync(path, uid, gid);
  try {
    const child = spawn(
      binaries.initdb,
      [
        ...["--pgdata", partial, "--username", "postgres", "--auth", "scram-sha-256", "--pwfile", passwordFile],
        ...["--encoding", "UTF8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"],
        ...["--data-checksums", "--no-instructions"],
      ],
      { ...spawnIdentity(home.account), cwd: "/", env: bareEnvironment, stdio: ["ignore", "ignore", "pipe"] },
    );
    let output = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      output = (output + text).slice(-4000);
    });
    const [code] = await once(child, "close");
    if (code !== 0) throw new PostgresError("initdb-failed", `initdb could not make ${home.cluster}: ${output.trim()}`);
    renameSync(partial, home.cluster);
    writeFileSync(join(dataDir, "initialised"), `${new Date().toISOString()} PostgreSQL ${binaries.version}\n`);
    return true;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}
