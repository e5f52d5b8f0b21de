// Phase B: for each refusal code, orders that are good but for one thing.
import { fromBase64, toBase64, utf8 } from "../../packages/trust/src/index.ts";
import { type BundleCases, type CaseOptions, drop, edit } from "./bundles.ts";
import { bundleAuthority } from "./bundles-authority.ts";
import { leafOf, releaseOf, secretOf, targetProof } from "./deliver.ts";
import { without } from "./edit.ts";
import {
  accepted,
  type Body,
  created,
  day,
  everyone,
  group,
  hashOf,
  id,
  type Made,
  order,
  phones,
  shown,
  sign,
  uuid,
  watched,
} from "./world.ts";

const named = (made: Made): Body => ({ reach: { phones: [leafOf(made)] } });

export async function bundleItems(cases: BundleCases): Promise<void> {
  await bundleAuthority(cases);
  await targets(cases);
  await inclusion(cases);
  await releases(cases);
  await windows(cases);
  await streams(cases);
  await memory(cases);
  await secrets(cases);
}

async function targets(cases: BundleCases): Promise<void> {
  const lock = await order("lock");
  const proof = targetProof(lock);
  const bad = (name: string, options: CaseOptions): Promise<void> =>
    cases.add(name, [lock], { items: ["target.proof"] }, options);
  await bad("a lock without the proof of its target", { edit: drop("orders.0.target") });
  await bad("a target proof at another index", { target: { ...proof, index: ((proof.index as number) + 1) % 3 } });
  await bad("a target proof at an index beyond the count", { target: { ...proof, index: 3 } });
  await bad("a target proof of another phone", { target: targetProof(lock, phones, phones[1]!) });
  await bad("a phone that is no target", { state: { device: id("phone four") } });
  const shorter = toBase64(fromBase64(proof.proof as string)!.subarray(32));
  await bad("a target proof without its lowest node", { target: { ...proof, proof: shorter } });
  await bad("a target proof with a node more", {
    target: {
      ...proof,
      proof: toBase64(new Uint8Array([...fromBase64(proof.proof as string)!, ...new Uint8Array(32)])),
    },
  });
  await bad("a target proof of another order", { target: targetProof(await order("lock", { id: uuid("other") })) });
  const policy = await order("policy");
  await cases.add(
    "a policy of the phone's group",
    [policy],
    { items: ["ok"] },
    { state: { groups: [id("x"), group] } },
  );
  await cases.add("a policy of another group", [policy], { items: ["target.proof"] }, { state: { groups: [id("x")] } });
  await cases.add("a policy of every phone", [await order("policy", { targets: { group: everyone } })], {
    items: ["ok"],
  });
  await cases.add("a cancel is for all", [await order("cancel")], { items: ["ok"] });
}

async function inclusion(cases: BundleCases): Promise<void> {
  const lock = await order("lock");
  const bad = (name: string, options: CaseOptions, code = "log.inclusion"): Promise<void> =>
    cases.add(name, [lock], { items: [code] }, options);
  await bad("a release at another index", { before: 2, edit: edit("orders.0.index", 2) });
  await bad("a release whose path lacks a node", { before: 2, edit: edit("orders.0.inclusion", "") });
  await bad("a release beyond the log", { edit: edit("orders.0.index", 9) });
  await bad("a release of another order", { releaseMade: await releaseOf(await order("lock", { id: uuid("other") })) });
  const later = { accepted, at: accepted + 60 };
  const first = { accepted, at: accepted };
  await bad("a later release with its first", { release: later, first }, "ok");
  await bad("a later release without its first", { release: later });
  await bad("a first release that is later itself", { release: later, first: { accepted, at: accepted + 1 } });
  await bad("a first release with another time of acceptance", {
    release: later,
    first: { accepted: accepted - 1, at: accepted - 1 },
  });
  await bad("a first release of another order", {
    release: later,
    firstMade: await releaseOf(await order("lock", { id: uuid("other") }), first),
  });
  await bad(
    "a first release of another organisation",
    { release: later, first: { ...first, org: hashOf("other") } },
    "org",
  );
  await bad("a first release at another index", { release: later, first, edit: edit("orders.0.first.index", 2) });
  await bad("a first release without its path", { release: later, first, edit: edit("orders.0.first.inclusion", "") });
  await bad(
    "a first release that is no release",
    { release: later, first, edit: edit("orders.0.first.release", lock.envelope) },
    "type",
  );
  await bad("a first release that is needless but proven", { release: first, first }, "ok");

  const watchedLock = await order("lock", {}, { charter: watched });
  const k = (name: string, code: string, options: CaseOptions): Promise<void> =>
    cases.add(name, [watchedLock], { items: [code] }, { chain: [watched], charters: ["watched"], ...options });
  await k("a release below the witnessed size", "ok", { after: 1, witness: { size: 2 } });
  await k("a release at the witnessed size", "witness.quorum", { after: 1, witness: { size: 1 } });
  await k("a release while nobody witnesses", "witness.quorum", {});
  await k("a first release that nobody witnessed", "witness.quorum", {
    ...{ release: later, first, firstLast: true, witness: { size: 2 } },
  });
  await k("a first release after the other, both witnessed", "ok", {
    release: later,
    first,
    firstLast: true,
    witness: {},
  });
}

