// The life of a phone against an honest gatekeeper.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Action, JsonObject } from "@rempart/trust";
import { type OrderOptions, seal } from "./testing/organisation.ts";
import { until, World } from "./testing/world.ts";

test("a phone enrols, obeys, reports, and is wiped for good", async () => {
  const world = await World.make();
  try {
    await world.invite();
    await world.start();
    const device = await world.device();
    const { organisation, gatekeeper } = world;
    const sealed = seal("message", "Call 112");
    const lock = await organisation.order("lock", { message: sealed.secret }, { targets: [device] });
    await gatekeeper.release(lock, [device], { opened: [sealed.opened] });
    const executed = await world.event("executed", lock.hash);
    assert.equal(executed.outcome, "done");
    await until(() => gatekeeper.resultsOf(device, lock.hash)[0], "the result");
    assert.deepEqual([world.show().locked, world.show().lockMessage], [true, "Call 112"]);

    const wipe = await organisation.order(
      "wipe",
      { storage: true, esim: false, keepProtection: true },
      { targets: [device] },
    );
    await gatekeeper.release(wipe, [device], { reach: world.naming(wipe.body.id, device) });
    await world.event("wiped");
    assert.deepEqual(
      gatekeeper.resultsOf(device, wipe.hash).map(({ outcome }) => outcome),
      ["started"],
    );
    assert.deepEqual(world.show(), { enrolled: false, gone: "wiped", wiped: true });
  } finally {
    await world.end();
  }
});

test("what destroys is obeyed where the log names the phone, and a phone that leaves is gone", async () => {
  const world = await World.make();
  try {
    await world.invite();
    await world.start();
    const device = await world.device();
    const { organisation, gatekeeper } = world;
    const send = async (action: Action, params: JsonObject, options: OrderOptions = {}) => {
      const order = await organisation.order(action, params, { targets: [device], ...options });
      await gatekeeper.release(order, [device], { reach: world.naming(order.body.id, device) });
      return until(() => gatekeeper.resultsOf(device, order.hash)[0]?.outcome, `result of ${action}`);
    };
    assert.equal(await send("lock", {}), "done");
    assert.equal(await send("clear-passcode", {}), "done");
    assert.deepEqual([world.show().locked, world.show().passcode], [false, false]);
    const hash = "a".repeat(64);
    const update = { sha256: hash, size: 10, signer: hash, urls: ["https://a.example/agent.apk"] };
    assert.equal(await send("agent-update", { versionCode: 2, ...update }, { stream: "agent", n: 1 }), "done");
    assert.equal(world.show().agent, 2);
    const id = "AAAAAAAAAAAAAAAAAAAAAQ";
    const rules = [{ kind: "failedUnlocksBeforeWipe", attempts: 9 }];
    assert.equal(await send("policy", { id, rules }, { stream: `policy/${id}`, n: 1 }), "done");
    assert.equal(world.show().failedUnlocksBeforeWipe, 9);
    assert.equal(await send("unenrol", {}), "done");
    await world.event("unenrolled");
    assert.deepEqual(world.show(), { enrolled: false, gone: "unenrolled", wiped: false });
  } finally {
    await world.end();
  }
});
