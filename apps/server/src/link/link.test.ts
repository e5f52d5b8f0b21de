import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId } from "@rempart/trust";
import { type Bench, linkToken, orderEvent, phoneEvent, startBench } from "../testing/server.ts";

let bench: Bench;
before(async () => {
  bench = await startBench({ founded: false });
});
after(() => bench.stop());

function send(events: object[], token: string | undefined = linkToken) {
  return bench.post("/link/v1/events", { events }, token);
}
const numbered = (seq: number, event: object) => ({ at: 1, ...event, seq });
const phones = Array.from({ length: 3 }, () => newId());

test("without the link token nothing is taken, a session's token included", async () => {
  for (const token of ["", `${linkToken}x`, linkToken.slice(0, -1)]) {
    const { status, body } = await send([numbered(1, phoneEvent(phones[0]!))], token);
    assert.deepEqual([status, body.error], [401, "link"]);
  }
  assert.equal((await bench.post("/link/v1/events", { events: [] })).status, 401);
});

test("before founding, sign-in says what is missing", async () => {
  const { envelope } = await bench.organisation.signin(bench.organisation.alice, "A".repeat(43));
  const { status, body } = await bench.post("/api/v1/signin", { envelope });
  assert.deepEqual([status, body.error], [409, "not-founded"]);
});

test("a genesis that its roots did not sign is kept aside and reported; the true one is taken after it", async () => {
  const other = await startBench({ founded: false });
  try {
    const { charter, alice } = other.organisation;
    const forged = { ...(charter.envelope as object), signatures: [] };
    const { status, body } = await other.tell({ type: "charter", envelope: forged });
    assert.deepEqual([status, body], [200, { seq: 1, refused: [1] }]);
    const { event, code } = other.reports.at(-1)!;
    assert.deepEqual([event, code], ["charter-refused", "charter.chain"]);
    await other.tell({ type: "charter", envelope: charter.envelope });
    const token = await other.signIn(alice);
    const { alarms } = (await other.get("/api/v1/alarms?standing=true", token)).body;
    assert.deepEqual(
      alarms.map((one: { kind: string }) => one.kind),
      ["charter.refused"],
    );
  } finally {
    await other.stop();
  }
});

test("events come in order, without holes; repeats must be equal", async () => {
  const { charter } = bench.organisation;
  const first = numbered(1, { type: "charter", envelope: charter.envelope });
  assert.deepEqual((await send([first])).body, { seq: 1 });
  const second = numbered(2, phoneEvent(phones[0]!));
  assert.deepEqual((await send([first, second])).body, { seq: 2 });
  assert.deepEqual((await send([first, second])).body, { seq: 2 });
  assert.deepEqual((await send([])).body, { seq: 2 });

  const gap = await send([numbered(4, phoneEvent(phones[1]!))]);
  assert.deepEqual([gap.status, gap.body.error, gap.body.seq], [409, "link.gap", 2]);
  assert.match(gap.body.message, /3 is the next/);
  const other = await send([numbered(2, phoneEvent(phones[0]!, { model: "other" }))]);
  assert.deepEqual([other.status, other.body.error], [409, "link.conflict"]);
});

test("a batch with a hole is taken in whole or not at all", async () => {
  const gap = await send([numbered(3, phoneEvent(phones[1]!)), numbered(5, phoneEvent(phones[2]!))]);
  assert.deepEqual([gap.status, gap.body.error, gap.body.seq], [409, "link.gap", 3]);
  assert.deepEqual((await send([])).body, { seq: 2 });
  assert.equal((await send([{ type: "phone" }])).body.error, "schema");
});

test("batches sent at once do not interleave", async () => {
  const batch = [numbered(3, phoneEvent(phones[1]!)), numbered(4, phoneEvent(phones[2]!))];
  const answers = await Promise.all([send(batch), send(batch), send(batch)]);
  assert.deepEqual(
    answers.map(({ body }) => body),
    [{ seq: 4 }, { seq: 4 }, { seq: 4 }],
  );
});

