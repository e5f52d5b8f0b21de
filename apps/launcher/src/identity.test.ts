import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isRoot } from "@rempart/postgres";
import { removeFolder, temporaryFolder } from "@rempart/postgres/testing";
import { serverIdentity } from "./identity.ts";
import type { Report } from "./report.ts";

const skip = isRoot() ? false : "only root can take another user";

test("started by root, the server is not root, where its program can be read", { skip }, () => {
  const folder = temporaryFolder();
  try {
    const script = join(folder, "main.ts");
    writeFileSync(script, "");
    chmodSync(script, 0o644);
    const reports: Report[] = [];
    const identity = serverIdentity(script, (report) => reports.push(report));
    assert.ok(identity.uid !== undefined && identity.uid !== 0 && identity.gid !== 0);
    assert.equal(reports.length, 0);
    chmodSync(folder, 0o700);
    assert.deepEqual(
      serverIdentity(script, (report) => reports.push(report)),
      {},
    );
    assert.match(JSON.stringify(reports), /the server runs as root/);
  } finally {
    removeFolder(folder);
  }
});

test("started by an ordinary user, it stays that user", { skip: isRoot() && "we are root" }, () => {
  assert.deepEqual(
    serverIdentity(import.meta.filename, (report) => assert.fail(report.event)),
    {},
  );
});
