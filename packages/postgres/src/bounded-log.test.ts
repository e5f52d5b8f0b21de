import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { openBoundedLog } from "./bounded-log.ts";
import { removeFolder, temporaryFolder } from "./testing.ts";

const folder = temporaryFolder();
after(() => removeFolder(folder));

test("a log is turned at its size and the oldest files go", () => {
  const path = join(folder, "log/x.log");
  let log = openBoundedLog(path, { maxBytes: 10, keep: 2 });
  for (const text of ["1111111\n", "2222222\n", "3333333\n"]) log.write(text);
  log = openBoundedLog(path, { maxBytes: 10, keep: 2 }); // a restart goes on counting
  log.write("4444444\n");
  assert.deepEqual(readdirSync(join(folder, "log")), ["x.log", "x.log.1", "x.log.2"]);
  assert.equal(readFileSync(path, "utf8"), "4444444\n");
  assert.equal(readFileSync(`${path}.2`, "utf8"), "2222222\n");
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test("a log that cannot be written does not throw", () => {
  const path = join(folder, "gone/x.log");
  const log = openBoundedLog(path);
  rmSync(join(folder, "gone"), { recursive: true });
  log.write("lost\n");
  assert.equal(existsSync(path), false);
});
