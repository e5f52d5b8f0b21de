// The ordinary work: found, enrol, policy with reach, lock, wipe.
import { join } from "node:path";
import type { Line } from "./lines.ts";
import { type Backup, backUp } from "./restore.ts";
import { chapter, expect, step } from "./table.ts";
import type { World } from "./world.ts";

export const approvers = ["approver-1", "approver-2", "approver-3"] as const;
export const operator = "operator-1";

/** What later chapters need of this one. */
export interface Organisation {
  genesis: string;
  /** Device ids by number of the phone. */
  devices: string[];
  /** The policy in force, and the first of its stream. */
  policy: { hash: string; id: string };
  firstPolicy: string;
  lock: string;
  /** The order that erased phone 2. */
  wipe: string;
  /** Phones that refuse the honest gatekeeper, because a hostile one showed them another history. */
  forked: number[];
}

export const isEvent =
  (event: string, fields: Record<string, unknown>) =>
  (line: Line): boolean =>
    line.event === event && Object.entries(fields).every(([key, value]) => line[key] === value);

async function found(world: World): Promise<string> {
  let genesis = "";
  await step("found: 3 approvers, 1 operator, 3 offline roots, 1 witness", async () => {
    await world.as(".", "key", "identity", "--out", world.identity);
    const code = world.file("code.txt", world.code);
    const witness = join(world.folder, "witness");
    await world.as(".", "witness", "init", "--data", witness);
    world.startWitness(witness);
    const json = await world.as(
      ".",
      "found",
      ...["--witness", join(witness, "witness.json"), "--witnesses-needed", "0"],
      ...["--gatekeeper", world.urls.gatekeeper, "--server", world.urls.server, "--organisation", "Demo"],
      ...["--code-file", code, "--profiles", world.people],
      ...["--rendezvous", world.urls.agents, "--rendezvous", world.urls.hostile],
    );
    genesis = String(json.genesis);
    return `genesis ${genesis.slice(0, 16)}…, keys apart from the data`;
  });
  await step("found a second time", async () => {
    const code = world.file("code.txt", world.code);
    const told = await world.attempt(
      ".",
      "found",
      ...["--gatekeeper", world.urls.gatekeeper, "--server", world.urls.server, "--organisation", "Thief"],
      ...["--code-file", code, "--profiles", `${world.people}-2`],
    );
    expect(told.code === 1, "a second founding was possible");
    return `refused: ${String(told.json.error)}`;
  });
  return genesis;
}

