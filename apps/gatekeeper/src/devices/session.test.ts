// Hello, poll and report: what a stranger, a confused phone, or somebody with half a secret gets.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type JsonValue, randomBytes, sha256, toHex } from "@rempart/trust";
import { helloEnvelope, pollRequest, resultEnvelope } from "../testing/documents.ts";
import type { TestPhone } from "../testing/phone.ts";
import { startTestGatekeeper } from "../testing/start.ts";
import { makeToken } from "./token.ts";

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
let phone: TestPhone;
let other: TestPhone;
let org: string;
before(async () => {
  gate = await startTestGatekeeper();
  await gate.found();
  [phone, other] = (await gate.enrolMany(2)) as [TestPhone, TestPhone];
  org = gate.organisation.genesis.hash;
});
after(() => gate.stop());

const agent = (path: string, body: unknown, token = phone.token) => phone.call(`/agent/v1/${path}`, body, token);

async function refused(path: string, body: unknown, status: number, code: string, where: string, token?: string) {
  const before = await gate.counts();
  const answer = await agent(path, body, token);
  assert.deepEqual([answer.status, answer.json.error], [status, code], JSON.stringify(answer.json));
  assert.ok(String(answer.json.where).includes(where), JSON.stringify(answer.json));
  assert.deepEqual(await gate.counts(), before);
}

test("tokens: none, cut, forged, of another key, over: 401 each", async () => {
  const good = Buffer.from(phone.token, "base64url");
  const now = Math.floor(Date.now() / 1000);
  const flipped = Buffer.from(good);
  flipped[3]! ^= 1;
  const longer = Buffer.from(good);
  longer.writeBigUInt64BE(BigInt(now + 10_000_000), 16);
  const tokens = [
    "",
    "x",
    phone.token.slice(0, -2),
    phone.token.slice(0, 20),
    `${phone.token}AAAA`,
    "A".repeat(257),
    flipped.toString("base64url"),
    longer.toString("base64url"),
    makeToken(randomBytes(32), phone.id, now + 1000),
    makeToken(gate.context.keys.token, phone.id, now - 1),
    makeToken(gate.context.keys.token, "AAAAAAAAAAAAAAAAAAAAAQ", now + 1000),
  ];
  for (const token of tokens) {
    await refused("poll", pollRequest(), 401, "token", "", token);
    await refused(
      "report",
      { results: [await resultEnvelope(org, phone.id, 1, phone.signer)], data: [] },
      401,
      "token",
      "",
      token,
    );
  }
});

test("hello: its count must grow, its signer must be the phone, and the phone must be ours", async () => {
  const send = async (count: number, changes: Record<string, JsonValue> = {}, signer = phone.signer) => ({
    hello: await helloEnvelope(org, phone.id, count, signer, changes),
  });
  await refused("hello", await send(phone.count), 409, "report.gap", "hello.count");
  await refused("hello", await send(1), 409, "report.gap", "hello.count");
  await refused("hello", await send(99, {}, other.signer), 400, "request", "hello.signatures");
  await refused("hello", await send(99, { org: "ab".repeat(32) }), 400, "request", "hello.org");
  await refused("hello", await send(99, { device: other.id }), 400, "request", "hello.signatures");
  await refused("hello", await send(99, { device: "AAAAAAAAAAAAAAAAAAAAAQ" }), 401, "token", "hello.device");
  assert.equal((await phone.hello()).status, 200);
});

test("hello: another system than before is told to the server, once, with the count that it uses up", async () => {
  const told = async (): Promise<JsonValue[]> => {
    const { rows } = await gate.context.pool.query<{ body: string }>(
      "select body from outbox where type = 'phone' order by id",
    );
    return rows.map(({ body }) => JSON.parse(body)).filter((body) => body.device === other.id);
  };
  const before = (await told()).length;
  const say = async (count: number, changes: Record<string, JsonValue>) =>
    (await agent("hello", { hello: await helloEnvelope(org, other.id, count, other.signer, changes) })).status;
  const updated = { os: "16", patch: "2026-10-05" };
  assert.deepEqual([await say(50, updated), await say(51, updated), await say(51, { os: "17" })], [200, 200, 409]);
  const news = (await told()).slice(before) as { os: string; patch: string }[];
  assert.deepEqual(
    news.map(({ os, patch }) => ({ os, patch })),
    [updated],
  );
  const { rows } = await gate.context.pool.query("select os, patch, hello_count from device where id = $1", [other.id]);
  assert.deepEqual(rows, [{ ...updated, hello_count: "51" }]);
  assert.equal(await say(52, {}), 200);
});

test("poll: bad fields by name; a phone ahead of this log gets 503, and nothing is signed for it", async () => {
  const bad: [field: string, value: JsonValue][] = [
    ["nonce", "x"],
    ["wait", -1],
    ["wait", 601],
    ["wait", "1"],
    ["charter", 0],
    ["size", -1],
    ["root", "zz"],
    ["freezes", "x"],
    ["freezes", Array(17).fill("ab".repeat(32))],
    ["freezes", ["ab".repeat(32), "ab".repeat(32)]],
    ["more", 1],
  ];
  for (const [field, value] of bad) await refused("poll", pollRequest({ [field]: value }), 400, "schema", field);
  const size = gate.context.log.size();
  for (const [field, value] of [
    ["size", size + 1],
    ["charter", 2],
  ] as const) {
    const { status, json } = await agent("poll", pollRequest({ [field]: value }));
    assert.deepEqual([status, json.error, json.where], [503, "stopped", `poll.${field}`]);
    assert.equal(json.head, undefined);
  }
});

