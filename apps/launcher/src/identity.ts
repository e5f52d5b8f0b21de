import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Account, findAccount, isRoot } from "@rempart/postgres";
import type { PartName, Reporter } from "./report.ts";

/** Options for spawn: the user a part runs as. Empty when it stays ours. */
export interface Identity {
  uid?: number;
  gid?: number;
}

/** Whether an identity is another user than the one we are. */
export function isAccount(identity: Identity | undefined): boolean {
  return identity?.uid !== undefined;
}

const probe =
  'const { accessSync, readFileSync } = require("node:fs"); readFileSync(process.argv[1]); accessSync(process.argv[2])';

/** Whether `account` can run this Node, read `script` and reach what is in `folder`, whatever modes are on the way. */
function canRun(account: Account, script: string, folder: string): boolean {
  const { status } = spawnSync(process.execPath, ["-e", probe, script, `${folder}/.`], {
    uid: account.uid,
    gid: account.gid,
    cwd: "/",
    env: {},
    stdio: "ignore",
  });
  return status === 0;
}

/** Numbers that systemd too gives to accounts that exist only while a service runs. */
const spare = { from: 64_740, to: 64_760 };

/** A user id that no account of this machine has, nor `taken`: enough for a process that shall own its files and nothing else. */
function spareAccount(taken?: number): Account | undefined {
  for (let uid = spare.from; uid < spare.to; uid++) {
    if (uid === taken) continue;
    const found = spawnSync("getent", ["passwd", String(uid)], { stdio: "ignore" });
    if (found.status === 2) return { uid, gid: uid, name: `uid ${uid}` };
  }
  return undefined;
}

function accountOf(part: PartName): Account | undefined {
  const own = findAccount(`rempart-${part}`);
  if (own) return own;
  // Never `nobody` for the gatekeeper too, nor `postgres`: each reads only what is its own.
  return part === "server" ? findAccount("nobody") : spareAccount();
}

/**
 * The user of a part's process. When we are root it is not: whoever takes the server over must find the gatekeeper's
 * keys closed (promises P2 and P8 on one host), and whoever takes the gatekeeper over does not have the machine. The
 * accounts are `rempart-server` and `rempart-gatekeeper`; without them `nobody`, and a number that no account has. A
 * checkout that nobody else can read leaves a part as root, and says so.
 */
export function partIdentity(part: PartName, script: string, data: string, report: Reporter): Identity {
  if (!isRoot() || (part === "gatekeeper" && process.platform !== "linux")) return {};
  const account = accountOf(part);
  // The server keeps uploaded files only: where it cannot reach them it goes on without, rather than as root.
  const folder = part === "gatekeeper" ? join(data, part) : "/";
  if (account && canRun(account, script, folder)) return { uid: account.uid, gid: account.gid };
  const message = account
    ? `the ${part} runs as root: ${account.name} cannot read ${script}, or reach ${folder}. Move the checkout, or the data folder, to where others may pass through.`
    : `the ${part} runs as root: there is no account for it. Make one: useradd --system rempart-${part}`;
  report({ event: "notice", message });
  return {};
}

/**
 * The user of the virtual phones' process, never the gatekeeper's: `rempart-phones`, or a number that no account has. As
 * `partIdentity` it is ours when we are not root, or when no other account can read what the process needs.
 */
export function phonesIdentity(script: string, data: string, gatekeeper: Identity, report: Reporter): Identity {
  if (!isRoot() || process.platform !== "linux") return {};
  const account = findAccount("rempart-phones") ?? spareAccount(gatekeeper.uid);
  if (account && canRun(account, script, data)) return { uid: account.uid, gid: account.gid };
  const message = `the demonstration's phones run as root: no other account can read ${script}, or reach ${data}.`;
  report({ event: "notice", message });
  return {};
}
