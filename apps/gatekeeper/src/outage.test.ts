// The database goes away, comes back, or comes back older.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "@rempart/postgres";
import { newNonce } from "@rempart/trust";
import pg from "pg";
import { resultEnvelope } from "./testing/documents.ts";
import { startTestGatekeeper } from "./testing/start.ts";

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
before(async () => {
  gate = await startTestGatekeeper({ durable: true });
  await gate.found();
});
after(() => gate.stop());

const admin = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withClient({ ...gate.postgres.superuser, database: "rempart_gatekeeper" }, async (client) => {
    await client.query("set search_path to rempart_gatekeeper");
    return work(client);
  });

async function untilUp(): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 100) {
    const up = await admin(async (client) => (await client.query("select 1")).rowCount).catch(() => 0);
    if (up === 1) return;
    await sleep(100);
  }
  throw new Error("PostgreSQL does not come back");
}

test("PostgreSQL killed under it: 503 with a sentence, then work goes on, and a held poll is served", async () => {
  const { organisation } = gate;
  const [phone, other] = await gate.enrolMany(2);
  await phone!.poll();
  const held = phone!.poll(40);
  await sleep(200);
  const lock = await organisation.order("lock", [phone!.id], [organisation.operator]);
  const second = await organisation.order("lock", [other!.id], [organisation.operator]);
  const alert = await resultEnvelope(organisation.genesis.hash, other!.id, 1, other!.signer);
  process.kill(gate.postgres.pid, "SIGKILL");
  await sleep(50);
  const answers = await Promise.all([
    gate.submit(lock.envelope, [phone!.id]),
    gate.submit(second.envelope, [other!.id]),
    gate.get("/log/v1/entries"),
    other!.hello(),
    other!.call("/agent/v1/report", { results: [alert], data: [] }),
  ]);
  const down = answers.filter(({ status }) => status === 503);
  assert.ok(down.length >= 3, JSON.stringify(answers.map(({ status }) => status)));
  for (const { json } of down) {
    assert.equal(json.error, "unavailable");
    assert.match(String(json.message), /Try again/);
  }
  // What needs no database is still answered, from what was committed.
  assert.equal((await gate.get("/gate/v1/status")).status, 200);
  await untilUp();
  let answer = answers[0];
  for (let attempt = 0; answer.status === 503 && attempt < 100; attempt++) {
    await sleep(100);
    answer = await gate.submit(lock.envelope, [phone!.id]);
  }
  assert.ok(answer.status === 200 || answer.json.error === "replay", JSON.stringify(answer.json));
  // Had the commit been under way, the process would have begun again instead: the launcher's test covers that.
  if (gate.deaths.length === 0) assert.deepEqual(await held, [{ action: "lock", order: lock.hash }]);
  assert.equal((await other!.hello()).status, 200);
});

test("connections cut again and again while documents flow: nothing that was accepted is lost", async () => {
  const { organisation } = gate;
  const hashes: string[] = [];
  let flowing = true;
  const cutting = (async () => {
    for (; flowing; await sleep(40))
      await withClient(gate.postgres.superuser, (client) =>
        client.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'rempart_gatekeeper'"),
      );
  })();
  try {
    for (let n = 0; n < 15; n++) {
      const { ticket } = await organisation.ticket(1, [organisation.operator]);
      let answer = await gate.submit(ticket.envelope);
      for (let attempt = 0; answer.status === 503 && attempt < 50; attempt++) {
        await sleep(20);
        answer = await gate.submit(ticket.envelope);
      }
      assert.equal(answer.status, 200, JSON.stringify(answer.json));
      hashes.push(ticket.hash);
    }
  } finally {
    flowing = false;
    await cutting;
  }
  const { rows } = await admin((client) => client.query<{ hash: string }>("select hash from ticket"));
  const stored = rows.map((row) => row.hash);
  for (const hash of hashes) assert.ok(stored.includes(hash));
});

