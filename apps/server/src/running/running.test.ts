import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "@rempart/postgres";
import { newId } from "@rempart/trust";
import { openDatabase, openPool } from "../database/connect.ts";
import { enqueue, keepWorking, TryAgain } from "../jobs/jobs.ts";
import { type Bench, orderEvent, phoneEvent, start, startBench } from "../testing/server.ts";
import { prune, watchLink } from "./prune.ts";

let bench: Bench;
before(async () => {
  bench = await startBench();
});
after(() => bench.stop());

async function withDatabase<T>(work: (database: ReturnType<typeof openDatabase>) => Promise<T>): Promise<T> {
  const pool = openPool(bench.config.database);
  try {
    return await work(openDatabase(pool));
  } finally {
    await pool.end();
  }
}

test("health is public and says little; readiness tells of a silent gatekeeper", async () => {
  assert.deepEqual((await bench.get("/healthz")).body, { alive: true });
  assert.deepEqual((await bench.get("/readyz")).body, { ready: true, database: true, link: "fresh", behind: 0 });
  bench.clock.now = start + 301;
  const { status, body } = await bench.get("/readyz");
  assert.deepEqual([status, body.link, body.behind], [200, "stale", 301]);
  await withDatabase((database) => watchLink(database, () => bench.clock.now));
  const token = await bench.signIn(bench.organisation.ada);
  const standing = async () => (await bench.get("/api/v1/alarms?standing=true", token)).body.alarms;
  assert.deepEqual(
    (await standing()).map(({ kind }: { kind: string }) => kind),
    ["link.silent"],
  );
  await bench.tell(phoneEvent(newId()));
  await withDatabase((database) => watchLink(database, () => bench.clock.now));
  assert.deepEqual(await standing(), []);
  bench.clock.now = start;
});

test("figures for Prometheus name no phone", async () => {
  const session = await bench.signIn(bench.organisation.olga);
  const scopes = ["metrics:read"];
  const { token } = (await bench.post("/api/v1/tokens", { label: "prometheus", scopes }, session)).body;
  const device = newId();
  await bench.tell(phoneEvent(device));
  await bench.get(`/api/v1/phones/${device}`, session);
  const answer = await bench.server.app.inject({ url: "/metrics", headers: { authorization: `Bearer ${token}` } });
  assert.equal(answer.statusCode, 200);
  assert.match(String(answer.headers["content-type"]), /^text\/plain/);
  assert.match(answer.body, /^rempart_phones\{state="ready"\} \d+$/m);
  assert.match(answer.body, /^rempart_link_age_seconds 0$/m);
  assert.match(answer.body, /route="\/api\/v1\/phones\/:id",status="2xx"/);
  assert.ok(!answer.body.includes(device));
  for (const [, name] of answer.body.matchAll(/^# TYPE (rempart_\S+)/gm)) assert.match(name!, /^rempart_[a-z_]+$/);
});

test("a job runs once its transaction commits, is tried again, and never when it was rolled back", async () => {
  const ran: string[] = [];
  const stop = new AbortController();
  const job = {
    name: "example",
    run: async (payload: unknown, { attempt }: { attempt: number }) => {
      const { what } = payload as { what: string };
      ran.push(`${what} ${attempt}`);
      if (what === "twice" && attempt === 1) throw new TryAgain();
    },
  };
  const working = keepWorking(bench.config.database, [job], 2, (line) => bench.reports.push(line), stop.signal);
  await withDatabase(async (database) => {
    await assert.rejects(
      database.transaction().execute(async (work) => {
        await enqueue(work, "example", { what: "never" });
        throw new Error("rolled back");
      }),
    );
    await enqueue(database, "example", { what: "old" }, { key: "k", at: new Date(Date.now() + 1_500) });
    await enqueue(database, "example", { what: "new" }, { key: "k" });
    await enqueue(database, "example", { what: "twice" });
  });
  for (let i = 0; i < 200 && ran.length < 3; i++) await sleep(50);
  assert.deepEqual([...ran].sort(), ["new 1", "twice 1", "twice 2"]);
  stop.abort();
  await working;
  assert.ok(!bench.reports.some(({ code }) => code === "job.example"));
});

test("what is older than its time goes, and the newest document of a stream stays", async () => {
  const { alice, bob, olga } = bench.organisation;
  const device = newId();
  const order = await bench.organisation.order("lock", [device], [olga]);
  const [first, second] = [
    await bench.organisation.standing(1, undefined, [alice, bob]),
    await bench.organisation.standing(2, "0".repeat(64), [alice, bob]),
  ];
  const result = await bench.organisation.result(device, 1, order);
  await bench.tell(
    orderEvent(order, [device], [olga]),
    ...[first, second].map((one) => orderEvent(one, [], [alice, bob])),
    { type: "result", device, order: order.hash, kind: "order", outcome: "done", envelope: result.envelope },
    orderEvent(order, [device], [olga], "ended"),
  );
  const count = async (table: string) => {
    const sql = `select count(*)::int as n from ${table}`;
    return (await withClient(bench.config.database, (client) => client.query(sql))).rows[0].n as number;
  };
  const tables = ["fleet_order", "order_target", "result", "order_phone", "order_outcome"];
  const before = await Promise.all(tables.map(count));
  await withDatabase((database) => prune(database, () => start + 99 * 86_400, 100));
  assert.deepEqual(await Promise.all(tables.map(count)), before);
  await withDatabase((database) => prune(database, () => start + 102 * 86_400, 100));
  assert.deepEqual(await Promise.all(tables.map(count)), [1, 0, 0, 0, 0]);
  const token = await bench.signIn(alice);
  assert.equal((await bench.get("/api/v1/streams?name=os/android", token)).body.hash, second.hash);
});
