import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findAccount, isRoot } from "@rempart/postgres";
import { removeFolder, temporaryFolder } from "@rempart/postgres/testing";
import { partIdentity } from "./identity.ts";
import type { PartName, Report } from "./report.ts";

const skip = isRoot() ? false : "only root can take another user";

test("started by root, neither part is root nor the other's user, where its program can be read", { skip }, () => {
  const folder = temporaryFolder();
  try {
    const script = join(folder, "main.ts");
    writeFileSync(script, "");
    chmodSync(script, 0o644);
    mkdirSync(join(folder, "gatekeeper"), { mode: 0o711 });
    const reports: Report[] = [];
    const ask = (part: PartName) => partIdentity(part, script, folder, (report) => reports.push(report));
    const server = ask("server");
    const gatekeeper = ask("gatekeeper");
    for (const { uid, gid } of [server, gatekeeper]) assert.ok(uid !== undefined && uid !== 0 && gid !== 0);
    assert.notEqual(server.uid, gatekeeper.uid);
    assert.notEqual(server.gid, gatekeeper.gid);
    // Not PostgreSQL's either: who takes its cluster over must not read the keys.
    assert.notEqual(gatekeeper.uid, findAccount("postgres")?.uid);
    assert.equal(reports.length, 0);
    chmodSync(folder, 0o700);
    for (const part of ["server", "gatekeeper"] as const) assert.deepEqual(ask(part), {});
    assert.match(JSON.stringify(reports), /the server runs as root.*the gatekeeper runs as root/);
  } finally {
    removeFolder(folder);
  }
});

test("started by an ordinary user, both stay that user", { skip: isRoot() && "we are root" }, () => {
  for (const part of ["server", "gatekeeper"] as const)
    assert.deepEqual(
      partIdentity(part, import.meta.filename, "/", (report) => assert.fail(report.event)),
      {},
    );
});
