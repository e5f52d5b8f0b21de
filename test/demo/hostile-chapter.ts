// The last chapter: the gatekeeper itself is the attacker. It holds the real log key, and no person's key.
import {
  charterType,
  concat,
  type Document,
  type JsonValue,
  makeEnvelope,
  newNonce,
  type Order,
  openEnvelope,
  orderType,
  payloadBytes,
  releaseType,
  signDocument,
  targetLeaf,
  targetTree,
  toBase64,
  toHex,
} from "@rempart/trust";
import { type Hostile, openHostile, StolenLog } from "./hostile.ts";
import { now, orderBody, signerOf, signOrder, wipeParams } from "./insider.ts";
import { isEvent, type Organisation, operator } from "./ordinary.ts";
import { keepOrder, readOrder } from "./stolen.ts";
import { chapter, expect, step } from "./table.ts";
import type { World } from "./world.ts";

interface Scene {
  world: World;
  organisation: Organisation;
  hostile: Hostile;
}

/** A release as the gatekeeper would write it; nothing but the log vouches for it. */
async function release(
  genesis: string,
  order: Document<Order>,
  reach: JsonValue,
  changes: Record<string, JsonValue> = {},
): Promise<JsonValue> {
  const at = now();
  const body = { v: 1, org: genesis, order: order.hash, accepted: at, at, phones: 1, reach, by: [], ...changes };
  return (await signDocument(releaseType, body, [])).envelope;
}

async function itemIn(
  log: StolenLog,
  index: number,
  order: Document<Order>,
  device: string,
  listed = [device],
): Promise<JsonValue> {
  const item: Record<string, JsonValue> = {
    order: order.envelope,
    release: log.entries[index]!,
    index,
    inclusion: await log.inclusion(index),
  };
  if ("count" in order.body.targets) {
    const tree = targetTree(order.body.id, listed);
    const at = Math.max(0, tree.ids.indexOf(device));
    item.target = { index: at, proof: toBase64(concat(...tree.path(at))) };
  }
  return item;
}

/** Delivers `order` to phone `number` with a perfect proof in a log that the attacker wrote. */
async function inOwnLog(
  scene: Scene,
  number: number,
  order: Document<Order>,
  reach: (leaf: string) => JsonValue,
  listed?: string[],
): Promise<void> {
  const { hostile, organisation } = scene;
  const device = organisation.devices[number]!;
  const leaf = toHex(targetLeaf(order.body.id, device));
  const log = hostile.fork([await release(organisation.genesis, order, reach(leaf))]);
  const item = await itemIn(log, log.size - 1, order, device, listed);
  hostile.answer(device, (asked) => hostile.bundle(log, asked, [item]));
}

const named = (leaf: string): JsonValue => ({ phones: [leaf] });
const everyone = (): JsonValue => ({ all: true });

/** An order that the real gatekeeper released, with its real release and place in the real log. */
async function genuine(scene: Scene, hash: string, device: string, listed?: string[]): Promise<JsonValue> {
  const { real } = scene.hostile;
  const order = await readOrder(scene.world, hash);
  const index = real.entries.findLastIndex(
    (entry) => payload(entry).order === hash && JSON.stringify(payload(entry).reach) !== '{"none":true}',
  );
  const item = (await itemIn(real, index, order, device, listed)) as Record<string, JsonValue>;
  const last = payload(real.entries[index]!);
  if (last.accepted !== last.at) {
    const first = real.entries.findIndex((entry) => payload(entry).order === hash);
    item.first = { release: real.entries[first]!, index: first, inclusion: await real.inclusion(first) };
  }
  return item;
}

function payload(envelope: JsonValue): Record<string, unknown> {
  return JSON.parse(Buffer.from((envelope as { payload: string }).payload, "base64").toString()) as Record<
    string,
    unknown
  >;
}

