import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { giveServerFiles } from "./ownership.ts";

const isRoot = process.getuid?.() === 0;

test("the server's account gets the folder of uploaded files, and nothing through a link", { skip: !isRoot }, (t) => {
  const data = mkdtempSync(join(tmpdir(), "ownership-"));
  t.after(() => rmSync(data, { recursive: true, force: true }));
  mkdirSync(join(data, "server"));
  giveServerFiles(data, {});
  assert.throws(() => statSync(join(data, "server", "blobs")), { code: "ENOENT" });
  mkdirSync(join(data, "server", "blobs"));
  const file = join(data, "server", "blobs", "ab");
  writeFileSync(file, "from before it had an account");
  writeFileSync(join(data, "secret"), "root's");
  symlinkSync(join(data, "secret"), join(data, "server", "blobs", "cd"));
  giveServerFiles(data, { uid: 64_740, gid: 64_741 });
  for (const path of [join(data, "server", "blobs"), file])
    assert.deepEqual([statSync(path).uid, statSync(path).gid], [64_740, 64_741]);
  assert.equal(statSync(join(data, "secret")).uid, 0);
  assert.equal(statSync(join(data, "server")).uid, 0);
});