test("two polls of one phone: the older is answered at once, and neither chases the other", async () => {
  const { signHead } = gate.context.log;
  let signed = 0;
  gate.context.log.signHead = (...all) => {
    signed++;
    return signHead(...all);
  };
  const started = Date.now();
  const first = agent("poll", pollRequest({ wait: 30 }));
  await sleep(150);
  const second = agent("poll", pollRequest({ wait: 1 }));
  assert.equal((await first).status, 200);
  assert.ok(Date.now() - started < 900, "the older poll was held");
  assert.equal((await second).status, 200);
  assert.equal(signed, 2);
  gate.context.log.signHead = signHead;
  assert.equal(gate.context.waiters.count, 0);
});

test("an order that arrives while a poll is still being looked up is not missed", async () => {
  const { decisions } = gate.context;
  await phone.poll();
  const wipe = await gate.organisation.order("wipe", [other.id], gate.organisation.approvers, {
    storage: false,
    esim: false,
    keepProtection: true,
  });
  await gate.submit(wipe.envelope, [other.id]);
  // The slot that the poll of `other` asks for waits for this turn; the lock comes meanwhile.
  let end = (): void => {};
  void decisions.run(
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  );
  const waiting = other.poll(20);
  await sleep(150);
  const lock = await gate.organisation.order("lock", [other.id], [gate.organisation.operator]);
  const submitted = gate.submit(lock.envelope, [other.id]);
  const freeze = gate.submit((await gate.organisation.orderAll("freeze", [gate.organisation.approvers[0]])).envelope);
  end();
  assert.equal((await submitted).status, 200);
  await freeze;
  const started = Date.now();
  await waiting;
  assert.ok(Date.now() - started < 5000, "the wake was lost");
});

test("report: another's, unsigned, torn data, too many, a gap: refused; equal repeats are fine", async () => {
  const make = (seq: number, changes: Record<string, JsonValue> = {}, signer = phone.signer) =>
    resultEnvelope(org, phone.id, seq, signer, changes);
  const value = Buffer.concat([randomBytes(32), Buffer.from("{}")]);
  const data = { sha256: toHex(sha256(value)), value: value.toString("base64") };
  const wrong = { sha256: "ab".repeat(32), value: data.value };
  const report = (results: JsonValue[], extra: JsonValue[] = []) => ({ results, data: extra });
  await refused("report", report([await make(1, { device: other.id })]), 400, "request", "result.device");
  await refused("report", report([await make(1, { org: "ab".repeat(32) })]), 400, "request", "result.device");
  await refused("report", report([await make(1, {}, other.signer)]), 400, "request", "result.signatures");
  await refused("report", report([await make(1, { data: wrong.sha256 })], [wrong]), 400, "request", "report.data");
  await refused("report", report([await make(2)]), 409, "report.gap", "result.seq");
  await refused("report", report([await make(1), await make(3)]), 409, "report.gap", "result.seq");
  const many = await Promise.all(Array.from({ length: 101 }, (_, index) => make(index + 1)));
  await refused("report", report(many), 400, "schema", "report.results");
  await refused("report", report([]), 400, "schema", "report.results");
  await refused("report", report([{ payload: "e30=" }]), 400, "schema", "");
  const first = await make(1, { data: data.sha256 });
  assert.deepEqual((await agent("report", report([first], [data]))).json, { seq: 1 });
  const before = await gate.counts();
  assert.deepEqual((await agent("report", report([first], [data]))).json, { seq: 1 });
  assert.deepEqual(await gate.counts(), before);
  const { rows } = await gate.context.pool.query<{ sealed: Buffer }>("select sealed from result where device = $1", [
    phone.id,
  ]);
  assert.ok(!rows[0]!.sealed.includes(value), "a clear copy was kept");
  // The server is handed the sealed bytes, and nothing clearer.
  const events = await gate.context.pool.query<{ body: string }>("select body from outbox where type = 'result'");
  const event = events.rows.map(({ body }) => JSON.parse(body)).find(({ device }) => device === phone.id);
  assert.equal(event.sealed, rows[0]!.sealed.toString("base64"));
});

test("a group: the same results sent twice at once are stored once, and a bad one takes nobody with it", async () => {
  const results = await Promise.all([2, 3, 4].map((seq) => resultEnvelope(org, phone.id, seq, phone.signer)));
  const good = { results, data: [] };
  const gap = { results: [await resultEnvelope(org, other.id, 7, other.signer)], data: [] };
  const fine = { results: [await resultEnvelope(org, other.id, 1, other.signer)], data: [] };
  const before = await gate.counts();
  const answers = await Promise.all([
    agent("report", good),
    agent("report", good),
    other.call("/agent/v1/report", gap),
    other.call("/agent/v1/report", fine),
    agent("report", { ...good, results: results.slice(0, 1) }),
    sleep(4).then(() => agent("report", good)),
  ]);
  const [whole, twice, torn, alone, part, later] = answers.map(({ status, json }) =>
    status === 200 ? json.seq : status,
  );
  assert.deepEqual([whole, twice, torn, alone, later], [4, 4, 409, 1, 4]);
  assert.ok(Number(part) >= 2 && Number(part) <= 4);
  const { result } = await gate.counts();
  assert.equal(result, before.result! + 4);
});

test("a result that the database does not take sinks nobody else's", async () => {
  // A row that should not be there, as after a wrong hand in the database.
  const stuck = await resultEnvelope(org, other.id, 2, other.signer);
  await gate.context.pool.query("insert into result (hash, device, seq, envelope) values ('x', $1, 2, '{}')", [
    other.id,
  ]);
  const fine = await resultEnvelope(org, phone.id, 5, phone.signer);
  const [bad, good] = await Promise.all([
    other.call("/agent/v1/report", { results: [stuck], data: [] }),
    agent("report", { results: [fine], data: [] }),
  ]);
  assert.deepEqual([bad.status, good.status, good.json.seq], [503, 200, 5]);
});
