// What a long table asks: whether phones are in line, any place of any order, every id at once.
import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { newId } from "@rempart/trust";
import { openDatabase, openPool } from "../database/connect.ts";
import { type Bench, phoneEvent, start, startBench } from "../testing/server.ts";
import { recountAll } from "./facets.ts";
import { streamIds } from "./ids.ts";

let bench: Bench;
let token: string;
const [north, south] = [newId(), newId()];
const phones = Array.from({ length: 12 }, () => newId()).sort();
before(async () => {
  bench = await startBench();
  token = await bench.signIn(bench.organisation.ada);
  await bench.tell(
    ...phones.map((id, index) =>
      phoneEvent(id, {
        model: `Model ${index % 4}`,
        os: String(10 + (index % 3)),
        state: index === 11 ? "gone" : "ready",
        groups: index % 2 === 0 ? [north] : index % 3 === 0 ? [south] : [],
      }),
    ),
  );
});
after(() => bench.stop());

const list = async (query: string): Promise<{ id: string; [field: string]: unknown }[]> => {
  const { status, body } = await bench.get(`/api/v1/phones?${query}`, token);
  assert.equal(status, 200, JSON.stringify(body));
  return body.phones;
};
const ids = async (query: string) => (await list(query)).map(({ id }) => id);

/** What a phone reports of a drift, as the gatekeeper tells it. */
async function drift(device: string, seq: number, outcome: string, at = start + seq) {
  const { envelope } = await bench.organisation.observation(device, seq, "drift", outcome, at);
  return { type: "result", device, kind: "drift", outcome, envelope };
}

test("a phone is in line or not by its newest report of a drift, whatever order they come in", async () => {
  const device = phones[0]!;
  const shown = async () => (await bench.get(`/api/v1/phones/${device}`, token)).body;
  assert.deepEqual([(await shown()).compliance, (await shown()).at.compliance], ["unknown", undefined]);
  const facets = async () => (await bench.get("/api/v1/phones/facets?state=ready", token)).body.facets.compliance;
  assert.deepEqual(await facets(), { unknown: 11 });

  assert.equal((await bench.tell(await drift(device, 4, "failed"))).body.refused, undefined);
  const phone = await shown();
  assert.deepEqual([phone.compliance, phone.at.compliance], ["out-of-line", start + 4]);
  assert.ok(phone.signed.includes("compliance"));
  await bench.tell(await drift(device, 3, "done", start + 400)); // kept aside before, and told late
  assert.equal((await shown()).compliance, "out-of-line");
  await bench.tell(await drift(device, 5, "observed"));
  assert.equal((await shown()).compliance, "out-of-line");
  await bench.tell(await drift(phones[1]!, 1, "failed"), await drift(phones[1]!, 2, "done"));

  assert.deepEqual(await facets(), { "in-line": 1, "out-of-line": 1, unknown: 9 });
  assert.deepEqual(await ids("compliance=out-of-line"), [device]);
  assert.deepEqual(await ids("compliance=in-line,out-of-line"), phones.slice(0, 2));
  assert.deepEqual(await ids("sort=compliance&limit=2"), [phones[1], phones[0]]);
  assert.equal((await ids("sort=-compliance"))[0], phones[11]);

  // The gatekeeper tells of the phone again: what it reported stays, and its count moves with its state.
  await bench.tell(phoneEvent(device, { state: "gone" }));
  assert.equal((await shown()).compliance, "out-of-line");
  assert.deepEqual(await facets(), { "in-line": 1, unknown: 9 });
  await bench.tell(phoneEvent(device, { model: "Model 0", os: "10", groups: [north] }));
  const kept = await facets();
  const pool = openPool(bench.config.database);
  await recountAll(openDatabase(pool));
  await pool.end();
  assert.deepEqual(await facets(), kept);
});

test("a list is entered at any place of any order", async () => {
  for (const sort of ["id", "model", "os", "patch", "seen", "enrolled", "compliance"].flatMap((key) => [
    key,
    `-${key}`,
  ])) {
    const whole = await ids(`sort=${sort}`);
    for (const offset of [0, 1, 7, 11, 12, 500])
      assert.deepEqual(await ids(`sort=${sort}&offset=${offset}&limit=3`), whole.slice(offset, offset + 3), sort);
    const { body } = await bench.get(`/api/v1/phones?sort=${sort}&offset=4&limit=3`, token);
    assert.deepEqual(await ids(`sort=${sort}&after=${body.next}&limit=3`), whole.slice(7, 10), sort);
  }
  const few = await ids(`groups=${north}`);
  assert.deepEqual(await ids(`groups=${north}&offset=2`), few.slice(2));
  const both = await bench.get(`/api/v1/phones?offset=1&after=${phones[0]}`, token);
  assert.deepEqual([both.status, both.body.where], [400, "querystring.offset"]);
  assert.equal((await bench.get("/api/v1/phones?offset=1000001", token)).status, 400);
});

test("several values of a filter are any of them", async () => {
  const even = phones.filter((_, index) => index % 2 === 0);
  const third = phones.filter((_, index) => index % 2 !== 0 && index % 3 === 0);
  assert.deepEqual(await ids(`groups=${north}`), even);
  assert.deepEqual(await ids(`groups=${north},${south}`), [...even, ...third].sort());
  assert.deepEqual(await ids(`groups=${newId()}`), []);
  assert.deepEqual(await ids("state=gone,confirm"), [phones[11]]);
  assert.equal((await bench.get("/api/v1/phones?groups=x", token)).status, 400);
});

test("all ids that match come in one answer, sorted bytewise, in however many pieces they were read", async () => {
  const all = await bench.get("/api/v1/phones/ids", token);
  assert.deepEqual(all.body, { ids: phones, phones: 12 });
  assert.equal(all.headers["content-type"], "application/json; charset=utf-8");
  assert.equal(all.headers["x-content-type-options"], "nosniff");
  const ready = (await bench.get("/api/v1/phones/ids?state=ready&model=Model%201", token)).body;
  assert.deepEqual(ready, { ids: await ids("state=ready&model=Model%201"), phones: 3 });
  assert.deepEqual((await bench.get("/api/v1/phones/ids?q=nokia", token)).body, { ids: [], phones: 0 });

  const pool = openPool(bench.config.database);
  const read = async (most: number, piece: number) =>
    JSON.parse(await text(await streamIds(openDatabase(pool), {}, most, piece)));
  for (const piece of [1, 5, 6, 12, 13]) assert.deepEqual(await read(100, piece), { ids: phones, phones: 12 });
  assert.deepEqual(await read(12, 5), { ids: phones, phones: 12 });
  assert.deepEqual(await read(11, 5), { ids: phones.slice(0, 11), phones: 11, more: true });
  await pool.end();
});
