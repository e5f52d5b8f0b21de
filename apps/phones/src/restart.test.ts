// What a phone takes over a restart, and how results reach a gatekeeper that hears only half.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { until, World } from "./testing/world.ts";

test("state, counters and the log's position survive; charters are verified anew", async (t) => {
  const world = await World.make();
  t.after(() => world.end());
  await world.invite();
  await world.start(2);
  const device = await world.device();
  const { organisation, gatekeeper } = world;
  await organisation.amend({ voids: ["1".repeat(64)] });
  gatekeeper.announce();
  await until(() => world.show(0).charter === 2 && world.show(1).charter === 2, "the new charter");
  const lock = await organisation.order("lock", {}, { targets: [device] });
  await gatekeeper.release(lock, [device]);
  await until(() => gatekeeper.resultsOf(device, lock.hash)[0], "the result");
  const before = world.show();
  await world.stop();
  await world.start(2);
  assert.deepEqual({ ...world.show(), connected: true, queued: 0 }, { ...before, connected: true, queued: 0 });
  await until(() => world.show().connected === true, "connected");
  assert.equal(gatekeeper.phones.size, 2);
  const text = await readFile(join(world.data, "journal.jsonl"), "utf8");
  assert.equal(text.split('"t":"charter"').length - 1, 2, "two charters, each once for both phones");
  gatekeeper.deliveries = [{ ...gatekeeper.deliveries[0]!, order: { ...lock, hash: "again" } }];
  gatekeeper.announce();
  assert.equal((await world.event("refused", lock.hash)).code, "replay");
});

test("a journal whose charter was changed wakes no phone; nor does another seed's", async (t) => {
  const world = await World.make();
  t.after(() => world.end());
  await world.invite();
  await world.start();
  await world.device();
  await world.stop();
  await assert.rejects(world.start(1, { seed: "other" }), /another seed/);
  const path = join(world.data, "journal.jsonl");
  const text = await readFile(path, "utf8");
  const payload = /"t":"charter".*?"payload":"([^"]+)"/.exec(text)![1]!;
  const body = Buffer.from(payload, "base64").toString();
  const forged = body.replace('"voids":[]', `"voids":["${"1".repeat(64)}"]`);
  assert.notEqual(forged, body);
  await writeFile(path, text.replace(payload, Buffer.from(forged).toString("base64")));
  await assert.rejects(world.start(), { code: "charter.chain" });
});

test("results whose receipt got lost are sent again, equal, and taken once", async (t) => {
  const world = await World.make();
  t.after(() => world.end());
  await world.invite();
  await world.start();
  const device = await world.device();
  const { organisation, gatekeeper } = world;
  gatekeeper.losesReceipts = true;
  const order = await organisation.order("ring", { seconds: 5 }, { targets: [device] });
  await gatekeeper.release(order, [device]);
  await until(() => gatekeeper.resultsOf(device, order.hash)[0], "the result");
  await world.stop();
  assert.match(await readFile(join(world.data, "journal.jsonl"), "utf8"), /"seq":1/);
  gatekeeper.losesReceipts = false;
  await world.start();
  await until(() => world.show().queued === 0, "an empty queue");
  assert.equal(gatekeeper.phones.get(device)!.results.length, 1);
});

test("a gatekeeper that lost results is told of the gap and still obeyed", async (t) => {
  const world = await World.make();
  t.after(() => world.end());
  await world.invite();
  await world.start();
  const device = await world.device();
  const { organisation, gatekeeper } = world;
  const ring = async () => {
    const order = await organisation.order("ring", { seconds: 5 }, { targets: [device] });
    await gatekeeper.release(order, [device]);
    await world.event("executed", order.hash);
    return order;
  };
  const first = await ring();
  await until(() => gatekeeper.resultsOf(device, first.hash)[0], "the result");
  gatekeeper.deliveries = [];
  gatekeeper.phones.get(device)!.results = [];
  await ring();
  await world.event("gap");
  gatekeeper.deliveries = [];
  await ring();
  assert.equal(world.show().rings, 3);
});
