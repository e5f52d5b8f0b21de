import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type Account, canWriteIn, chooseAccount, isRoot } from "./account.ts";
import { errorCode, PostgresError } from "./error.ts";

/** Where one cluster lives and who runs it. */
export interface Home {
  readonly account: Account;
  /** The folder that holds `cluster` and usually `socket`: the data folder, or where the cluster was moved to. */
  readonly folder: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  readonly relocated: boolean;
}

/** The file in the data folder that says where the cluster is, when it is not in the data folder. */
const pointer = "cluster-path";
const elsewhere = "/var/lib/rempart";

function statIfAny(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** The account that owns an existing cluster. Files that a restore left to root are given to `fallback`. */
function ownerOf(cluster: string, fallback: Account): Account {
  const { uid, gid } = statSync(cluster);
  if (!isRoot()) {
    if (uid === fallback.uid) return fallback;
    throw new PostgresError(
      "wrong-owner",
      `${cluster} belongs to uid ${uid}, and this process runs as uid ${fallback.uid}. Start as the user who made the data folder.`,
    );
  }
  if (uid !== 0) return { uid, gid, name: `uid ${uid}` };
  spawnSync("chown", ["-R", "-h", `${fallback.uid}:${fallback.gid}`, cluster]);
  return fallback;
}

/**
 * Makes a folder only `account` (and root) may enter, and `group` pass through. Never follows a link; in /tmp never
 * accepts a stranger's folder.
 */
export function privateFolder(path: string, account: Account, group?: number): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
  const found = lstatSync(path);
  const anybodyCouldMakeIt = (statSync(dirname(path)).mode & 0o002) !== 0;
  const strange = anybodyCouldMakeIt && found.uid !== account.uid && found.uid !== process.getuid?.();
  if (!found.isDirectory() || strange) {
    throw new PostgresError(
      "socket-folder",
      `${path} was made by somebody else (uid ${found.uid}). Remove it and start again.`,
    );
  }
  const gid = group ?? account.gid;
  if (found.uid !== account.uid || found.gid !== gid) chownSync(path, account.uid, gid);
  // With the bit that hands the folder's group on, the socket made in it is the group's, whoever makes it.
  chmodSync(path, group === undefined ? 0o700 : 0o2710);
}

function relocate(dataDir: string, account: Account): Home {
  const folder = join(elsewhere, `postgres-${randomBytes(6).toString("hex")}`);
  try {
    mkdirSync(folder, { recursive: true });
    // Whatever our umask: a cluster's account must get through, and cannot list what is beside it.
    for (const path of [elsewhere, folder]) chmodSync(path, 0o711);
    writeFileSync(join(dataDir, pointer), `${folder}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new PostgresError(
      "unreachable",
      `PostgreSQL must not run as root, and the account ${account.name} cannot reach ${dataDir}. Choose a data folder that other accounts may pass through (for example --data /srv/rempart), or start as an ordinary user.`,
      { cause },
    );
  }
  return { account, folder, cluster: join(folder, "cluster"), relocated: true };
}

/**
 * Decides where the cluster of `dataDir` is and which account runs it. When we are root and the chosen account cannot
 * reach the data folder (a checkout under /root), a new cluster goes to /var/lib/rempart and the data folder says so.
 */
export function findHome(dataDir: string, preferred?: string): Home {
  const account = chooseAccount(preferred);
  const inside = join(dataDir, "cluster");
  if (existsSync(join(dataDir, pointer))) {
    const folder = readFileSync(join(dataDir, pointer), "utf8").trim();
    const cluster = join(folder, "cluster");
    // Without the mark the very first start was cut short, and making the cluster now loses nothing.
    if (!existsSync(cluster) && existsSync(join(dataDir, "initialised"))) {
      throw new PostgresError(
        "cluster-missing",
        `The database of ${dataDir} is in ${folder}, which is not on this machine. Bring that folder back; only if the data may be lost, delete ${dataDir}.`,
      );
    }
    return { account: existsSync(cluster) ? ownerOf(cluster, account) : account, folder, cluster, relocated: true };
  }
  if (statIfAny(inside)) {
    return { account: ownerOf(inside, account), folder: dataDir, cluster: inside, relocated: false };
  }
  if (existsSync(join(dataDir, "initialised"))) {
    throw new PostgresError(
      "cluster-missing",
      `${inside} has disappeared. Restore it from a backup; only if the data may be lost, delete ${dataDir}.`,
    );
  }
  if (isRoot()) {
    chmodSync(dataDir, 0o711);
    const probe = join(dataDir, "probe.tmp");
    privateFolder(probe, account);
    const reachable = canWriteIn(account, probe);
    spawnSync("rmdir", [probe]);
    if (!reachable) return relocate(dataDir, account);
  }
  return { account, folder: dataDir, cluster: inside, relocated: false };
}

/** A private folder for the Unix socket. The kernel allows a socket's path 107 bytes (macOS 103), hence /tmp at need. */
export function socketFolder(home: Home, group?: number): string {
  const near = join(home.folder, "socket");
  const fits = Buffer.byteLength(join(near, ".s.PGSQL.5432")) <= 103;
  const folder = fits ? near : `/tmp/rempart-${createHash("sha256").update(home.cluster).digest("hex").slice(0, 16)}`;
  privateFolder(folder, home.account, group);
  return folder;
}
