// A disk is lost and an older backup restored: nothing is signed until the log is whole again, and nothing old comes back.
import { join } from "node:path";
import { orderBody, signerOf, signOrder } from "./insider.ts";
import type { Line } from "./lines.ts";
import { isEvent, type Organisation, operator, signInAgain } from "./ordinary.ts";
import { readOrder } from "./stolen.ts";
import { chapter, expect, step } from "./table.ts";
import { getJson, type World } from "./world.ts";

const phone = 30;

export interface Backup {
  file: string;
  identity: string;
  size: number;
}

const sizeNow = async (world: World): Promise<number> =>
  Number((await getJson(`${world.urls.gatekeeper}/gate/v1/status`)).size);

/** Waits until nothing is missing any more; gives the size of the log. */
async function whole(world: World): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    const { size, refilling } = await getJson(`${world.urls.gatekeeper}/gate/v1/status`);
    if (refilling === undefined) return Number(size);
    expect(attempt < 80, `it still waits: ${JSON.stringify(refilling)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/**
 * Waits until the log is quiet and the witness mirrors all of it; gives its size. What no witness saw before a disk is lost,
 * nobody can give back: with k witnesses in the charter, phones take no head that k of them have not seen.
 */
async function mirrored(world: World): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    const size = await sizeNow(world);
    const has = (lines: Line[]) => lines.find((line) => line.event === "mirrored" && Number(line.size) >= size);
    await world.witness.until(`a mirror of ${size} entries`, has, 0, 30);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    if ((await sizeNow(world)) === size) return size;
    expect(attempt < 20, "the log is never quiet");
  }
}

/** A backup while everything runs. */
export async function backUp(world: World): Promise<Backup> {
  const file = join(world.folder, "clients", "backup.age");
  const identity = join(world.folder, "clients", "backup-identity.txt");
  let size = 0;
  await step("a backup while everything runs", async () => {
    const { recipient } = await world.as(".", "key", "identity", "--out", identity);
    size = await sizeNow(world);
    await world.launcherCommand("main.ts", "--data", world.data, "--out", file, "--recipient", String(recipient));
    return `both databases and the keys, encrypted to one age recipient; the log has ${size} entries`;
  });
  return { file, identity, size };
}

/** The last chapter. `forked` are phones that found the hostile gatekeeper's fork: they obey nobody until the roots act. */
export async function restoreOlder(world: World, organisation: Organisation, backup: Backup): Promise<void> {
  chapter("An older backup is restored");
  const { devices, genesis, policy } = organisation;
  const wipe = await readOrder(world, organisation.wipe);
  const oldPolicy = await readOrder(world, organisation.firstPolicy);
  const newPolicy = await readOrder(world, policy.hash);
  const signed = await mirrored(world);
  const from = world.phones.lines.length;
  const order = await signOrder(orderBody(genesis, "lock", [devices[phone]!], {}), [await signerOf(world, operator)]);
  await step("the disk is lost; the older backup is restored and started", async () => {
    await world.stop();
    world.loseData();
    await world.launcherCommand(
      "main-restore.ts",
      ...["--from", backup.file, "--identity", backup.identity, "--data", world.data],
    );
    await world.start();
    const size = await sizeNow(world);
    expect(size < signed, `the log has ${size} entries`);
    return `${size} entries of ${signed} that were signed`;
  });
  await step("it knows that it may lack something: it signs nothing, and no phone gets anything", async () => {
    const status = await getJson(`${world.urls.gatekeeper}/gate/v1/status`);
    expect(status.refilling !== undefined, `status ${JSON.stringify(status)}`);
    const told = await world.submit(order.envelope, [devices[phone]!]);
    expect(told.status === 503 && told.json.error === "refilling", `got ${told.status} ${JSON.stringify(told.json)}`);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const { lines } = world.phones;
    expect(!lines.slice(from).some(isEvent("executed", {})), "a phone carried something out");
    return `503 ${String(told.json.message)}`;
  });
  await step("the witness's mirror gives the missing entries back", async () => {
    const have = await sizeNow(world);
    await world.stop();
    await world.start(["--mirror", world.urls.witness]);
    const size = await whole(world);
    expect(size >= signed, `the log has ${size} entries of ${signed}`);
    return `${size - have} entries, each proved against a head that the lost gatekeeper signed`;
  });
  await step("what was used is used: the wipe and the first policy once more", async () => {
    const again = await world.submit(wipe.envelope, [devices[2]!]);
    expect(again.json.error === "replay", `the wipe: ${JSON.stringify(again.json)}`);
    const older = await world.submit(oldPolicy.envelope);
    expect(older.json.error === "replay", `the policy: ${JSON.stringify(older.json)}`);
    return `gatekeeper, of both: ${String(again.json.message)}`;
  });
  await step("phones go on with the same log and the newer policy", async () => {
    signInAgain();
    const told = await world.submit(order.envelope, [devices[phone]!]);
    expect(told.status === 200, JSON.stringify(told.json));
    await world.phones.until("the lock", (lines) => lines.find(isEvent("executed", { order: order.hash })), from, 60);
    const { streams } = (await world.show(phone)).state as { streams: Record<string, { n: number }> };
    const { n } = newPolicy.body;
    const held = streams[`policy/${policy.id}`]?.n;
    expect(n === 2 && held === n, `the phone holds number ${String(held)} of the policy, the newest is ${String(n)}`);
    const broken = world.phones.lines
      .slice(from)
      .filter((line) => line.event === "bundle-refused" && !organisation.forked.includes(Number(line.phone)));
    expect(broken.length === 0, `refused bundles: ${JSON.stringify(broken.slice(0, 3))}`);
    return "a lock was executed, no phone saw a second history, and the policy in force is still number 2";
  });
  await step("the server catches up, and people work as before", async () => {
    const { hash } = await world.as(operator, "lock", devices[32]!);
    await world.phones.until("the lock", (lines) => lines.find(isEvent("executed", { order: hash })), from, 60);
    const again = await readOrder(world, policy.hash);
    expect(again.hash === newPolicy.hash, "the server does not know the newer policy");
    return "it knows the newer policy again; an operator's lock through CLI, server and gatekeeper reached its phone";
  });
}