async function releases(cases: BundleCases): Promise<void> {
  const lock = await order("lock");
  const at = (name: string, code: string, time: number): Promise<void> =>
    cases.add(
      name,
      [lock],
      { items: [code] },
      { release: { accepted: time, at: time }, head: { time: Math.max(time, shown) } },
    );
  await at("accepted 24 h after creation", "ok", created + day);
  await at("accepted 24 h and 1 s after creation", "release.late", created + day + 1);
  await at("accepted 5 min before creation", "ok", created - 300);
  await at("accepted 5 min and 1 s before creation", "release.late", created - 301);

  const reach = (name: string, made: Made, value: Body, code: string): Promise<void> =>
    cases.add(name, [made], { items: [code] }, { release: { reach: value } });
  const leaf = leafOf(lock);
  const add = (hex: string, by: bigint): string => (BigInt(`0x${hex}`) + by).toString(16).padStart(64, "0");
  await reach("a release that reaches none", lock, { none: true }, "release.reach");
  await reach("a release below this phone's leaf and one", lock, { below: add(leaf, 1n) }, "ok");
  await reach("a release below this phone's leaf", lock, { below: leaf }, "release.reach");
  await reach("a release that names this phone", lock, { phones: [hashOf("x"), leaf] }, "ok");
  await reach("a release that names another phone", lock, { phones: [leafOf(lock, phones[1]!)] }, "release.reach");
  for (const action of ["wipe", "agent-update"] as const) {
    const made = await order(action, action === "wipe" ? {} : { targets: { group: everyone } });
    await reach(`a ${action} that names this phone`, made, { phones: [leafOf(made)] }, "ok");
    await reach(`a ${action} that reaches all`, made, { all: true }, "release.reach");
    await reach(`a ${action} below a leaf`, made, { below: "f".repeat(64) }, "release.reach");
    await reach(`a ${action} that names another phone`, made, { phones: [leafOf(made, phones[1]!)] }, "release.reach");
  }
  for (const action of ["unenrol", "clear-passcode"] as const) {
    const made = await order(action);
    await cases.add(
      `a ${action} that reaches all`,
      [made],
      { items: ["release.reach"] },
      { state: { supported: [action] } },
    );
    await cases.add(
      `a ${action} that names this phone`,
      [made],
      { items: ["ok"] },
      { state: { supported: [action] }, release: named(made) },
    );
  }
  const params = (rules: Body[]): Body => ({ params: { id: id("policy"), rules }, targets: { group: everyone } });
  const erases = await order(
    "policy",
    params([
      { kind: "camera", disabled: true },
      { kind: "failedUnlocksBeforeWipe", attempts: 10 },
    ]),
  );
  await reach("a policy that can erase, to all", erases, { all: true }, "release.reach");
  await reach("a policy that can erase, by name", erases, { phones: [leafOf(erases)] }, "ok");
  const gone = await order("policy", { params: { id: id("policy"), removed: true }, targets: { group: everyone } });
  await reach("a policy that is removed, to all", gone, { all: true }, "ok");
}

