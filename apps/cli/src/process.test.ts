// The real process, as npx starts it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { runMain } from "./testing/world.ts";

const folder = mkdtempSync(join(tmpdir(), "rempart-bin-"));
after(() => rmSync(folder, { recursive: true }));
const bin = join(import.meta.dirname, "..", "bin", "rempart.mjs");

function run(...argv: string[]) {
  const env = { ...process.env, REMPART_PROFILE: join(folder, "profile") };
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...argv], { encoding: "utf8", env });
  return { status, stdout, stderr };
}

describe("the rempart process", () => {
  it("prints help for every command and exits 0", async () => {
    for (const command of [
      "",
      "found",
      "charter show",
      "ticket create",
      "phones list",
      "order draft",
      "order sign",
      "lock",
      "wipe",
      "policy publish",
      "assign",
      "freeze",
      "unfreeze",
      "log verify",
      "log copy",
      "status",
      "session create",
      "whoami",
      "key identity",
    ]) {
      const ran = await runMain([...command.split(" ").filter((word) => word !== ""), "--help"], folder);
      assert.equal(ran.code, 0, command);
      assert.match(ran.stdout, /Usage: rempart/);
    }
    assert.equal(run("--help").status, 0);
  });

  it("exits 1 with one JSON document for a refusal, 2 for wrong usage", () => {
    const refused = run("whoami", "--json");
    assert.equal(refused.status, 1);
    assert.equal(JSON.parse(refused.stdout).error, "profile.missing");
    const wrong = run("order", "show", "nonsense", "--json");
    assert.deepEqual([wrong.status, JSON.parse(wrong.stdout).error], [2, "usage"]);
    const unknown = run("dance", "--json");
    assert.deepEqual([unknown.status, JSON.parse(unknown.stdout).error], [2, "usage"]);
    const missing = run("found", "--json");
    assert.deepEqual([missing.status, JSON.parse(missing.stdout).error], [2, "usage"]);
  });

  it("makes an identity file that only its owner reads", () => {
    const out = join(folder, "id.txt");
    const ran = run("key", "identity", "--out", out, "--json");
    assert.equal(ran.status, 0);
    assert.match(JSON.parse(ran.stdout).recipient, /^age1/);
    assert.equal(statSync(out).mode & 0o777, 0o600);
    assert.ok(!ran.stdout.includes("SECRET") && !ran.stderr.includes("SECRET"));
    assert.equal(run("key", "identity", "--out", out, "--json").status, 1);
  });
});
