import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { verifyEntries } from "@rempart/log";
import { erasureType, fromHex, type JsonValue, openEnvelope, sha256, toBase64, toHex } from "@rempart/trust";
import { resultEnvelope } from "../testing/documents.ts";
import { startTestGatekeeper } from "../testing/start.ts";
import { batchSize, erase } from "./erase.ts";
import { eraseOld, retentionOf } from "./retention.ts";

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
before(async () => {
  gate = await startTestGatekeeper();
  await gate.found();
});
after(() => gate.stop());

const day = 86_400;
const now = (): number => Math.floor(Date.now() / 1000);

/** Whether `text` stands in any row of any table. */
async function found(text: string): Promise<string[]> {
  const { rows } = await gate.context.pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = current_schema()",
  );
  const places: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await gate.context.pool.query(`select 1 from ${name} as one where one::text like $1`, [
      `%${text}%`,
    ]);
    if (rowCount) places.push(name);
  }
  return places;
}

const payloadOf = (envelope: JsonValue): string => (envelope as { payload: string }).payload;

test("old observations and sealed data go from every table; the log stays whole and names the erasure", async () => {
  const [phone] = await gate.enrolMany(1);
  const bytes = Buffer.alloc(64, 7);
  const data = toHex(sha256(bytes));
  const first = await resultEnvelope(gate.organisation.genesis.hash, phone!.id, 1, phone!.signer, { data });
  const second = await resultEnvelope(gate.organisation.genesis.hash, phone!.id, 2, phone!.signer, {
    kind: "inventory",
  });
  const report = { results: [first, second], data: [{ sha256: data, value: toBase64(bytes) }] };
  assert.equal((await phone!.call("/agent/v1/report", report)).status, 200);
  assert.deepEqual((await found(payloadOf(first))).sort(), ["outbox", "result"]);
  assert.deepEqual(await eraseOld(gate.context, now()), { data: 0, results: 0 });
  assert.deepEqual(await eraseOld(gate.context, now() + 61 * day), { data: 1, results: 2 });
  assert.deepEqual(await found(payloadOf(first)), []);
  assert.deepEqual(await found(payloadOf(second)), []);
  const index = gate.context.log.size() - 1;
  const { envelope } = (await gate.get(`/log/v1/entry/${index}`)).json;
  assert.equal(openEnvelope(erasureType, envelope!).body.hashes.length, 2);
  // The phone goes on counting where it was.
  const third = await resultEnvelope(gate.organisation.genesis.hash, phone!.id, 3, phone!.signer);
  assert.deepEqual((await phone!.call("/agent/v1/report", { results: [third], data: [] })).json, { seq: 3 });
});

test("an order that is over is erased; one that stands, or is young, is not; it is never accepted again", async () => {
  const { organisation, context } = gate;
  const [phone] = await gate.enrolMany(1);
  const lock = await organisation.order("lock", [phone!.id], [organisation.operator]);
  await gate.submit(lock.envelope, [phone!.id]);
  await assert.rejects(erase(context, [lock.hash]), /not over yet/);
  const seen = await phone!.poll();
  await phone!.report(seen);
  await assert.rejects(erase(context, [lock.hash]), /too young/);
  context.book.byHash.get(lock.hash)!.acceptedAt -= 30 * day;
  const [index] = await erase(context, [lock.hash]);
  assert.deepEqual(await found(payloadOf(lock.envelope)), []);
  assert.equal((await gate.submit(lock.envelope, [phone!.id])).json.error, "replay");
  await gate.restart();
  assert.equal((await gate.submit(lock.envelope, [phone!.id])).json.error, "replay");
  assert.deepEqual(await phone!.poll(), []);
  const entries = await gate.context.log.entries(0, 1000);
  assert.equal(entries.length, gate.context.log.size());
  assert.ok(index! < entries.length);
});

test("what must stay is refused before anything goes, and a phone that is gone leaves nothing of itself", async () => {
  const { organisation } = gate;
  const [phone, other] = await gate.enrolMany(2);
  const freeze = await organisation.orderAll("freeze", [organisation.approvers[0]]);
  await gate.submit(freeze.envelope);
  const enrolment = gate.context.devices.get(phone!.id)!.enrolment;
  const before = await gate.counts();
  for (const [hash, why] of [
    [organisation.genesis.hash, /charter is never erased/],
    [freeze.hash, /freeze is never erased/],
    [enrolment, /is served by it/],
    ["00".repeat(32), /no entry, order or result/],
  ] as const)
    await assert.rejects(erase(gate.context, [hash]), why);
  assert.deepEqual(await gate.counts(), before);
  const [a, b] = organisation.approvers;
  await gate.submit((await organisation.orderAll("unfreeze", [a, b], { freezes: [freeze.hash], mute: [] })).envelope);
  const params = { storage: false, esim: false, keepProtection: true };
  const wipe = await organisation.order("wipe", [phone!.id], [a, b], params);
  await gate.submit(wipe.envelope, [phone!.id]);
  await phone!.report(await phone!.poll(5), "started");
  const folder = join(gate.config.data, "erase");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "one.json"), JSON.stringify({ device: phone!.id }));
  writeFileSync(join(folder, "two.json"), JSON.stringify({ hashes: [organisation.genesis.hash] }));
  writeFileSync(join(folder, "three.json"), JSON.stringify({ device: other!.id }));
  for (let waited = 0; !existsSync(join(folder, "two.failed")) && waited < 10_000; waited += 50) await sleep(50);
  assert.match(readFileSync(join(folder, "two.failed"), "utf8"), /never erased/);
  const done = JSON.parse(readFileSync(join(folder, "one.done"), "utf8")) as { erasures: number[] };
  assert.equal(done.erasures.length, 1);
  assert.ok(existsSync(join(folder, "three.done")));
  const { rows } = await gate.context.pool.query("select model, os from device where id = $1", [phone!.id]);
  assert.deepEqual(rows, [{ model: "", os: "" }]);
  const index = (
    await gate.context.pool.query<{ index: string }>("select index from log_entry where hash = $1", [enrolment])
  ).rows[0]!.index;
  const entry = (await gate.get(`/log/v1/entry/${index}`)).json as { erased?: number; hash?: string };
  assert.deepEqual(entry, { erased: done.erasures[0], hash: enrolment });
  // The tree is that of before: hashes stay.
  const size = gate.context.log.size();
  const stored = await gate.context.pool.query<{ hash: string }>("select hash from log_entry order by index");
  const root = fromHex(await gate.context.log.rootAt(size));
  await verifyEntries(
    stored.rows.map(({ hash }) => fromHex(hash)),
    { size, root },
  );
});

test("a record holds as many hashes as its payload allows", () => {
  assert.ok(batchSize * 67 + 200 <= 64 * 1024);
  assert.deepEqual(retentionOf(), { data: 60, observations: 60 });
  assert.throws(() => retentionOf({ data: 61 }), { code: "config" });
  assert.throws(() => retentionOf({ observations: 0 }), { code: "config" });
});