async function windows(cases: BundleCases): Promise<void> {
  const lock = await order("lock", { expiresAt: shown });
  await cases.add("at its expiry", [lock], { items: ["ok"] });
  await cases.add(
    "1 s after its expiry, by the head",
    [lock],
    { items: ["window.expired"] },
    { head: { time: shown + 1 } },
  );
  await cases.add(
    "1 s after its expiry, by the elapsed clock",
    [lock],
    { items: ["window.expired"] },
    { itemsAt: 103 },
  );
  await cases.add(
    "1 s after its expiry, by a head seen before",
    [lock],
    { items: ["window.expired"] },
    { state: { clock: { time: shown + 1, at: 102 } } },
  );
  await cases.add(
    "1 s after its expiry, by a head and the time since",
    [lock],
    { items: ["window.expired"] },
    { state: { clock: { time: shown - 1, at: 100 } } },
  );
  await cases.add("the elapsed clock does not run backwards", [lock], { items: ["ok"] }, { itemsAt: 90 });
  const forever = without((await order("lock")).body, "expiresAt") as Body;
  const endless = await sign("order", forever, ["carol"]);
  const done = { [endless.hash]: Number.MAX_SAFE_INTEGER };
  await cases.add("without an expiry, remembered for ever", [endless], { items: ["ok"], after: { done } });
  const late = await order("lock", { createdAt: shown + 300, expiresAt: shown + day });
  await cases.add("5 min ahead of the clock", [late], { items: ["ok"] }, { release: { accepted: shown, at: shown } });
  await cases.add(
    "5 min and 1 s ahead of the clock",
    [late],
    { items: ["window.early"] },
    { release: { accepted: shown, at: shown }, head: { time: shown - 1 } },
  );
}

async function streams(cases: BundleCases): Promise<void> {
  const stream = `policy/${id("policy")}`;
  const prev = hashOf("first policy");
  const state = (n: number, over: Body = {}): CaseOptions => ({
    state: { groups: [group], streams: { [stream]: { n, hash: prev }, "policy/other": { n: 9, hash: prev } }, ...over },
  });
  const none = { state: { groups: [group] } };
  const first = await order("policy");
  const next = await order("policy", { n: 2, prev });
  await cases.add(
    "the first of a stream",
    [first],
    { items: ["ok"], after: { streams: { [stream]: { n: 1, hash: first.hash } } } },
    none,
  );
  await cases.add("the second of a stream to a phone without the first", [next], { items: ["ok"] }, none);
  await cases.add("the second of a stream", [next], { items: ["ok"] }, state(1));
  await cases.add(
    "the second of a stream after another first",
    [await order("policy", { n: 2, prev: hashOf("x") })],
    { items: ["stream.prev"] },
    state(1),
  );
  await cases.add(
    "the third of a stream to a phone with the first",
    [await order("policy", { n: 3, prev: hashOf("x") })],
    { items: ["ok"] },
    state(1),
  );
  await cases.add("the second of a stream again", [next], { items: ["stream.old"] }, state(2));
  await cases.add("the first of a stream after the second", [first], { items: ["stream.old"] }, state(2));
  await cases.add("the same standing document twice", [first, first], { items: ["ok", "stream.old"] }, none);

  const target = (made: Made): CaseOptions => ({ target: targetProof(made) });
  const assign = await order("assign");
  const orderId = assign.body.id as string;
  const assigned = (createdAt: number, other: string): CaseOptions => ({
    ...target(assign),
    state: { assigned: { createdAt, id: other } },
  });
  const groups = { groups: [group], assigned: { createdAt: created, id: orderId } };
  await cases.add("the first assignment", [assign], { items: ["ok"], after: groups }, target(assign));
  await cases.add(
    "an assignment after an older one",
    [assign],
    { items: ["ok"] },
    assigned(created - 1, `f${orderId.slice(1)}`),
  );
  await cases.add(
    "an assignment after a newer one",
    [assign],
    { items: ["stream.old"] },
    assigned(created + 1, `00${orderId.slice(2)}`),
  );
  await cases.add(
    "an assignment of the same second and a smaller id before",
    [assign],
    { items: ["ok"] },
    assigned(created, `00${orderId.slice(2)}`),
  );
  await cases.add(
    "an assignment of the same second and a greater id before",
    [assign],
    { items: ["stream.old"] },
    assigned(created, `f${orderId.slice(1)}`),
  );
  await cases.add("the same assignment again", [assign], { items: ["stream.old"] }, assigned(created, orderId));
}

