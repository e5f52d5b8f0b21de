// Updates of the operating system: who is behind, when it is installed, and who stays behind.
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { now } from "./testing/organisation.ts";
import { until, World } from "./testing/world.ts";
import { isBehind } from "./updates.ts";

async function started(t: TestContext, speed: number): Promise<{ world: World; device: string }> {
  const world = await World.make();
  t.after(() => world.end());
  await world.invite();
  await world.start(1, { speed, checkSeconds: 0.3 });
  return { world, device: await world.device() };
}

async function demand(world: World, device: string, minimum: string, deadline?: number) {
  const params = { platform: "android", minimum, ...(deadline === undefined ? {} : { deadline }) };
  const order = await world.organisation.order("os-update", params, { stream: "os/android", n: 1 });
  await world.gatekeeper.release(order, [device]);
  return order;
}
const alerts = (world: World, device: string) =>
  world.gatekeeper.toldBy(device, "alert").map(({ data }) => data.what as string);

test("versions are compared number by number, patch levels as the dates that they are", () => {
  const system = { os: "16.1", patch: "2026-08-05" };
  assert.deepEqual(
    ["16", "16.1", "16.1.1", "16.2", "17", "9", "2026-08-05", "2026-09-05", "2025-12-05", "Tiramisu"].map((minimum) =>
      isBehind(system, minimum),
    ),
    [false, false, true, true, true, false, false, true, false, undefined],
  );
});

test("a phone that is behind says so, updates when its owner lets it, and says hello with what it runs then", async (t) => {
  const { world, device } = await started(t, 1_000_000);
  const order = await demand(world, device, "2027-01-05");
  const event = await world.event("updated");
  assert.deepEqual([event.patch, event.order], ["2027-01-05", order.hash]);
  await until(() => world.gatekeeper.phones.get(device)!.system?.patch === "2027-01-05", "the hello");
  await until(() => alerts(world, device).includes("os-update-behind"), "the alert");
  const told = () => world.gatekeeper.toldBy(device, "inventory").map(({ data }) => data.patch);
  await until(() => told().includes("2027-01-05"), "the inventory");
  assert.deepEqual(
    [world.show().patch, world.show().os],
    ["2027-01-05", world.gatekeeper.phones.get(device)!.system!.os],
  );
});

test("before its time nothing is installed; at the deadline it is", async (t) => {
  const { world, device } = await started(t, 0.001);
  await demand(world, device, "99", now() + 2);
  await until(() => alerts(world, device).includes("os-update-behind"), "the alert");
  assert.notEqual(world.show().os, "99");
  await until(() => world.show().os === "99", "the deadline");
  assert.ok(!alerts(world, device).includes("os-update-overdue"));
});

test("an owner who refuses is overdue at the deadline, and told of", async (t) => {
  const { world, device } = await started(t, 1_000_000);
  await world.command({ command: "refuse-update", phone: 0 });
  await demand(world, device, "99", now() + 1);
  await until(() => alerts(world, device).includes("os-update-overdue"), "the alert");
  assert.notEqual(world.show().os, "99");
  assert.deepEqual(alerts(world, device).toSorted(), ["os-update-behind", "os-update-overdue", "user-action"]);
  await world.command({ command: "refuse-update", phone: 0, refuse: false });
  await until(() => world.show().os === "99", "the update");
});
