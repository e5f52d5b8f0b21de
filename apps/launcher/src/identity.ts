import { spawnSync } from "node:child_process";
import { type Account, chooseAccount, isRoot } from "@rempart/postgres";
import type { Reporter } from "./report.ts";

/** Options for spawn: the user a part runs as. Empty when it stays ours. */
export interface Identity {
  uid?: number;
  gid?: number;
}

/** Whether `account` can run this Node and read `script`, whatever modes are on the way. */
function canRun(account: Account, script: string): boolean {
  const { status } = spawnSync(process.execPath, ["-e", 'require("node:fs").readFileSync(process.argv[1])', script], {
    uid: account.uid,
    gid: account.gid,
    cwd: "/",
    env: {},
    stdio: "ignore",
  });
  return status === 0;
}

/**
 * The user of the server's process. When we are root it is not: whoever takes the server over must find the
 * gatekeeper's keys beside it closed (promises P2 and P8 on one host). A checkout that nobody else can read leaves it
 * as root, and says so.
 */
export function serverIdentity(script: string, report: Reporter): Identity {
  if (!isRoot()) return {};
  const account = chooseAccount("nobody");
  if (canRun(account, script)) return { uid: account.uid, gid: account.gid };
  report({
    event: "notice",
    message: `the server runs as root: ${account.name} cannot read ${script}. Move the checkout to a folder that others may enter.`,
  });
  return {};
}
