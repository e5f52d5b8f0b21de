// The life of a phone against an honest gatekeeper.
import assert from "node:assert/strict";
import { test } from "node:test";
import { seal } from "./testing/organisation.ts";
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
