// Updates of the operating system: who is behind, when it is installed, and who stays behind.
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { localTime } from "@rempart/policy";
import type { JsonObject } from "@rempart/trust";
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

test("a freeze of the year, a closed window and a deferral hold an update back until they end; a deadline waits for none", async (t) => {
  const { world, device } = await started(t, 1_000_000);
  const id = "AAAAAAAAAAAAAAAAAAAAAQ";
  const heads: Record<string, { n: number; prev?: string }> = {};
  const publish = async (action: "policy" | "os-update", stream: string, params: JsonObject) => {
    const { n, prev } = heads[stream] ?? { n: 1 };
    const order = await world.organisation.order(action, params, {
      stream,
      n,
      ...(prev === undefined ? {} : { prev }),
    });
    heads[stream] = { n: n + 1, prev: order.hash };
    await world.gatekeeper.release(order, [device]);
    await until(() => world.gatekeeper.resultsOf(device, order.hash)[0], "the result");
  };
  const rules = (...list: JsonObject[]) =>
    publish("policy", `policy/${id}`, { id, rules: [{ kind: "camera", disabled: true }, ...list] });
  const ask = (minimum: string, deadline?: number) =>
    publish("os-update", "os/android", {
      platform: "android",
      minimum,
      ...(deadline === undefined ? {} : { deadline }),
    });
  const day = (offset: number) => new Date((now() + offset * 86_400) * 1000).toISOString().slice(5, 10);
  const from = (localTime("Europe/Paris", now())!.minute + 600) % 1440;
  const holds: JsonObject[] = [
    { kind: "os-update-freeze", from: day(-2), to: day(2) },
    { kind: "os-update-window", from, to: (from + 60) % 1440 },
  ];
  let version = 90;
  for (const hold of holds) {
    await rules(hold);
    await ask(String(++version));
    await sleep(2000);
    assert.notEqual(world.show().os, String(version), String(hold.kind));
    await rules();
    await until(() => world.show().os === String(version), `the end of ${hold.kind}`);
    await rules(hold);
    await ask(String(++version), now() + 1);
    await until(() => world.show().os === String(version), `the deadline in spite of ${hold.kind}`);
  }
  // Ninety days are eight seconds here.
  await rules({ kind: "os-update-deferral", days: 90 });
  const asked = now();
  await ask("99");
  await until(() => world.show().os === "99", "the end of the deferral");
  assert.ok(now() - asked >= 7, `${now() - asked} s`);
});
