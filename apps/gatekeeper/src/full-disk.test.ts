// The disk under PostgreSQL is full, as root can make it: what was accepted stays, the rest is refused, and work goes on.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { newId, newNonce } from "@rempart/trust";
import { startTestGatekeeper } from "./testing/start.ts";

const base = mkdtempSync(join(tmpdir(), "rempart-full-"));
const disk = join(base, "disk");
mkdirSync(disk);
// PostgreSQL runs under another account, and must come to it.
chmodSync(base, 0o711);
const mounted =
  process.getuid?.() === 0 &&
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=256m,mode=711", "tmpfs", disk]).status === 0;

test("PostgreSQL's disk is full: 503, nothing that was accepted is lost, and it goes on when there is space", {
  skip: !mounted && "only root may mount",
}, async (t) => {
  const { TMPDIR } = process.env;
  process.env.TMPDIR = disk;
  const gate = await startTestGatekeeper({ durable: true }).finally(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });
  t.after(async () => {
    await gate.stop();
    spawnSync("umount", ["-l", disk]);
    rmSync(base, { recursive: true, force: true });
  });
  await gate.found();
  const { organisation } = gate;
  const filler = openSync(join(disk, "filler"), "w");
  const fill = (): void => {
    for (const size of [1 << 20, 4096]) {
      for (;;) {
        try {
          writeSync(filler, Buffer.alloc(size));
        } catch {
          break;
        }
      }
    }
  };
  const accepted: string[] = [];
  let refused: { status: number; json: { [field: string]: unknown } } | undefined;
  for (let n = 0; n < 600 && !refused; n++) {
    if (n >= 5) fill();
    const packages = Array.from({ length: 250 }, (_, i) => `org.n${i}.x${randomBytes(50).toString("hex")}`);
    const id = newId();
    const policy = await organisation.policy(
      id,
      [{ kind: "apps-denied", packages }],
      undefined,
      organisation.approvers,
    );
    const answer = await gate.submit(policy.envelope);
    if (answer.status === 200) accepted.push(policy.hash);
    else refused = answer;
  }
  assert.ok(refused && accepted.length >= 5, `the disk was never full, or always: ${accepted.length}`);
  // Longer than the record of signed heads waits before it is written.
  await sleep(1500);
  assert.deepEqual([refused.status, refused.json.error], [503, "unavailable"]);
  assert.match(String(refused.json.message), /Try again/);
  assert.equal((await gate.get("/gate/v1/status")).status, 200);
  closeSync(filler);
  rmSync(join(disk, "filler"));
  // A commit whose outcome is unknown ends the process; the launcher starts it again.
  if (gate.deaths.length > 0) await gate.restart();
  let status = 503;
  for (let attempt = 0; status === 503 && attempt < 100; attempt++) {
    if (attempt > 0) await sleep(200);
    const later = await organisation.policy(
      newId(),
      [{ kind: "camera", disabled: true }],
      undefined,
      organisation.approvers,
    );
    status = (await gate.submit(later.envelope)).status;
    if (status === 200) accepted.push(later.hash);
  }
  assert.equal(status, 200);
  const record = join(gate.config.data, "signed-head.json");
  const noted = () => (existsSync(record) ? JSON.parse(readFileSync(record, "utf8")).size : 0);
  await gate.get(`/log/v1/head?nonce=${newNonce()}`);
  for (let waited = 0; noted() < gate.context.log.size() && waited < 5000; waited += 100) await sleep(100);
  assert.equal(noted(), gate.context.log.size());
  await gate.restart();
  const { rows } = await gate.context.pool.query<{ hash: string }>("select hash from accepted_order");
  const stored = new Set(rows.map(({ hash }) => hash));
  assert.deepEqual(
    accepted.filter((hash) => !stored.has(hash)),
    [],
  );
});
