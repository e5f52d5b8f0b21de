import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId } from "@rempart/trust";
import { type Bench, orderEvent, phoneEvent, start, startBench } from "../testing/server.ts";

let bench: Bench;
before(async () => {
  bench = await startBench();
});
after(() => bench.stop());

const day = 86_400;

test("the overview says what the lists behind it say", async () => {
  const { alice, bob, olga } = bench.organisation;
  const token = await bench.signIn(alice);
  const read = async () => (await bench.get("/api/v1/overview", token)).body;
  const empty = await read();
  assert.deepEqual(empty.phones, {
    ...{ total: 0, byState: {}, byPlatform: {}, byOs: [], otherOs: 0, lost: 0, behindOs: 0 },
    ...{ compliance: { "in-line": 0, "out-of-line": 0, unknown: 0 }, silent: { 1: 0, 7: 0, 30: 0 } },
  });

  // 33 versions, the first of them on two phones; one phone is gone and counts in its state alone.
  const group = newId();
  const phones = Array.from({ length: 34 }, () => newId()).sort();
  await bench.tell(
    ...phones.map((id, index) =>
      phoneEvent(id, {
        os: String(Math.max(1, index)),
        patch: index < 10 ? "2026-01-05" : "2026-09-05",
        groups: index < 4 ? [group] : [],
      }),
    ),
    phoneEvent(newId(), { platform: "ios", os: "17.4", state: "gone" }),
    ...[newId(), newId()].map((id) => phoneEvent(id, { platform: "ios", os: "17.4", state: "confirm" })),
    {
      type: "seen",
      phones: phones.map((id, index) => [
        id,
        index < 3 ? start - 40 * day : index < 8 ? start - 8 * day : index < 20 ? start - day : start,
      ]),
    },
  );
  const lost = await bench.organisation.order("lost-mode", [phones[5]!], [olga], { params: { on: true } });
  const held = await bench.organisation.order("wipe", phones, [alice, bob]);
  const drifted = await bench.organisation.observation(phones[6]!, 1, "drift", "failed");
  await bench.tell(
    orderEvent(lost, [phones[5]!], [olga]),
    orderEvent(held, phones, [alice, bob], "held"),
    {
      ...{ type: "result", device: phones[5], kind: "order", order: lost.hash, outcome: "done" },
      envelope: (await bench.organisation.result(phones[5]!, 1, lost)).envelope,
    },
    { type: "result", device: phones[6], kind: "drift", outcome: "failed", envelope: drifted.envelope },
    { type: "surprise" },
  );
  const draft = await bench.organisation.order("wipe", [phones[0]!], [bob]);
  const mine = await bench.organisation.order("wipe", [phones[1]!], [alice]);
  for (const one of [draft, mine])
    assert.equal(
      (
        await bench.post(
          "/api/v1/drafts",
          { envelope: one.envelope, targets: [one === draft ? phones[0] : phones[1]] },
          token,
        )
      ).status,
      201,
    );

  const all = await read();
  const { byOs, ...counted } = all.phones;
  assert.deepEqual(counted, {
    total: 36,
    byState: { ready: 34, confirm: 2, gone: 1 },
    byPlatform: { android: 34, ios: 2 },
    otherOs: 36 - 32,
    compliance: { "in-line": 0, "out-of-line": 1, unknown: 35 },
    lost: 1,
    // The two that must be confirmed were never seen; those seen a day ago to the second are not silent yet.
    silent: { 1: 10, 7: 10, 30: 5 },
    behindOs: 0,
  });
  assert.equal(byOs.length, 30);
  assert.deepEqual(byOs[0], { platform: "android", os: "1", phones: 2 });
  assert.ok(byOs.some((one: { platform: string; os: string }) => one.platform === "ios" && one.os === "17.4"));
  for (const days of [1, 7, 30]) {
    const path = `/api/v1/phones/count?state=ready,confirm&seenBefore=${all.at - days * day}`;
    assert.equal((await bench.get(path, token)).body.phones, all.phones.silent[days], path);
  }
  assert.deepEqual(
    [all.orders, all.drafts, all.alarms, all.rollouts, all.frozen, all.behind, all.version],
    [{ released: 1, held: 1 }, { waiting: 2, forMe: 1 }, 1, { running: 0, paused: 0, halted: 0 }, false, 0, 1],
  );

  // Behind, by version and by patch level, of everybody and of a group: as the filter counts them.
  let n = 0;
  let prev: string | undefined;
  for (const [minimum, target, expected] of [
    ["16", undefined, 16],
    ["2026-05-05", undefined, 10],
    ["16", group, 4],
    ["2026-05-05", group, 4],
  ] as const) {
    const change = { params: { platform: "android", minimum }, ...(target && { targets: { group: target } }) };
    const order = await bench.organisation.standing(++n, prev, [alice, bob], change);
    prev = order.hash;
    await bench.tell(orderEvent(order, [], [alice, bob]));
    assert.equal((await read()).phones.behindOs, expected, minimum);
    assert.equal((await bench.get("/api/v1/phones/count?behind=true", token)).body.phones, expected);
  }

  bench.clock.now = start + 2 * day;
  const later = (await bench.get("/api/v1/overview", await bench.signIn(alice))).body;
  assert.deepEqual([later.behind, later.drafts], [2 * day, { waiting: 0, forMe: 0 }]);
  bench.clock.now = start;
});
