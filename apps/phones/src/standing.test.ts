// Standing documents, questions, freezes: what an honest gatekeeper may ask of a phone over time.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { Action, Document, JsonObject, Order } from "@rempart/trust";
import { type OrderOptions, seal } from "./testing/organisation.ts";
import { until, World } from "./testing/world.ts";

const id = (n: number): string => Buffer.alloc(16, n).toString("base64url");
const hash = "5".repeat(64);

/** Signs, releases, and waits until the phone has done it; resolves with its outcome. */
async function send(world: World, device: string, action: Action, params: JsonObject, options: OrderOptions = {}) {
  const order = await world.organisation.order(action, params, { targets: [device], ...options });
  await world.gatekeeper.release(order, [device]);
  return outcome(world, device, order);
}

async function outcome(world: World, device: string, order: Document<Order>) {
  const result = await until(() => world.gatekeeper.resultsOf(device, order.hash)[0], `result of ${order.body.action}`);
  return { order, outcome: result.outcome, code: result.code, data: result.data };
}

async function started(ticket: JsonObject = {}): Promise<{ world: World; device: string }> {
  const world = await World.make();
  await world.invite(ticket);
  await world.start();
  return { world, device: await world.device() };
}

test("policies merge, and stop when the phone leaves their group", async (t) => {
  const { world, device } = await started({ groups: [id(1)] });
  t.after(() => world.end());
  const policy = (n: number, group: string, rules: JsonObject[]) =>
    send(world, device, "policy", { id: id(n), rules }, { stream: `policy/${id(n)}`, n: 1, group });
  const own = Object.keys(world.show().apps as object)[0]!;
  await policy(1, id(1), [
    { kind: "camera", disabled: true },
    { kind: "apps-denied", packages: [own] },
  ]);
  assert.deepEqual([world.show().camera, world.show().suspended], [false, [own]]);
  const refused = await policy(2, id(2), [{ kind: "passcode", minimumLength: 8 }]);
  assert.deepEqual([refused.outcome, refused.code], ["refused", "target.proof"]);
  assert.equal((await send(world, device, "assign", { groups: [id(2)] }, { stream: "assign" })).outcome, "done");
  assert.deepEqual([world.show().camera, world.show().suspended, world.show().groups], [true, [], [id(2)]]);
  await policy(3, id(2), [{ kind: "apps-required", packages: ["com.example.needed"] }]);
  assert.deepEqual(world.show().missing, ["com.example.needed"]);
  await world.stop();
  await world.start();
  assert.deepEqual([world.show().camera, world.show().missing], [true, ["com.example.needed"]]);
});

test("certificates and updates are held; what is for another platform is unsupported", async (t) => {
  const { world, device } = await started();
  t.after(() => world.end());
  const pinned = { versionCode: 7, sha256: hash, signer: hash, size: 1000 };
  const ios = { platform: "ios", package: "com.example.needed", state: "required", ...pinned };
  const stream = "app/ios/com.example.needed";
  assert.equal((await send(world, device, "app", ios, { stream, n: 1 })).outcome, "unsupported");
  const der = Buffer.from("not really a certificate").toString("base64");
  const certificate = { id: id(9), use: "ca", der };
  const held = { stream: `certificate/${id(9)}`, n: 1 };
  assert.equal((await send(world, device, "certificate", certificate, held)).outcome, "done");
  const update = { platform: "android", minimum: "17" };
  assert.equal((await send(world, device, "os-update", update, { stream: "os/android", n: 1 })).outcome, "done");
  assert.equal((world.show().held as string[]).includes(`certificate/${id(9)}`), true);
});

test("questions are answered beside the signed result, by hash", async (t) => {
  const { world, device } = await started();
  t.after(() => world.end());
  const asked = await send(world, device, "query", { what: ["inventory", "apps"] });
  const value = world.gatekeeper.phones.get(device)!.data.get(asked.data!)!;
  assert.equal(createHash("sha256").update(value).digest("hex"), asked.data);
  const answer = JSON.parse(value.subarray(32).toString()) as { inventory: JsonObject; apps: JsonObject[] };
  assert.equal(answer.inventory.platform, "android");
  assert.ok(answer.apps.length > 0);
  const found = await send(world, device, "locate", {});
  const place = JSON.parse(world.gatekeeper.phones.get(device)!.data.get(found.data!)!.subarray(32).toString());
  assert.ok(Number.isInteger(place.lat) && Number.isInteger(place.lon) && Number.isInteger(place.accuracy));
  assert.ok(Math.abs(place.at - Date.now() / 1000) < 60);
});