test("phones, orders, releases, results and the freeze are shown as told", async () => {
  const { organisation } = bench;
  const token = await bench.signIn(organisation.ada);
  const order = await organisation.order("lock", phones, [organisation.olga]);
  const release = await organisation.release(order, 3, [organisation.olga]);
  const [phone] = phones as [string];
  const done = await organisation.result(phone, 1, order);
  const standing = await organisation.standing(1, undefined, [organisation.alice, organisation.bob]);
  const { status } = await send([
    numbered(5, orderEvent(order, phones, [organisation.olga], "held")),
    numbered(6, orderEvent(order, phones, [organisation.olga])),
    numbered(7, { type: "release", order: order.hash, index: 1, envelope: release.envelope }),
    numbered(8, {
      type: "result",
      device: phone,
      order: order.hash,
      kind: "order",
      outcome: "done",
      envelope: done.envelope,
    }),
    numbered(9, {
      type: "seen",
      phones: [
        [phone, 50],
        [newId(), 60],
      ],
    }),
    numbered(10, { type: "seen", phones: [[phone, 40]] }),
    numbered(11, { type: "freeze", freezes: [order.hash] }),
    numbered(12, orderEvent(standing, [], [organisation.alice, organisation.bob])),
    numbered(13, phoneEvent(phones[1]!, { state: "gone" })),
  ]);
  assert.equal(status, 200);

  const shown = (await bench.get(`/api/v1/orders/${order.hash}`, token)).body;
  assert.equal(shown.state, "released");
  assert.deepEqual(shown.targets, phones);
  assert.deepEqual(shown.by, [organisation.olga.id]);
  assert.deepEqual(shown.releases, [{ index: 1, envelope: release.envelope }]);
  assert.deepEqual(shown.outcomes, { done: 1 });
  assert.deepEqual(shown.results, [{ device: phone, outcome: "done", at: done.body.at, envelope: done.envelope }]);
  const one = (await bench.get(`/api/v1/phones/${phone}`, token)).body;
  assert.equal(one.seenAt, 50);
  assert.equal(one.results[0].order, order.hash);
  assert.deepEqual((await bench.get("/api/v1/streams?name=os/android", token)).body, { n: 1, hash: standing.hash });
  assert.equal((await bench.get("/api/v1/streams?name=agent", token)).status, 404);

  const state = (await bench.get("/api/v1/status", token)).body;
  assert.deepEqual(state.phones, { ready: 2, gone: 1 });
  assert.deepEqual(state.orders, { released: 2 });
  assert.deepEqual([state.frozen, state.behind, state.version], [true, 0, 1]);
});

test("pages meet without holes or repeats", async () => {
  const token = await bench.signIn(bench.organisation.ada);
  const seen: string[] = [];
  let next: string | undefined = "";
  while (next !== undefined) {
    const { body } = await bench.get(`/api/v1/phones?limit=2${next && `&after=${next}`}`, token);
    seen.push(...body.phones.map((phone: { id: string }) => phone.id));
    next = body.next;
  }
  assert.deepEqual(seen, [...phones].sort());
  const { body } = await bench.get("/api/v1/orders?limit=1", token);
  const rest = await bench.get(`/api/v1/orders?limit=1&before=${body.next}`, token);
  assert.deepEqual([body.orders[0].action, rest.body.orders[0].action], ["os-update", "lock"]);
  assert.equal(rest.body.next, undefined);
});

