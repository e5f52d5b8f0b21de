// Apps: fetched in parts, compared, installed; and what a store or gatekeeper in other hands gets for its trouble.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { Document, JsonObject, Order } from "@rempart/trust";
import { readPackage } from "./packages.ts";
import { until, World } from "./testing/world.ts";

const name = "com.example.needed";
const stream = `app/android/${name}`;
const signer = "5".repeat(64);
const hashOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

async function started(t: { after(done: () => Promise<void>): void }): Promise<{ world: World; device: string }> {
  const world = await World.make();
  t.after(() => world.end());
  await world.invite();
  await world.start();
  return { world, device: await world.device() };
}

/** Signs and releases an order for `content`; nothing is waited for. */
async function ask(world: World, device: string, content: Buffer, more: JsonObject = {}, n = 1, prev?: string) {
  const pinned = { versionCode: 7, sha256: hashOf(content), size: content.length, signer };
  const params = { platform: "android", package: name, state: "required", ...pinned, ...more };
  const order = await world.organisation.order("app", params, { stream, n, prev });
  await world.gatekeeper.release(order, [device]);
  return order;
}

/** The outcomes that were reported for `order`, once there are `count`. */
async function outcomes(world: World, device: string, order: Document<Order>, count: number): Promise<string[]> {
  const all = () => world.gatekeeper.resultsOf(device, order.hash).map(({ outcome }) => outcome);
  return until(() => all().length >= count && all(), `${count} results, of ${all().join()}`);
}
const alerts = (world: World, device: string) => world.gatekeeper.toldBy(device, "alert").map(({ data }) => data);
const installed = (world: World): unknown => (world.show().apps as Record<string, number>)[name];

const realApk = join(import.meta.dirname, "../../../node_modules/io.appium.settings/apks/settings_apk-debug.apk");

test("an app comes in parts over a connection that breaks, and is installed once it is whole", async (t) => {
  const { world, device } = await started(t);
  const content = randomBytes(300_000);
  world.gatekeeper.blobs.set(hashOf(content), content);
  world.gatekeeper.cutsBlobsAfter = 100_000;
  const order = await ask(world, device, content);
  assert.deepEqual(await outcomes(world, device, order, 2), ["started", "done"]);
  assert.equal(installed(world), 7);
  const { ranges } = world.gatekeeper;
  assert.equal(ranges[0], undefined);
  assert.ok(ranges.length >= 3, ranges.join());
  // Never from the beginning again: each part begins where the one before was cut.
  const begins = ranges.slice(1).map((range) => Number(/^bytes=(\d+)-$/.exec(range!)![1]));
  assert.ok(
    begins.every((begin, index) => begin > (begins[index - 1] ?? 0)),
    ranges.join(),
  );
  assert.deepEqual(await readdir(join(world.data, "blobs")), []);
  assert.deepEqual(alerts(world, device), []);
});

test("other bytes under the right name are refused by their hash, and told; the right ones are taken later", async (t) => {
  const { world, device } = await started(t);
  const content = randomBytes(50_000);
  const swapped = randomBytes(50_000);
  const sha256 = hashOf(content);
  world.gatekeeper.blobs.set(sha256, swapped);
  const order = await ask(world, device, content);
  assert.deepEqual(await outcomes(world, device, order, 2), ["started", "failed"]);
  assert.equal(installed(world), undefined);
  await until(() => alerts(world, device).length >= 2, "the alerts");
  assert.deepEqual(alerts(world, device), [
    {
      what: "blob-swapped",
      package: name,
      versionCode: 7,
      source: "gatekeeper",
      found: hashOf(swapped),
      order: order.hash,
    },
    { what: "app-failed", package: name, versionCode: 7, why: "hash", order: order.hash },
  ]);
  world.gatekeeper.blobs.set(sha256, content);
  // A restart of the phone tries again at once; otherwise it waits, longer each time.
  await world.stop();
  await world.start();
  assert.deepEqual(await outcomes(world, device, order, 3), ["started", "failed", "done"]);
  assert.equal(installed(world), 7);
});

test("more bytes than were signed, and fewer, are not installed", async (t) => {
  const { world, device } = await started(t);
  const content = randomBytes(10_000);
  world.gatekeeper.blobs.set(hashOf(content), Buffer.concat([content, randomBytes(1)]));
  const order = await ask(world, device, content);
  assert.deepEqual(await outcomes(world, device, order, 2), ["started", "failed"]);
  assert.equal((await until(() => alerts(world, device)[0], "an alert")).found, "more than 10000 bytes");
  world.gatekeeper.blobs.set(hashOf(content), content.subarray(0, 9000));
  const next = await ask(world, device, content, { versionCode: 8 }, 2, order.hash);
  assert.deepEqual(await outcomes(world, device, next, 2), ["started", "failed"]);
  assert.equal(installed(world), undefined);
});

