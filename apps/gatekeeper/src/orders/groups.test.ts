// A stream whose documents name different groups: each phone gets the newest that concerns it, also after it was away.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Document, type JsonValue, newId, type Order } from "@rempart/trust";
import { startTestGatekeeper } from "../testing/start.ts";

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
before(async () => {
  gate = await startTestGatekeeper();
  await gate.found();
});
after(() => gate.stop());

const camera = [{ kind: "camera", disabled: true }];

/** The next document of `id`, for one group: rules, or its end. */
async function publish(id: string, group: string, before_: Document<Order> | undefined, rules: JsonValue | undefined) {
  const { organisation } = gate;
  const params = rules === undefined ? { params: { id, removed: true } } : {};
  const people = organisation.approvers.slice(0, 3);
  const order = await organisation.policy(id, rules ?? camera, before_, people, { targets: { group }, ...params });
  const { status, json } = await gate.submit(order.envelope);
  assert.equal(status, 200, JSON.stringify(json));
  return order;
}

test("a policy that ended for one group and went on for another ends on a phone that was away", async () => {
  const [here, there] = [newId(), newId()];
  const [phone] = await gate.enrolMany(1, { groups: [here] });
  const [other] = await gate.enrolMany(1, { groups: [there] });
  const id = newId();
  const first = await publish(id, here, undefined, camera);
  assert.deepEqual(
    (await phone!.poll()).map(({ order }) => order),
    [first.hash],
  );
  const ended = await publish(id, here, first, undefined);
  const moved = await publish(id, there, ended, camera);
  for (const restarted of [false, true]) {
    if (restarted) await gate.restart();
    assert.deepEqual(
      [...gate.context.book.standing()].map(({ document }) => document.hash).sort(),
      [ended.hash, moved.hash].sort(),
    );
  }
  await phone!.hello();
  await other!.hello();
  const away = await phone!.poll();
  assert.deepEqual(
    away.map(({ order, code }) => [order, code]),
    [[ended.hash, undefined]],
  );
  assert.deepEqual(
    (await other!.poll()).map(({ order }) => order),
    [moved.hash],
  );
});
