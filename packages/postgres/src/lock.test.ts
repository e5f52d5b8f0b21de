import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { killHard, spawnHold } from "./fixtures/spawn-hold.ts";
import { lockDataFolder } from "./lock.ts";
import { processIdentity } from "./process-identity.ts";
import { removeFolder, temporaryFolder } from "./testing.ts";

const folder = temporaryFolder();
after(() => removeFolder(folder));

test("a second process is refused, with the id of the one that holds the folder", async () => {
  const dataDir = join(folder, "two");
  const { child } = await spawnHold("lock", dataDir);
  assert.throws(() => lockDataFolder(dataDir), {
    code: "locked",
    message: new RegExp(`in use by process ${child.pid}.*another data folder`),
  });
  await killHard(child);
});

test("the lock of a killed process is taken over", async () => {
  const dataDir = join(folder, "stale");
  const { child } = await spawnHold("lock", dataDir);
  await killHard(child);
  assert.equal(existsSync(join(dataDir, "lock")), true);
  const lock = lockDataFolder(dataDir);
  const { said } = await spawnHold("lock", dataDir);
  assert.match(said.error ?? "", new RegExp(`process ${process.pid}`));
  lock.release();
  assert.deepEqual(readdirSync(dataDir), []);
});

test("a living process that merely has the number of a dead holder does not count", () => {
  const dataDir = join(folder, "reused");
  lockDataFolder(dataDir).release();
  const identity = `${processIdentity(process.pid)}0`;
  writeFileSync(join(dataDir, "lock"), JSON.stringify({ pid: process.pid, identity }));
  lockDataFolder(dataDir).release();
});

test("an empty or torn lock file does not block for ever", () => {
  const dataDir = join(folder, "torn");
  lockDataFolder(dataDir).release();
  for (const content of ["", '{"pid":', "null", "[]"]) {
    writeFileSync(join(dataDir, "lock"), content);
    lockDataFolder(dataDir).release();
  }
});

test("the same process is refused a second time", () => {
  const dataDir = join(folder, "same");
  const lock = lockDataFolder(dataDir);
  assert.throws(() => lockDataFolder(dataDir), { code: "locked" });
  lock.release();
  lockDataFolder(dataDir).release();
});

test("of many processes that find a stale lock exactly one gets it", async () => {
  const dataDir = join(folder, "race");
  const first = await spawnHold("lock", dataDir);
  await killHard(first.child);
  const all = await Promise.all(Array.from({ length: 6 }, () => spawnHold("lock", dataDir)));
  assert.equal(all.filter(({ said }) => said.pid !== undefined).length, 1);
  for (const { child, said } of all) if (said.pid !== undefined) await killHard(child);
});