async function enrol(world: World, count: number): Promise<string[]> {
  let devices: string[] = [];
  await step(`enrol ${count} virtual Android phones by a signed ticket`, async () => {
    const draft = await world.as(
      "approver-1",
      "ticket",
      "create",
      "--uses",
      String(count),
      "--hours",
      "2",
      "--out",
      world.invitations,
    );
    const hash = String(draft.hash);
    await world.as("approver-2", "order", "sign", hash, "--yes");
    await world.as("approver-1", "order", "submit", hash, "--out", world.invitations);
    const phones = world.startPhones(count);
    devices = await phones.until(`${count} enrolments`, (lines) => {
      const enrolled = lines.filter((line) => line.event === "enrolled");
      if (enrolled.length < count) return undefined;
      return enrolled.sort((a, b) => Number(a.phone) - Number(b.phone)).map((line) => String(line.device));
    });
    expect(new Set(devices).size === count, "two phones share an id");
    return `${count} phones enrolled, each id derived from its own key`;
  });
  await step("the server lists them, by random ids", async () => {
    for (let attempt = 0; ; attempt++) {
      const { phones } = (await world.as(operator, "phones", "list")) as { phones: { id: string }[] };
      if (phones.length === count) return `${count} phones listed`;
      expect(attempt < 20, `the server lists ${phones.length} phones`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  });
  return devices;
}

/** Numbers of the phones that carried out `order`. */
export function executedBy(lines: readonly Line[], order: string): number[] {
  return lines.filter(isEvent("executed", { order })).map((line) => Number(line.phone));
}

async function policy(world: World, count: number): Promise<{ hash: string; id: string }> {
  const rules = world.file(
    "rules.json",
    JSON.stringify([
      { kind: "camera", disabled: true },
      { kind: "apps-denied", packages: ["com.example.game"] },
      { kind: "apps-required", packages: ["com.example.mail"] },
    ]),
  );
  let hash = "";
  let id = "";
  await step(`publish a policy; it reaches 10 phones of ${count}`, async () => {
    const draft = await world.as("approver-1", "policy", "publish", "--group", "all", "--rules", rules);
    hash = String(draft.hash);
    id = String((draft.params as { id: string }).id);
    const early = await world.attempt("approver-1", "order", "submit", hash);
    expect(
      early.code === 1 && early.json.error === "signature.quorum",
      `one signature was enough: ${JSON.stringify(early.json)}`,
    );
    await world.as("approver-2", "order", "sign", hash, "--yes", "--submit");
    await world.phones.until("10 phones with the policy", (lines) =>
      executedBy(lines, hash).length >= 10 ? true : undefined,
    );
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const reached = executedBy(world.phones.lines, hash).length;
    expect(reached === 10, `it reached ${reached}`);
    return "10 phones, the others wait for the hour or one more approver";
  });
  await step("a third approval lifts the reach", async () => {
    await world.as("approver-3", "order", "sign", hash, "--yes", "--submit", "--direct");
    await world.phones.until(`${count} phones with the policy`, (lines) =>
      executedBy(lines, hash).length >= count ? true : undefined,
    );
    const { state } = (await world.show(0)) as { state: { camera: unknown } };
    expect(JSON.stringify(state).includes('"camera"'), "the phone shows no camera state");
    expect(state.camera === false, `the camera is ${JSON.stringify(state.camera)}`);
    return `${count} phones, each with its camera off`;
  });
  return { hash, id };
}

async function lock(world: World, device: string): Promise<string> {
  let hash = "";
  await step("lock one phone: one operator", async () => {
    const json = await world.as(operator, "lock", device);
    hash = String(json.hash);
    await world.phones.until("the lock", (lines) => lines.find(isEvent("executed", { order: hash, action: "lock" })));
    const others = executedBy(world.phones.lines, hash).length;
    expect(others === 1, `${others} phones were locked`);
    const { state } = (await world.show(1)) as { state: { locked: boolean } };
    expect(state.locked, "the phone is not locked");
    return "executed, signed and logged; no other phone moved";
  });
  return hash;
}

async function wipe(world: World, device: string, number: number): Promise<string> {
  let hash = "";
  await step("wipe one phone: two approvers", async () => {
    const draft = await world.as("approver-1", "wipe", device, "--yes");
    hash = String(draft.hash);
    await world.as("approver-3", "order", "sign", hash, "--yes", "--submit");
    await world.phones.until("the wipe", (lines) => lines.find(isEvent("wiped", { phone: number })));
    const results = await untilResult(world, hash);
    expect(results.length === 1 && results[0]!.outcome === "started", `results ${JSON.stringify(results)}`);
    return "the phone signed `started`, the log holds it, the phone is empty";
  });
  return hash;
}

/** The second approver signs and submits, the third lifts the first hour. */
export async function signTwice(world: World, hash: string): Promise<void> {
  await world.as("approver-2", "order", "sign", hash, "--yes", "--submit");
  await world.as("approver-3", "order", "sign", hash, "--yes", "--submit", "--direct");
}

/** The same, and waits until `count` phones carried it out. */
export async function publish(world: World, hash: string, count: number): Promise<void> {
  await signTwice(world, hash);
  const all = (lines: readonly Line[]) => (executedBy(lines, hash).length >= count ? true : undefined);
  await world.phones.until(`${count} phones with ${hash.slice(0, 12)}`, all);
}

/** What the server was told of the results of `order`. */
export async function untilResult(
  world: World,
  order: string,
): Promise<{ device: string; outcome: string; code?: string }[]> {
  for (let attempt = 0; attempt < 40; attempt++) {
    const json = await serverOrder(world, order);
    const results = (json?.results ?? []) as { device: string; outcome: string; code?: string }[];
    if (results.length > 0) return results;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return [];
}

let token: string | undefined;
/** A read-only session at the server. */
export async function readToken(world: World): Promise<string> {
  token ??= String((await world.as(operator, "session", "create", "--read-only")).token);
  return token;
}

/** After a restore the server knows the session no more. */
export function signInAgain(): void {
  token = undefined;
}

async function serverOrder(world: World, hash: string): Promise<Record<string, unknown> | undefined> {
  const response = await fetch(`${world.urls.server}/api/v1/orders/${hash}`, {
    headers: { authorization: `Bearer ${await readToken(world)}` },
  });
  return response.ok ? ((await response.json()) as Record<string, unknown>) : undefined;
}

/** The first chapter. */
export async function ordinaryWork(world: World, count: number): Promise<[Organisation, Backup]> {
  chapter("Ordinary work");
  const genesis = await found(world);
  const devices = await enrol(world, count);
  const published = await policy(world, count);
  const locked = await lock(world, devices[1]!);
  const backup = await backUp(world);
  const wiped = await wipe(world, devices[2]!, 2);
  const orders = { policy: published, firstPolicy: published.hash, lock: locked, wipe: wiped };
  return [{ genesis, devices, ...orders, forked: [] }, backup];
}