async function prepareOrders(scene: Scene, expired: string): Promise<void> {
  const { world, organisation, hostile } = scene;
  const { devices, genesis } = organisation;
  const [one, two] = [await signerOf(world, "approver-1"), await signerOf(world, "approver-2")];
  const wipe = (number: number, changes: Record<string, JsonValue> = {}) =>
    orderBody(genesis, "wipe", [devices[number]!], wipeParams, changes);

  const thief = await signerOf(world, operator);
  const forged = await signOrder(wipe(10), []);
  const claimed = payload(hostile.real.entries[0]!).people as { credentials: { kid: string }[] }[];
  const signatures = [];
  for (const person of claimed.slice(0, 2)) {
    signatures.push({ ...(await thief.sign(forged.pae)), keyid: person.credentials[0]!.kid });
  }
  const forgedOrder = openEnvelope(
    orderType,
    makeEnvelope("order", payloadBytes(payload(forged.envelope)), signatures),
  );
  await inOwnLog(scene, 10, forgedOrder, named);
  await inOwnLog(scene, 11, await signOrder(wipe(11), [one]), named);
  await inOwnLog(scene, 17, await signOrder(wipe(17), [one, two]), everyone);
  await inOwnLog(
    scene,
    22,
    await signOrder(wipe(22, { createdAt: now() - 3 * 86_400, expiresAt: now() + 86_400 }), [one, two]),
    named,
  );

  const replayed = await genuine(scene, organisation.lock, devices[1]!);
  hostile.answer(devices[1]!, (asked) => hostile.bundle(hostile.real, asked, [replayed]));
  const others = await genuine(scene, organisation.lock, devices[13]!, [devices[1]!]);
  hostile.answer(devices[13]!, (asked) => hostile.bundle(hostile.real, asked, [others]));
  const older = await genuine(scene, organisation.firstPolicy, devices[14]!);
  hostile.answer(devices[14]!, (asked) => hostile.bundle(hostile.real, asked, [older]));
  const late = await genuine(scene, expired, devices[15]!);
  hostile.answer(devices[15]!, (asked) => hostile.bundle(hostile.real, asked, [late]));

  const unreleased = await signOrder(wipe(16), [one, two]);
  const leaf = toHex(targetLeaf(unreleased.body.id, devices[16]!));
  const item = (await itemIn(hostile.real, 3, unreleased, devices[16]!)) as Record<string, JsonValue>;
  item.release = await release(genesis, unreleased, named(leaf));
  hostile.answer(devices[16]!, (asked) => hostile.bundle(hostile.real, asked, [item]));
}

async function prepareHeads(scene: Scene): Promise<void> {
  const { hostile, organisation } = scene;
  const { devices, genesis } = organisation;
  hostile.answer(devices[18]!, async (asked) => ({
    ...((await hostile.bundle(hostile.real, asked, [])) as Record<string, JsonValue>),
    head: await hostile.head(hostile.real, { nonce: newNonce() }),
  }));
  const rewritten = new StolenLog(
    hostile.real.entries.map((entry, index) => (index === 1 ? hostile.real.entries[0]! : entry)),
  );
  hostile.answer(devices[19]!, (asked) => hostile.bundle(rewritten, asked, []));
  const shorter = new StolenLog(hostile.real.entries.slice(0, 5));
  hostile.answer(devices[21]!, async (asked) => ({
    v: 1,
    charters: [],
    head: await hostile.head(shorter, { nonce: asked.nonce }),
    consistency: "",
    orders: [],
  }));
  const first = payload(hostile.real.entries[0]!) as Record<string, JsonValue>;
  const own = await signerOf(scene.world, operator);
  const theirs = await signDocument(charterType, { ...first, org: genesis, version: 2, prev: genesis, k: 0 }, [own]);
  hostile.answer(devices[20]!, (asked) => hostile.bundle(hostile.real, asked, [], { charters: [theirs.envelope] }));
}

interface Expected {
  phone: number;
  what: string;
  event: "refused" | "bundle-refused";
  code: string;
}

