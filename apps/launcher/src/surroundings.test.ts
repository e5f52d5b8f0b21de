// Bad surroundings, as root can make them: a full disk, a file system that cannot be written.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { isRoot } from "@rempart/postgres";
import { removeFolder, temporaryFolder } from "@rempart/postgres/testing";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { writeSealed } from "./backup/seal.ts";
import { freePort, run } from "./fixtures/run.ts";

const folder = temporaryFolder();
const mounts: string[] = [];

function mount(name: string, options: string): string | undefined {
  const path = join(folder, name);
  mkdirSync(path);
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", path]);
  if (status !== 0) return undefined;
  mounts.push(path);
  return path;
}
const canMount = isRoot() && process.platform === "linux" && mount("probe", "size=64k") !== undefined;
const skip = canMount ? false : "only root may mount";

after(() => {
  for (const path of mounts) spawnSync("umount", [path]);
  removeFolder(folder);
});

test("a backup onto a full disk: a sentence, and no half file", { skip }, async () => {
  const full = mount("full", "size=512k,mode=711")!;
  const out = join(full, "backup.age");
  const recipient = await identityToRecipient(await generateX25519Identity());
  const noise = spawnSync("head", ["-c", "4000000", "/dev/urandom"], { maxBuffer: 8_000_000 }).stdout;
  const filling = writeSealed(out, [recipient], async (stream) => {
    for (let n = 0; n < 20; n++) {
      if (stream.destroyed) throw new Error("gone");
      if (!stream.write(noise)) await new Promise((resolve) => stream.once("drain", resolve).once("close", resolve));
    }
  });
  await assert.rejects(filling, /ENOSPC|gone/);
  assert.deepEqual(readdirSync(full), []);
});

test("a data folder on a full disk, or on one that cannot be written: the start says so", { skip }, async () => {
  const full = mount("small", "size=64k,mode=711")!;
  const readOnly = mount("fixed", "size=64k,mode=711")!;
  writeFileSync(join(full, "filler"), Buffer.alloc(60 * 1024));
  spawnSync("mount", ["-o", "remount,ro", readOnly]);
  for (const [data, pattern] of [
    [join(full, "data"), /no space left on device/i],
    [join(readOnly, "data"), /read-only file system/i],
  ] as const) {
    const started = run(data, await freePort());
    const { message = "" } = await started.until("exit");
    assert.match(message, pattern);
    assert.equal(await started.exited, 1);
  }
});