test("what no signature bears out or nobody knows is kept aside, and stops nothing that comes after it", async () => {
  const { organisation } = bench;
  const token = await bench.signIn(organisation.alice);
  const another = await (await import("../testing/organisation.ts")).foundOrganisation(1);
  const stranger = newId();
  const bad = [
    { type: "charter", envelope: (await organisation.successor({}, [organisation.alice.key])).envelope },
    { type: "charter", envelope: (await organisation.successor({ version: 3 })).envelope },
    { type: "charter", envelope: another.charter.envelope },
    { type: "surprise", about: { anything: true } },
    { type: "freeze", freezes: ["x"] },
    orderEvent({ ...(await organisation.order("lock", phones, [])), hash: "0".repeat(64) }, phones, []),
    phoneEvent(stranger, { model: "nul\u0000" }),
    { type: "order", padding: "x".repeat(300_000) },
  ];
  const batch = [...bad, phoneEvent(phones[0]!, { model: "After all" })].map((one, index) => numbered(14 + index, one));
  const { body } = await send(batch);
  assert.deepEqual(body, { seq: 22, refused: batch.slice(0, -1).map(({ seq }) => seq) });
  assert.equal((await bench.get(`/api/v1/phones/${phones[0]}`, token)).body.model, "After all");
  assert.equal((await bench.get(`/api/v1/phones/${stranger}`, token)).status, 404);
  assert.equal((await bench.get("/api/v1/status", token)).body.version, 1);
  // Again, as after an answer that was lost: nothing is judged twice.
  assert.deepEqual((await send(batch)).body, { seq: 22 });

  const { events } = (await bench.get("/api/v1/link/refused", token)).body;
  assert.deepEqual(
    events.map(({ code }: { code: string }) => code),
    ["schema", "schema", "link.hash", "schema", "schema", "org", "charter.chain", "charter.chain"],
  );
  assert.equal(events[0].event, undefined);
  assert.deepEqual(JSON.parse(events[4].event), batch[3]);
  const standing = async () => (await bench.get("/api/v1/alarms?standing=true", token)).body.alarms;
  const alarms = await standing();
  assert.deepEqual(
    alarms.map(({ kind, times }: { kind: string; times: number }) => [kind, times]),
    [
      ["link.refused", 5],
      ["charter.refused", 3],
    ],
  );
  const lifted = await bench.post(`/api/v1/alarms/${alarms[0].id}/lift`, undefined, token);
  assert.equal(lifted.status, 200);
  assert.equal((await bench.post(`/api/v1/alarms/${alarms[0].id}/lift`, undefined, token)).status, 404);
  assert.equal((await standing()).length, 1);
  const { history } = (await bench.get("/api/v1/history?kind=link.refused", token)).body;
  assert.equal(history.length, 8);
});

test("what was kept aside is tried again, and changes nothing that is newer", async () => {
  const token = await bench.signIn(bench.organisation.alice);
  const { withClient } = await import("@rempart/postgres");
  const [fresh, overtaken] = [newId(), phones[0]!];
  const kept = [phoneEvent(fresh), phoneEvent(overtaken, { model: "Of yesterday" })];
  await withClient(bench.config.database, async (client) => {
    for (const [index, event] of kept.entries()) {
      const seq = 14 + index;
      await client.query("update link_refused set event = $2 where seq = $1", [
        seq,
        JSON.stringify(numbered(seq, event)),
      ]);
    }
  });
  const { Charters } = await import("../charter/charters.ts");
  const { openDatabase, openPool } = await import("../database/connect.ts");
  const { retryKept } = await import("./intake.ts");
  const pool = openPool(bench.config.database);
  const database = openDatabase(pool);
  assert.equal(await retryKept(database, new Charters(database), () => bench.clock.now), 2);
  await pool.end();
  assert.equal((await bench.get(`/api/v1/phones/${fresh}`, token)).body.model, "Pixel 9");
  assert.equal((await bench.get(`/api/v1/phones/${overtaken}`, token)).body.model, "After all");
  assert.equal((await bench.get("/api/v1/link/refused", token)).body.events.length, 6);
});

test("a draft that was submitted past this server waits no longer", async () => {
  const { organisation } = bench;
  const token = await bench.signIn(organisation.olga);
  const order = await organisation.order("lock", phones, [organisation.olga]);
  const draft = { envelope: order.envelope, targets: phones };
  assert.equal((await bench.post("/api/v1/drafts", draft, token)).status, 201);
  assert.equal((await send([numbered(23, orderEvent(order, phones, [organisation.olga]))])).status, 200);
  assert.equal((await bench.get(`/api/v1/drafts/${order.hash}`, token)).body.state, "accepted");
});