test("a text that is not the one that was signed is not shown", async (t) => {
  const { world, device } = await started();
  t.after(() => world.end());
  const { organisation, gatekeeper } = world;
  const { secret } = seal("text", "hello");
  const order = await organisation.order("message", { text: secret }, { targets: [device] });
  await gatekeeper.release(order, [device], { opened: [seal("text", "pay at evil.example").opened] });
  assert.equal((await outcome(world, device, order)).code, "secret.hash");
  const good = seal("text", "hello");
  const second = await organisation.order("message", { text: good.secret }, { targets: [device] });
  await gatekeeper.release(second, [device], { opened: [good.opened] });
  assert.equal((await outcome(world, device, second)).outcome, "done");
  assert.deepEqual(world.show().messages, ["hello"]);
});

test("frozen phones obey the frozen rules only, over a restart, until a quorum lifts the freeze", async (t) => {
  const { world, device } = await started();
  t.after(() => world.end());
  const { organisation, gatekeeper } = world;
  const freeze = await organisation.order("freeze", {});
  gatekeeper.append(freeze.hash);
  gatekeeper.freeze = freeze.hash;
  gatekeeper.announce();
  assert.equal((await world.event("frozen")).frozen, true);
  assert.equal((await send(world, device, "ring", { seconds: 5 })).code, "freeze");
  assert.equal((await send(world, device, "lock", {})).outcome, "done");
  await world.stop();
  // A gatekeeper that only forgets the freeze frees nobody.
  gatekeeper.freeze = undefined;
  await world.start();
  assert.equal((await send(world, device, "ring", { seconds: 6 })).code, "freeze");
  assert.equal(world.show().frozen, true);
  const unfreeze = await organisation.order("unfreeze", { freezes: [freeze.hash], mute: [] });
  gatekeeper.lifts.push(await gatekeeper.release(unfreeze, [device], { silent: true }));
  const ring = await organisation.order("ring", { seconds: 7 }, { targets: [device] });
  await gatekeeper.release(ring, [device]);
  assert.equal((await outcome(world, device, unfreeze)).outcome, "done");
  // In the very bundle that lifts the freeze, what follows is judged as not frozen.
  assert.equal((await outcome(world, device, ring)).outcome, "done");
  await until(() => world.events.findLast(({ event }) => event === "frozen")?.frozen === false, "free again");
});

test("a cancelled order is not obeyed", async (t) => {
  const { world, device } = await started();
  t.after(() => world.end());
  const lock = await world.organisation.order("lock", {}, { targets: [device] });
  assert.equal((await send(world, device, "cancel", { order: lock.hash })).outcome, "done");
  await world.gatekeeper.release(lock, [device]);
  assert.equal((await outcome(world, device, lock)).code, "cancelled");
});

test("a destructive order that waited too long is asked for again, not obeyed late", async (t) => {
  const { world, device } = await started();
  const { organisation, gatekeeper } = world;
  const real = performance.now.bind(performance);
  let skipped = 0;
  performance.now = () => real() + skipped;
  t.after(async () => {
    performance.now = real;
    await world.end();
  });
  const lock = await organisation.order("lock", {}, { targets: [device] });
  const wipe = await organisation.order(
    "wipe",
    { storage: true, esim: false, keepProtection: false },
    { targets: [device] },
  );
  const polls = (): number => gatekeeper.phones.get(device)!.polls;
  let seen = 0;
  // Two minutes pass while the first order of the bundle is carried out.
  world.onEvent = ({ order }) => {
    if (order === lock.hash) {
      skipped = 121_000;
      seen = polls();
    }
  };
  const first = await gatekeeper.release(lock, [device], { silent: true });
  const naming = world.naming(wipe.body.id, device);
  const second = await gatekeeper.release(wipe, [device], { silent: true, reach: naming });
  gatekeeper.deliveries.push(first, second);
  gatekeeper.announce();
  await world.event("wiped");
  assert.ok(polls() > seen);
});