async function memory(cases: BundleCases): Promise<void> {
  const lock = await order("lock");
  await cases.add(
    "an order carried out already",
    [lock],
    { items: ["replay"] },
    { state: { done: { [lock.hash]: created + 7 * day } } },
  );
  await cases.add(
    "an order next to one carried out",
    [lock],
    { items: ["ok"] },
    { state: { done: { [hashOf("x")]: created } } },
  );
  const spaced = await order("lock", { reason: { code: "other" } });
  await cases.add(
    "another document of the same id is another order",
    [spaced],
    { items: ["ok"] },
    { state: { done: { [lock.hash]: created } } },
  );
  await cases.add("the same order twice", [lock, lock], {
    items: ["ok", "replay"],
    after: { done: { [lock.hash]: created + 7 * day } },
  });
  await cases.add(
    "the same order with other signatures",
    [lock, { ...lock, envelope: (await order("lock", {}, { signers: ["alice"] })).envelope }],
    { items: ["ok", "replay"] },
  );
  await cases.add(
    "the memory forgets what expired",
    [lock],
    { items: ["ok"], after: { done: { [lock.hash]: created + 7 * day, [hashOf("y")]: shown } } },
    { state: { done: { [hashOf("x")]: shown - 1, [hashOf("y")]: shown } } },
  );
  await cases.add(
    "a cancelled order",
    [lock],
    { items: ["cancelled"] },
    { state: { cancelled: [hashOf("x"), lock.hash] } },
  );
  const cancel = await order("cancel", { params: { order: lock.hash } });
  await cases.add("a cancel, then its order", [cancel, lock], {
    items: ["ok", "cancelled"],
    after: { cancelled: [lock.hash] },
  });
  await cases.add(
    "an action that the phone cannot do",
    [lock],
    { items: ["action.unsupported"] },
    { state: { supported: ["wipe"] } },
  );
}

async function secrets(cases: BundleCases): Promise<void> {
  const hello = secretOf("hello");
  const call = secretOf("0123");
  const message = await order("message", { params: { text: hello.secret } });
  const opened = (field: string, value: string): CaseOptions => ({ opened: [{ field, value }] });
  const text = toBase64(utf8("hello"));
  await cases.add("a message", [message], { items: ["ok"], texts: { text } }, opened("text", hello.opened));
  await cases.add("a message that was not opened", [message], { items: ["secret.hash"] });
  await cases.add("a message with another text", [message], { items: ["secret.hash"] }, opened("text", call.opened));
  await cases.add(
    "a message opened as another field",
    [message],
    { items: ["secret.hash"] },
    opened("message", hello.opened),
  );
  await cases.add(
    "a message opened twice",
    [message],
    { items: ["schema"] },
    {
      opened: [
        { field: "text", value: call.opened },
        { field: "text", value: hello.opened },
      ],
    },
  );
  await cases.add(
    "a message and a text that nobody signed",
    [message],
    { items: ["secret.hash"] },
    {
      opened: [
        { field: "text", value: hello.opened },
        { field: "contact", value: call.opened },
      ],
    },
  );
  for (const [name, length] of [
    ["no text", 0],
    ["8 KiB", 8192],
  ] as const) {
    const long = secretOf("x".repeat(length));
    const made = await order("message", { params: { text: long.secret } });
    await cases.add(`a message of ${name}`, [made], { items: ["ok"] }, opened("text", long.opened));
  }
  const lost = await order("lost-mode", { params: { on: true, message: hello.secret, contact: call.secret } });
  const both = [
    { field: "message", value: hello.opened },
    { field: "contact", value: call.opened },
  ];
  await cases.add(
    "lost mode with two texts",
    [lost],
    { items: ["ok"], texts: { message: text, contact: toBase64(utf8("0123")) } },
    { opened: both },
  );
  await cases.add(
    "lost mode with its texts exchanged",
    [lost],
    { items: ["secret.hash"] },
    {
      opened: [
        { field: "message", value: call.opened },
        { field: "contact", value: hello.opened },
      ],
    },
  );
  await cases.add("lost mode without its contact", [lost], { items: ["secret.hash"] }, { opened: both.slice(0, 1) });
  await cases.add("lost mode without its message", [lost], { items: ["secret.hash"] }, { opened: both.slice(1) });
  const lock = await order("lock", { params: { message: hello.secret, phone: call.secret } });
  await cases.add(
    "a lock with two texts",
    [lock],
    { items: ["ok"] },
    { opened: [both[0]!, { field: "phone", value: call.opened }] },
  );
  await cases.add("a lock without its phone number", [lock], { items: ["secret.hash"] }, { opened: [both[0]!] });
}
