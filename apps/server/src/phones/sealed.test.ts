// What phones send beside their reports passes through this server sealed: kept, bounded, handed on, never opened.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
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

async function reported(count: number, bytes: number) {
  const { organisation } = bench;
  const device = newId();
  const order = await organisation.order("locate", [device], [organisation.olga]);
  await bench.tell(phoneEvent(device), orderEvent(order, [device], [organisation.olga]));
  const sent: { hash: string; sealed: string }[] = [];
  for (let seq = 1; seq <= count; seq++) {
    const { hash, envelope } = await organisation.result(device, seq, order, { at: 1_790_000_000 + seq });
    const sealed = randomBytes(bytes).toString("base64");
    const event = { type: "result", device, order: order.hash, kind: "order", outcome: "done", envelope, sealed };
    const { status, body } = await bench.tell(event);
    assert.equal(status, 200, JSON.stringify(body));
    sent.push({ hash, sealed });
  }
  return { device, sent };
}
const get = async (path: string) => (await bench.get(`/api/v1/phones/${path}`, token)).body;

test("a report comes back with what was sealed, in the list and alone; under another phone's id it is unknown", async () => {
  const { device, sent } = await reported(2, 200);
  const { results } = await get(device);
  assert.deepEqual(
    results.map(({ hash, sealed }: { hash: string; sealed: string }) => ({ hash, sealed })),
    sent.toReversed(),
  );
  assert.equal((await get(`${device}/reports?kind=order`)).reports[0].sealed, sent[1]!.sealed);
  assert.equal((await get(`${device}/reports/${sent[0]!.hash}`)).sealed, sent[0]!.sealed);
  const other = await reported(1, 10);
  assert.equal((await bench.get(`/api/v1/phones/${other.device}/reports/${sent[0]!.hash}`, token)).status, 404);
});

test("a list holds 4 MiB of it, the newest first; the rest is asked for one by one", async () => {
  const { device, sent } = await reported(10, 500 * 1024);
  const { results } = await get(device);
  const held = results.filter((one: { sealed?: string }) => one.sealed !== undefined);
  assert.equal(held.length, 8);
  assert.deepEqual(held, results.slice(0, 8));
  assert.equal((await get(`${device}/reports/${sent[0]!.hash}`)).sealed, sent[0]!.sealed);
});
