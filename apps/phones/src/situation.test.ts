// Place and time: rules that switch on the phone, and what it tells of that.
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { JsonObject } from "@rempart/trust";
import { now, seal } from "./testing/organisation.ts";
import { until, World } from "./testing/world.ts";
import { shifted } from "./track.ts";

const office = { lat: 488_566_000, lon: 23_522_000 };
const policyId = "AAAAAAAAAAAAAAAAAAAAAQ";
const key = `${policyId}/office`;

interface Clocked {
  world: World;
  device: string;
  /** Lets seconds pass, for T and for patience. */
  skip(seconds: number): void;
}

async function started(t: TestContext): Promise<Clocked> {
  const world = await World.make();
  const real = performance.now.bind(performance);
  let skipped = 0;
  performance.now = () => real() + skipped;
  world.gatekeeper.headTime = () => now() + Math.floor(skipped / 1000);
  t.after(async () => {
    performance.now = real;
    await world.end();
  });
  await world.invite();
  await world.start(1, { checkSeconds: 0.3 });
  const device = await world.device();
  return {
    world,
    device,
    skip: (seconds) => {
      skipped += seconds * 1000;
    },
  };
}

async function publish(world: World, device: string, rules: JsonObject[], n = 1, prev?: string): Promise<string> {
  const order = await world.organisation.order(
    "policy",
    { id: policyId, rules },
    { stream: `policy/${policyId}`, n, prev },
  );
  await world.gatekeeper.release(order, [device]);
  await until(() => world.gatekeeper.resultsOf(device, order.hash)[0], "the policy's result");
  return order.hash;
}

const fence = { kind: "fence", name: "office", area: { circle: { ...office, radius: 200 } } };
const inside = (rule: JsonObject): JsonObject => ({ ...rule, when: { inside: ["office"] } });
const stand = (world: World, north: number) =>
  world.command({ command: "move", phone: 0, ...shifted(office, north, 0), accuracy: 10 });

test("a fence switches rules on the phone; what is told is the crossing, not the place", async (t) => {
  const { world, device, skip } = await started(t);
  await stand(world, 1000);
  const alerts = { kind: "alerts", about: ["policy-changed"] };
  const order = await publish(world, device, [fence, inside({ kind: "camera", disabled: true }), alerts]);
  await until(() => (world.show().fences as Record<string, unknown>)[key] === false, "outside");
  assert.equal(world.show().camera, true);
  const told = () => world.gatekeeper.toldBy(device, "fence");
  assert.deepEqual(told(), [], "nobody needs to know that a phone is not there");

  skip(60);
  await stand(world, 20);
  await until(() => world.fleet!.phones[0]!.memory.fences.fences[key]?.doubtedSince, "doubt");
  assert.equal(world.show().camera, true, "one fix is no crossing");
  skip(31);
  const entered = await until(() => told()[0], "the crossing");
  assert.deepEqual({ ...entered.data, at: 0 }, { policy: policyId, fence: "office", inside: true, at: 0 });
  assert.equal(entered.outcome, "observed");
  assert.equal(world.show().camera, false);
  const alert = await until(() => world.gatekeeper.toldBy(device, "alert")[0], "the alert that the policy asks for");
  assert.deepEqual(alert.data, { what: "policy-changed", changed: ["camera.disabled"] });
  const settings = world.show().settings as { key: string; from: { order: string; signers: string[] }[] }[];
  const why = settings.find((one) => one.key === "camera.disabled")!.from;
  assert.deepEqual([why[0]!.order, why[0]!.signers.length], [order, 2]);

  // A restart forgets neither the side nor that it was told.
  await world.stop();
  await world.start(1, { checkSeconds: 0.3 });
  await stand(world, 20);
  assert.equal(world.show().camera, false);
  await until(() => world.show().connected === true, "connected");
  skip(60);
  await stand(world, 1000);
  await until(() => world.fleet!.phones[0]!.memory.fences.fences[key]?.doubtedSince, "doubt");
  skip(31);
  await until(() => told().length === 2, "the way out");
  assert.deepEqual([told()[1]!.data.inside, world.show().camera], [false, true]);
  const everything = JSON.stringify(world.gatekeeper.toldBy(device, "fence"));
  assert.ok(!everything.includes("lat") && !everything.includes(String(office.lat).slice(0, 4)));
});

test("hours follow the verified time; while it is unknown every schedule is in force", async (t) => {
  const { world, device } = await started(t);
  const minute = Math.floor((Date.now() / 60_000) % 1440);
  const from = (minute + 600) % 1440;
  const hours = [{ days: [1, 2, 3, 4, 5, 6, 7], from, to: (from + 60) % 1440 || 1440, zone: "UTC" }];
  await publish(world, device, [{ kind: "camera", disabled: true, when: { hours } }]);
  assert.equal(world.show().camera, true);
  await world.stop();
  world.gatekeeper.broken = 503;
  await world.start();
  assert.equal(world.show().camera, false, "cutting a phone off loosens nothing");
  world.gatekeeper.broken = undefined;
  await until(() => world.show().camera === true, "the time is known again");
});