test("the addresses of the order are tried first, each with a file of its own; the gatekeeper is last", async (t) => {
  const { world, device } = await started(t);
  const content = randomBytes(20_000);
  const url = `${world.urls[1]!}/nothing/here`;
  world.gatekeeper.blobs.set(hashOf(content), content);
  const order = await ask(world, device, content, { urls: [url, "https://127.0.0.1:9/closed"] });
  assert.deepEqual(await outcomes(world, device, order, 2), ["started", "done"]);
  assert.equal(world.gatekeeper.ranges.length, 1);
});

test("an older version is installed only when these orders brought the newer one, and that is told", async (t) => {
  const { world, device } = await started(t);
  const [first, second] = [randomBytes(1000), randomBytes(1000)];
  for (const content of [first, second]) world.gatekeeper.blobs.set(hashOf(content), content);
  const seven = await ask(world, device, first);
  await outcomes(world, device, seven, 2);
  const nine = await ask(world, device, second, { versionCode: 9 }, 2, seven.hash);
  await outcomes(world, device, nine, 2);
  const back = await ask(world, device, first, {}, 3, nine.hash);
  assert.deepEqual(await outcomes(world, device, back, 2), ["started", "done"]);
  assert.equal(installed(world), 7);
  const told = await until(() => alerts(world, device).find(({ what }) => what === "app-reinstalled"), "the alert");
  assert.deepEqual([told.from, told.to], [9, 7]);
  // A newer one that came from elsewhere stays as it is.
  await world.command({ command: "install", phone: 0, package: name, versionCode: 20 });
  const again = await ask(world, device, second, { versionCode: 9 }, 4, back.hash);
  assert.deepEqual(await outcomes(world, device, again, 1), ["done"]);
  assert.equal(installed(world), 20);
});

test("what is offered waits for its user; what does not fit fails; what is removed goes", async (t) => {
  const { world, device } = await started(t);
  const content = randomBytes(1000);
  world.gatekeeper.blobs.set(hashOf(content), content);
  const offered = await ask(world, device, content, { state: "available" });
  assert.deepEqual(await outcomes(world, device, offered, 1), ["done"]);
  assert.equal(installed(world), undefined);
  const huge = await ask(world, device, content, { size: 10 ** 12 }, 2, offered.hash);
  assert.deepEqual(await outcomes(world, device, huge, 2), ["started", "failed"]);
  const fits = await ask(world, device, content, {}, 3, huge.hash);
  assert.deepEqual(await outcomes(world, device, fits, 2), ["started", "done"]);
  const removal = { platform: "android", package: name, state: "removed" };
  const removed = await world.organisation.order("app", removal, { stream, n: 4, prev: fits.hash });
  await world.gatekeeper.release(removed, [device]);
  assert.deepEqual(await outcomes(world, device, removed, 1), ["done"]);
  assert.equal(installed(world), undefined);
});

test("a real APK is installed under its own name, version and signer, and under no other", async (t) => {
  const world = await World.make();
  t.after(() => world.end());
  await world.invite();
  await world.start(1, { readPackage });
  const device = await world.device();
  const content = await readFile(realApk);
  world.gatekeeper.blobs.set(hashOf(content), content);
  const path = join(world.data, "real.apk");
  await writeFile(path, content);
  const facts = (await readPackage(path))!;
  assert.equal(facts.package, "io.appium.settings");
  const [signedBy] = facts.signers as [string];
  const own = { package: facts.package, versionCode: facts.versionCode, signer: signedBy };
  const cases: [changes: JsonObject, why: string | undefined][] = [
    [{ signer }, "signer"],
    [{ versionCode: 1 }, "version"],
    [{ package: "com.example.other" }, "package"],
    [{}, undefined],
  ];
  const sent = new Map<string, string[]>();
  for (const [changes, why] of cases) {
    const pinned = { sha256: hashOf(content), size: content.length, ...own, ...changes };
    const params = { platform: "android", state: "required", ...pinned };
    const to = `app/android/${pinned.package}`;
    const earlier = sent.get(to) ?? [];
    const counted = { stream: to, n: earlier.length + 1, prev: earlier.at(-1) };
    const order = await world.organisation.order("app", params, counted);
    sent.set(to, [...earlier, order.hash]);
    await world.gatekeeper.release(order, [device]);
    assert.deepEqual(await outcomes(world, device, order, 2), ["started", why ? "failed" : "done"]);
    if (why) await until(() => alerts(world, device).some((one) => one.order === order.hash && one.why === why), why);
  }
  assert.equal((world.show().apps as Record<string, number>)["io.appium.settings"], facts.versionCode);
  await writeFile(path, randomBytes(1000));
  assert.equal(await readPackage(path), undefined);
});
