import { spawnSync } from "node:child_process";
import { PostgresError } from "./error.ts";

/** The Unix account PostgreSQL runs under. `name` is for messages only. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** True when this process may (and, since PostgreSQL refuses root, must) take another uid. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The account of this name, unless it is root or there is none. */
export function findAccount(name: string): Account | undefined {
  // `id` also sees accounts that are not in /etc/passwd (LDAP, systemd). A name is never taken for an option or a number.
  if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name)) return undefined;
  const ask = (flag: string): number => {
    const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
    return status === 0 ? Number.parseInt(stdout, 10) : Number.NaN;
  };
  const uid = ask("-u");
  if (!Number.isInteger(uid) || uid === 0) return undefined;
  return { uid, gid: ask("-g"), name };
}

/**
 * The account for a new cluster: ourselves, or when we are root the first of `preferred`, `postgres`, `nobody` that exists.
 * An existing cluster keeps the account that owns it (see home.ts).
 */
export function chooseAccount(preferred?: string): Account {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  if (uid === undefined || gid === undefined) {
    throw new PostgresError(
      "unsupported-platform",
      `The embedded PostgreSQL does not run on ${process.platform} yet. Use a PostgreSQL of your own (15 or newer): set REMPART_GATEKEEPER_DATABASE_URL and REMPART_SERVER_DATABASE_URL.`,
    );
  }
  if (uid !== 0) return { uid, gid, name: `uid ${uid}` };
  for (const name of [preferred, "postgres", "nobody"]) {
    const account = name === undefined ? undefined : findAccount(name);
    if (account) return account;
  }
  throw new PostgresError(
    "no-account",
    "PostgreSQL refuses to run as root, and this machine has neither an account `postgres` nor `nobody`. Create one (useradd --system postgres), or start as an ordinary user.",
  );
}

/** Options for spawn that make a child run as `account`. */
export function spawnIdentity(account: Account): { uid?: number; gid?: number } {
  return isRoot() ? { uid: account.uid, gid: account.gid } : {};
}

/** Whether `account` can enter and write to a folder, whatever modes, ACLs or mounts are on the way. */
export function canWriteIn(account: Account, folder: string): boolean {
  const { status } = spawnSync("/bin/sh", ["-c", 'cd -- "$1" && test -w .', "sh", folder], {
    ...spawnIdentity(account),
    cwd: "/",
    stdio: "ignore",
  });
  return status === 0;
}
