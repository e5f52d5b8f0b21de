import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Postgres } from "@rempart/postgres";
import { temporaryPostgres } from "@rempart/postgres/testing";

let postgres: Postgres;
before(async () => {
  postgres = await temporaryPostgres();
});
after(() => postgres.stop());

function start() {
  return spawn(process.execPath, [fileURLToPath(new URL("./main.ts", import.meta.url))], {
    stdio: ["pipe", "pipe", "pipe"],
  });
}

test("bad configuration exits with 78 and quotes no value", async () => {
  for (const input of ["", "{", '{"database":{"password":"hunter2"},"port":"8081"}']) {
    const child = start();
    child.stdin.end(input);
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    assert.equal(code, 78);
    const line = JSON.parse(output);
    assert.equal(line.event, "error");
    assert.doesNotMatch(output, /hunter2/);
  }
});

test("says ready once it answers, although standard input stays open, and stops cleanly on SIGTERM", async () => {
  const database = await postgres.ensureDatabase({ database: "server", role: "server" });
  const child = start();
  const urls = { consoleOrigin: "http://localhost:8080", gatekeeperUrl: "http://localhost:8080" };
  const config = { data: "/nowhere", database, host: "localhost", port: 0, ...urls, linkTokenSha256: "0".repeat(64) };
  child.stdin.write(`${JSON.stringify(config)}\n`);
  const [line] = await once(child.stdout, "data");
  const { event, port } = JSON.parse(line.toString());
  assert.equal(event, "ready");
  assert.equal((await fetch(`http://localhost:${port}/api/v1/status`)).status, 401);
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  assert.equal(code, 0);
});
