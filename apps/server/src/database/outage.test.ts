import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "@rempart/postgres";
import { type Bench, startBench } from "../testing/server.ts";

let bench: Bench;
before(async () => {
  bench = await startBench();
});
after(() => bench.stop());

/** Asks until the answer has this status, for at most 20 s. */
async function until(status: number, token: string) {
  for (let i = 0; i < 200; i++) {
    const answer = await bench.get("/api/v1/status", token);
    if (answer.status === status) return answer;
    assert.ok([200, 503].includes(answer.status), `${answer.status} ${JSON.stringify(answer.body)}`);
    await sleep(100);
  }
  throw new Error(`never ${status}`);
}

test("the database is killed and comes back; meanwhile requests get 503, and sessions live on", async () => {
  const token = await bench.signIn(bench.organisation.alice);
  // The tests' PostgreSQL is quick because it may forget in a crash; this makes it keep what it has.
  await withClient(bench.postgres.superuser, (client) => client.query("checkpoint"));
  const killed = bench.postgres.pid;
  // The whole cluster: the supervisor of packages/postgres starts it again.
  process.kill(killed, "SIGKILL");
  const away = await bench.get("/api/v1/status", token);
  if (away.status !== 200) {
    assert.deepEqual([away.status, away.body.error], [503, "unavailable"]);
    assert.equal(away.headers["retry-after"], "2");
  }
  await until(503, token).catch(() => assert.equal(away.status, 503));
  await until(200, token);
  for (let i = 0; i < 100 && bench.reports.at(-1)?.event !== "database-back"; i++) await sleep(100);
  assert.deepEqual(
    bench.reports.map(({ event }) => event),
    ["database-lost", "database-back"],
  );
});