test("a commit whose outcome is unknown ends the process, which starts again from what is stored", async () => {
  await untilUp();
  await gate.restart();
  gate.deaths.length = 0;
  const { ticket } = await gate.organisation.ticket(1, [gate.organisation.operator]);
  const { query } = pg.Client.prototype;
  const original = query as unknown as (this: pg.Client, ...all: unknown[]) => Promise<unknown>;
  pg.Client.prototype.query = function (this: pg.Client, ...all: unknown[]) {
    const answer = original.apply(this, all);
    if (all[0] !== "commit") return answer;
    // It is committed, and the answer never comes.
    return answer.then(() => {
      throw new Error("Connection terminated unexpectedly");
    });
  } as unknown as typeof query;
  try {
    assert.equal((await gate.submit(ticket.envelope)).status, 503);
  } finally {
    pg.Client.prototype.query = query;
  }
  assert.deepEqual(
    gate.deaths.map(({ code, where }) => [code, where]),
    [[1, "database"]],
  );
  await gate.restart();
  const again = await gate.submit(ticket.envelope);
  assert.deepEqual([again.status, again.json.index], [200, gate.context.log.size() - 1]);
});

test("an older or damaged copy of the database: it signs nothing and says why; what cannot be refilled does not start", async () => {
  await gate.enrolMany(3);
  assert.equal((await gate.get(`/log/v1/head?nonce=${newNonce()}`)).status, 200);
  await gate.halt();
  const record = join(gate.config.data, "signed-head.json");
  const floor = JSON.parse(readFileSync(record, "utf8")) as { size: number };
  const saved = await admin(async (client) => {
    const state = await client.query<{ size: string; root: Buffer }>("select * from log_state");
    const entries = await client.query("select * from log_entry order by index desc limit 1");
    return { state: state.rows[0]!, entry: entries.rows[0] as Record<string, unknown> };
  });
  assert.equal(floor.size, Number(saved.state.size));
  const refuses = async (pattern: RegExp): Promise<void> => {
    await assert.rejects(gate.resume(), (error: Error & { code?: string }) => {
      assert.equal(error.code, "stopped");
      assert.match(error.message, pattern);
      return true;
    });
    assert.deepEqual(JSON.parse(readFileSync(record, "utf8")), floor);
  };
  // Only the newest entry is missing.
  await admin((client) => client.query("delete from log_entry where index = $1", [saved.entry.index]));
  await refuses(/says \d+ entries and holds \d+/);
  // The whole state is older, as after a restore.
  await admin((client) => client.query("update log_state set size = size - 1"));
  await gate.resume();
  const nothing = await gate.get(`/log/v1/head?nonce=${newNonce()}`);
  assert.deepEqual([nothing.status, nothing.json.error], [503, "refilling"]);
  assert.match(String(nothing.json.message), /a head of \d+ was signed/);
  const { ticket } = await gate.organisation.ticket(1, [gate.organisation.operator]);
  assert.equal((await gate.submit(ticket.envelope)).json.error, "refilling");
  const { refilling } = (await gate.get("/gate/v1/status")).json as never as { refilling: { size: number } };
  assert.equal(refilling.size, floor.size);
  await gate.halt();
  assert.deepEqual(JSON.parse(readFileSync(record, "utf8")), floor);
  await admin((client) =>
    client.query("insert into log_entry (index, type, hash, envelope) values ($1, $2, $3, $4)", [
      saved.entry.index,
      saved.entry.type,
      saved.entry.hash,
      saved.entry.envelope,
    ]),
  );
  // The same size, and other content.
  await admin((client) => client.query("update log_state set size = size + 1"));
  const { rows } = await admin((client) =>
    client.query<{ hashes: Buffer }>("select hashes from log_tile where level = 0"),
  );
  const other = Buffer.from(rows[0]!.hashes);
  other[5]! ^= 1;
  await admin((client) => client.query("update log_tile set hashes = $1 where level = 0", [other]));
  await refuses(/does not hold the first \d+ entries/);
  await admin((client) => client.query("update log_tile set hashes = $1 where level = 0", [rows[0]!.hashes]));
  // A record that cannot be read is no record that may be ignored.
  writeFileSync(record, "{");
  await assert.rejects(gate.resume(), { code: "stopped" });
  writeFileSync(record, JSON.stringify(floor));
  rmSync(`${record}.new`, { force: true });
  await gate.resume();
  assert.equal((await gate.enrolMany(1)).length, 1);
});

test("the database is put back under the running gatekeeper: it releases nothing and ends for good", async () => {
  gate.deaths.length = 0;
  await admin((client) => client.query("update log_state set size = size - 1"));
  const { ticket } = await gate.organisation.ticket(1, [gate.organisation.operator]);
  const before = await gate.counts();
  assert.equal((await gate.submit(ticket.envelope)).status, 503);
  assert.deepEqual(await gate.counts(), before);
  assert.deepEqual([gate.deaths[0]?.code, gate.deaths[0]?.where], [78, "log"]);
  await admin((client) => client.query("update log_state set size = size + 1"));
});
