// Apps: a real APK on every phone, and one that an attacker swapped on the server's host.
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { isEvent, type Organisation, signTwice, untilResult } from "./ordinary.ts";
import { chapter, expect, step } from "./table.ts";
import type { World } from "./world.ts";

const modules = join(import.meta.dirname, "..", "..", "node_modules");
const good = join(modules, "io.appium.settings/apks/settings_apk-debug.apk");
const next = join(modules, "android-apidemos/apks/ApiDemos-debug.apk");

/** Numbers of the phones that said `event` of `order`. */
function phonesOf(world: World, event: string, order: string): Set<unknown> {
  return new Set(world.phones.lines.filter(isEvent(event, { order })).map(({ phone }) => phone));
}

async function everywhere(world: World, event: string, order: string, count: number): Promise<void> {
  const all = () => (phonesOf(world, event, order).size >= count ? true : undefined);
  await world.phones.until(`${count} phones with ${event}`, all, 0, 60);
}

/** Waits until the server was told `done` by `count` phones: `started` comes first, while they fetch the file. */
async function allDone(world: World, order: string, count: number): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const results = await untilResult(world, order);
    const done = new Set(results.filter(({ outcome }) => outcome === "done").map(({ device }) => device));
    if (done.size >= count) return;
    expect(attempt < 40, `${done.size} of ${count} phones said done`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Writes `bytes` over the file, as root of the server's host can: same name, same size. */
function overwrite(path: string, bytes: Uint8Array): void {
  const file = openSync(path, "r+");
  writeSync(file, bytes, 0, bytes.length, 0);
  closeSync(file);
}

/** The chapter. */
export async function releaseApps(world: World, organisation: Organisation): Promise<void> {
  chapter("Apps");
  const live = organisation.devices.length - 1;
  await step("release an app: read, uploaded, pinned by hash and signer", async () => {
    const { hash } = await world.as("approver-1", "app", "release", good, "--group", "all", "--yes");
    const order = String(hash);
    await signTwice(world, order);
    await everywhere(world, "installed", order, live);
    await allDone(world, order, live);
    return `${live} phones fetched it from the gatekeeper, compared it with the order and installed it`;
  });
  const draft = await world.as("approver-1", "app", "release", next, "--group", "all", "--yes");
  const order = String(draft.hash);
  const { package: name, sha256 } = draft.params as { package: string; sha256: string };
  const blob = join(world.data, "server", "blobs", sha256);
  const honest = readFileSync(blob);
  await step("the file is swapped on the server's host: every phone refuses it", async () => {
    const swapped = Buffer.from(honest);
    swapped.fill(0x41, 1000, 5000);
    overwrite(blob, swapped);
    await signTwice(world, order);
    await everywhere(world, "swapped", order, live);
    await everywhere(world, "install-failed", order, live);
    const installed = phonesOf(world, "installed", order).size;
    expect(installed === 0, `${installed} phones installed the attacker's file`);
    const why = world.phones.lines.find(isEvent("install-failed", { order }))?.why;
    expect(why === "hash", `it failed because of ${String(why)}`);
    return `${live} of ${live} phones: ${name} has another hash than people signed; nothing installed, an alert each`;
  });
  await step("the honest file is put back: the phones try again and install it", async () => {
    overwrite(blob, honest);
    await everywhere(world, "installed", order, live);
    return `${live} phones, without a new order`;
  });
}
