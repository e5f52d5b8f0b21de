import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId } from "@rempart/trust";
import { type Bench, orderEvent, phoneEvent, startBench } from "../testing/server.ts";

let bench: Bench;
let token: string;
before(async () => {
  bench = await startBench();
  token = await bench.signIn(bench.organisation.ada);
});
after(() => bench.stop());

test("an order's phones with their newest word, page by page; those that failed for another try", async () => {
  const { olga } = bench.organisation;
  const phones = Array.from({ length: 5 }, () => newId()).sort() as [string, string, string, string, string];
  const order = await bench.organisation.order("lock", phones, [olga]);
  await bench.tell(orderEvent(order, phones, [olga]));
  let seq = 0;
  const says = async (device: string, outcome: string, code?: string) => {
    const change = { outcome, ...(code !== undefined && { code }) };
    const { envelope } = await bench.organisation.result(device, ++seq, order, change);
    return { type: "result", device, order: order.hash, kind: "order", ...change, envelope };
  };
  await bench.tell(
    await says(phones[0], "started"),
    await says(phones[0], "done"),
    await says(phones[1], "failed"),
    await says(phones[2], "refused", "freeze"),
    await says(phones[3], "failed"),
    await says(phones[3], "done"),
  );
  const path = `/api/v1/orders/${order.hash}`;
  assert.deepEqual((await bench.get(path, token)).body.outcomes, { done: 2, failed: 1, refused: 1 });
  const ask = async (query: string) => {
    const { status, body } = await bench.get(`${path}/phones?${query}`, token);
    assert.equal(status, 200, JSON.stringify(bench.reports));
    return body.phones.map(({ device, outcome }: { device: string; outcome: string }) => [
      phones.indexOf(device),
      outcome,
    ]);
  };
  const failed = [
    [1, "failed"],
    [2, "refused"],
  ];
  assert.deepEqual(await ask("outcome=failed,refused"), failed);
  assert.deepEqual(await ask("outcome=silent"), [[4, "silent"]]);
  assert.deepEqual(await ask("outcome=silent&outcome=failed"), [
    [1, "failed"],
    [4, "silent"],
  ]);
  assert.deepEqual(await ask(""), [[0, "done"], ...failed, [3, "done"], [4, "silent"]]);
  const first = (await bench.get(`${path}/phones?limit=3`, token)).body;
  assert.equal(first.next, phones[2]);
  assert.equal(first.phones[2].code, "freeze");
  assert.deepEqual(await ask(`limit=3&after=${first.next}`), [
    [3, "done"],
    [4, "silent"],
  ]);
  assert.equal((await bench.get(`/api/v1/orders/${"0".repeat(64)}/phones`, token)).status, 404);
});

test("a group's order concerns its members as told, and whoever answered", async () => {
  const { alice, bob } = bench.organisation;
  const [member, gone] = [newId(), newId()];
  const order = await bench.organisation.standing(1, undefined, [alice, bob]);
  const { envelope } = await bench.organisation.result(gone, 1, order);
  await bench.tell(phoneEvent(member), phoneEvent(gone, { state: "gone" }), orderEvent(order, [], [alice, bob]), {
    ...{ type: "result", device: gone, order: order.hash, kind: "order", outcome: "done", envelope },
  });
  const { body } = await bench.get(`/api/v1/orders/${order.hash}/phones`, token);
  const found = Object.fromEntries(
    body.phones.map((one: { device: string; outcome: string }) => [one.device, one.outcome]),
  );
  assert.deepEqual(found, { [member]: "silent", [gone]: "done" });
});