const expectations: Expected[] = [
  { phone: 10, what: "a wipe with forged signatures, perfectly logged", event: "refused", code: "signature.quorum" },
  { phone: 11, what: "a wipe with one approval, perfectly logged", event: "refused", code: "signature.quorum" },
  { phone: 16, what: "a quorate wipe that the log does not hold", event: "refused", code: "log.inclusion" },
  { phone: 17, what: "a quorate wipe released to all, past the brake", event: "refused", code: "release.reach" },
  { phone: 22, what: "a quorate wipe of three days ago", event: "refused", code: "release.late" },
  { phone: 1, what: "the real lock once more, to its own phone", event: "refused", code: "replay" },
  { phone: 13, what: "the real lock, to another phone", event: "refused", code: "target.proof" },
  { phone: 14, what: "the real first policy, after the second", event: "refused", code: "stream.old" },
  { phone: 15, what: "a real lock that expired meanwhile", event: "refused", code: "window.expired" },
  { phone: 18, what: "a head signed for another question", event: "bundle-refused", code: "log.head" },
  { phone: 19, what: "a log with one entry rewritten", event: "bundle-refused", code: "log.consistency" },
  { phone: 21, what: "a log cut short", event: "bundle-refused", code: "log.consistency" },
  { phone: 20, what: "a charter of the attacker's own", event: "bundle-refused", code: "charter.chain" },
];

async function expectRefusals(world: World): Promise<void> {
  for (const { phone, what, event, code } of expectations) {
    await step(`hostile gatekeeper: ${what}`, async () => {
      const line = await world.phones.until(
        `${code} by phone ${phone}`,
        (lines) => lines.find(isEvent(event, { phone, code })),
        0,
        40,
      );
      return `phone: ${String(line.message)}`;
    });
  }
}

async function backHome(scene: Scene): Promise<void> {
  const { world, organisation } = scene;
  const forked = [10, 11, 17, 22];
  scene.organisation.forked.push(...forked);
  await step("the other phones obey the honest gatekeeper again", async () => {
    const json = await world.as(operator, "lock", organisation.devices[16]!);
    await world.phones.until("the lock", (lines) => lines.find(isEvent("executed", { order: json.hash })), 0, 60);
    return "a lock by one operator was executed";
  });
  await step("phones that saw the forged log find the fork", async () => {
    // The honest log has grown past the forged one; started again, they ask at once.
    await world.phones.stop();
    world.startPhones(organisation.devices.length, ["--rendezvous", world.urls.agents]);
    for (const phone of forked) {
      await world.phones.until(
        `the fork by phone ${phone}`,
        (lines) => lines.find(isEvent("bundle-refused", { phone, code: "log.consistency" })),
        0,
        60,
      );
    }
    return `${forked.length} of ${forked.length} phones refuse the honest head too: log.consistency, the alarm of promise P4`;
  });
}

/** The fourth chapter. */
export async function hostileGatekeeper(world: World, organisation: Organisation): Promise<void> {
  chapter("A hostile gatekeeper with the real log key");
  const count = organisation.devices.length;
  const short = await signOrder(
    orderBody(organisation.genesis, "lock", [organisation.devices[15]!], {}, { expiresAt: now() + 2 }),
    [await signerOf(world, operator)],
  );
  await world.phones.stop();
  const told = await world.submit(short.envelope, [organisation.devices[15]!]);
  expect(told.status === 200, JSON.stringify(told.json));
  keepOrder(short);
  await new Promise((resolve) => setTimeout(resolve, 3100));
  const scene = { world, organisation, hostile: await openHostile(world, organisation.genesis) };
  await prepareOrders(scene, short.hash);
  await prepareHeads(scene);
  world.startPhones(count, ["--rendezvous", world.urls.hostile]);
  await expectRefusals(world);
  await step("hostile gatekeeper: no phone executed anything for it", async () => {
    const executed =
      world.phones.lines.filter(isEvent("executed", {})).length +
      world.phones.lines.filter(isEvent("wiped", {})).length;
    expect(executed === 0, `${executed} orders were executed`);
    return `0 of ${count} phones; it stole ${scene.hostile.reported.length} refusal reports and learned nothing else`;
  });
  await world.phones.stop();
  scene.hostile.close();
  world.startPhones(count, ["--rendezvous", world.urls.agents]);
  await backHome(scene);
}