test("what is changed behind the policies' back is drift, told once and again when it is over", async (t) => {
  const { world, device } = await started(t);
  const first = await publish(world, device, [
    { kind: "camera", disabled: true },
    { kind: "apps-denied", packages: ["com.example.game"] },
  ]);
  const drifts = () => world.gatekeeper.toldBy(device, "drift");
  const keysOf = (data: JsonObject) => (data as unknown as { key: string }[]).map((one) => one.key);
  const say = (fields: JsonObject) => world.command({ phone: 0, ...fields });
  await say({ command: "install", package: "com.example.game" });
  await until(() => (world.show().suspended as string[]).includes("com.example.game"), "suspended");
  assert.equal((await say({ command: "disable", setting: "camera.disabled", value: false })).event, "did");
  await until(() => drifts().length === 1, "the drift");
  assert.deepEqual([drifts()[0]!.outcome, keysOf(drifts()[0]!.data)], ["failed", ["camera.disabled"]]);
  await say({ command: "unsuspend", package: "com.example.game" });
  await until(() => drifts().length === 2, "both");
  assert.deepEqual(keysOf(drifts()[1]!.data), ["apps-denied.packages", "camera.disabled"]);
  await world.stop();
  await world.start(1, { checkSeconds: 0.3 });
  await until(() => world.show().connected === true, "connected");
  await say({ command: "restore", setting: "camera.disabled" });
  await until(() => drifts().length === 4, "one is over, and what is left follows");
  assert.deepEqual([drifts()[2]!.outcome, keysOf(drifts()[2]!.data)], ["done", ["camera.disabled"]]);
  assert.deepEqual([drifts()[3]!.outcome, keysOf(drifts()[3]!.data)], ["failed", ["apps-denied.packages"]]);
  await publish(world, device, [{ kind: "camera", disabled: true }], 2, first);
  await until(() => drifts().length === 5, "all is in line");
  assert.deepEqual([drifts()[4]!.outcome, keysOf(drifts()[4]!.data)], ["done", ["apps-denied.packages"]]);
  const alerts = world.gatekeeper.toldBy(device, "alert").map(({ data }) => data.action);
  assert.deepEqual(alerts, ["changed", "unsuspended"]);
  assert.equal((await say({ command: "tamper", how: "dance" })).event, "error");
});

test("an inventory is told when something changed; lost mode and its words outlive a restart", async (t) => {
  const { world, device } = await started(t);
  const inventories = () => world.gatekeeper.toldBy(device, "inventory");
  await until(() => world.fleet!.phones[0]!.memory.told.inventory, "the first look");
  await world.command({ command: "install", phone: 0, package: "com.example.new", versionCode: 3 });
  const told = await until(() => inventories()[0], "the inventory");
  const apps = (told.data as { apps: { package: string; versionCode: number }[] }).apps;
  assert.deepEqual(
    apps.find((app) => app.package === "com.example.new"),
    { package: "com.example.new", versionCode: 3 },
  );
  const [message, contact] = [seal("message", "Please call"), seal("contact", "0123")];
  const params = { on: true, message: message.secret, contact: contact.secret, sound: true };
  const on = await world.organisation.order("lost-mode", params, { targets: [device] });
  await world.gatekeeper.release(on, [device], { opened: [message.opened, contact.opened] });
  await until(() => world.gatekeeper.resultsOf(device, on.hash)[0], "lost");
  await world.stop();
  await world.start();
  assert.deepEqual(world.show().lost, { message: "Please call", contact: "0123", sound: true });
  await world.command({ command: "move", phone: 0, ...office, accuracy: 7 });
  assert.equal((await world.command({ command: "unlock", phone: 0 })).event, "error");
  const locate = await world.organisation.order("locate", {}, { targets: [device] });
  await world.gatekeeper.release(locate, [device]);
  const result = await until(() => world.gatekeeper.resultsOf(device, locate.hash)[0], "the place");
  const bytes = world.gatekeeper.phones.get(device)!.data.get(result.data!)!;
  const place = JSON.parse(bytes.subarray(32).toString());
  assert.deepEqual({ ...place, at: 0 }, { ...office, accuracy: 7, at: 0 });
  const off = await world.organisation.order("lost-mode", { on: false }, { targets: [device] });
  await world.gatekeeper.release(off, [device]);
  await until(() => world.show().lost === false, "found again");
});
