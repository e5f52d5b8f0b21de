// What the gatekeeper decides: which row matches, whether it accepts, the list of targets, the brake; and tickets.
import {
  actions,
  concat,
  type JsonValue,
  sha256,
  sortTargets,
  targetTree,
  toBase64,
  toBase64url,
  toHex,
  utf8,
} from "../../packages/trust/src/index.ts";
import { charters } from "./chain.ts";
import { nonce, secretOf } from "./deliver.ts";
import { ticketBody } from "./documents.ts";
import {
  accepted,
  type Body,
  created,
  day,
  foundingRules,
  hashOf,
  id,
  key,
  type Made,
  order,
  phone,
  phones,
  plain,
  sign,
  successor,
  uuid,
} from "./world.ts";

const table = (made: Record<string, Made>): JsonValue =>
  Object.fromEntries(Object.entries(made).map(([name, one]) => [name, one.envelope]));

/** Rows by index in the founding default; null: none. */
export async function makeRules(): Promise<JsonValue> {
  const normal: Record<string, number> = {
    ...{ lock: 0, "lost-mode": 0, ring: 0, message: 0, query: 0, locate: 1, reveal: 2, wipe: 3, unenrol: 3 },
    ...{ "clear-passcode": 3, policy: 5, "os-update": 5, assign: 5, app: 5, certificate: 5, "agent-update": 6 },
    ...{ ticket: 7, admit: 7, freeze: 9, cancel: 9, unfreeze: 10, pace: 13 },
  };
  const frozen: Record<string, number> = {
    freeze: 9,
    cancel: 9,
    unfreeze: 10,
    lock: 11,
    "lost-mode": 11,
    locate: 11,
    wipe: 12,
  };
  const matches: Body[] = [];
  const add = (action: string, count: number | null, isFrozen: boolean, row: number | null): void => {
    matches.push({ action, ...(count === null ? {} : { count }), frozen: isFrozen, row });
  };
  for (const action of [...actions, "ticket", "reveal"]) {
    add(action, 1, false, normal[action]!);
    add(action, 1, true, frozen[action] ?? null);
  }
  for (const action of ["wipe", "unenrol", "clear-passcode"]) {
    add(action, 10, false, 3);
    add(action, 11, false, 4);
    add(action, null, false, 4);
  }
  add("ticket", 2, false, 8);
  add("locate", 2, false, null);
  add("admit", 2, false, null);
  for (const action of ["lock", "lost-mode", "locate", "wipe"]) add(action, 2, true, null);
  add("lock", 1_000_000, false, 0);
  for (const action of ["policy", "agent-update"]) add(action, null, false, normal[action]!);
  for (const action of ["freeze", "cancel", "unfreeze"]) {
    add(action, null, false, normal[action]!);
    add(action, null, true, frozen[action]!);
  }
  add("pace", null, true, null);
  return { charter: plain.envelope, matches, quorums: await quorums() };
}

/** The rules above, and who must sign: an order under them with these signers reaches its quorum or does not. */
async function quorums(): Promise<JsonValue> {
  const cases: Body[] = [];
  const add = async (
    name: string,
    action: "lock" | "wipe" | "agent-update" | "pace",
    signers: string[],
    counting: number,
    good: boolean,
  ): Promise<void> => {
    const made = await order(action, {}, { signers });
    cases.push({ name, order: made.envelope, code: good ? "ok" : "signature.quorum", counting });
  };
  await add("an operator", "lock", ["carol"], 1, true);
  await add("an operator's plain key", "lock", ["oscar"], 1, true);
  await add("an approver is an operator", "lock", ["bob"], 1, true);
  await add("an auditor", "lock", ["erin"], 0, false);
  await add("a writer", "lock", ["walt"], 0, false);
  await add("a root", "lock", ["root1"], 0, false);
  await add("nobody", "lock", [], 0, false);
  await add("two approvers", "wipe", ["alice", "bob"], 2, true);
  await add("three approvers of two", "wipe", ["alice", "bob", "dave"], 3, true);
  await add("one approver with two credentials", "wipe", ["alice", "alice2"], 1, false);
  await add("one approver with two credentials, and another", "wipe", ["alice", "alice2", "dave"], 2, true);
  await add("one approver twice", "wipe", ["bob", "bob"], 1, false);
  await add("one approver and an operator", "wipe", ["alice", "carol"], 1, false);
  await add("two approvers among others", "wipe", ["erin", "stranger", "carol", "alice", "root1", "bob"], 2, true);
  await add("three approvers", "agent-update", ["alice", "bob", "dave"], 3, true);
  await add("two approvers of three", "agent-update", ["alice", "bob"], 2, false);
  await add("two roots", "pace", ["root1", "root3"], 0, true);
  await add("three roots", "pace", ["root1", "root2", "root3"], 0, true);
  await add("one root of two", "pace", ["root2"], 0, false);
  await add("one root twice", "pace", ["root2", "root2"], 0, false);
  await add("one root and an approver", "pace", ["root2", "alice", "bob"], 0, false);
  await add("approvers are no roots", "pace", ["alice", "bob", "dave"], 0, false);
  return cases as unknown as JsonValue;
}

export async function makeAccept(): Promise<JsonValue> {
  const cases: Body[] = [];
  const add = (name: string, made: Made, expect: Body | string, over: Body = {}): void => {
    const targets = "count" in (made.body.targets as Body) ? phones : [];
    cases.push({
      ...{
        name,
        charter: "plain",
        order: made.envelope,
        now: accepted,
        frozen: false,
        targets,
        known: false,
        opens: [],
      },
      ...over,
      ...(typeof expect === "string" ? { code: expect } : { code: "ok", expect }),
    });
  };
  const sorted = sortTargets(phones);
  const lock = await order("lock");
  const policy = await order("policy");
  add("a lock", lock, { row: 0, by: [id("carol")], counting: 1, targets: sorted });
  add(
    "a lock with its list in another order",
    lock,
    { row: 0, by: [id("carol")], counting: 1, targets: sorted },
    { targets: [...phones].reverse() },
  );
  add("a wipe", await order("wipe"), { row: 3, by: ["alice", "bob"].map(id), counting: 2, targets: sorted });
  const mixed = await order("wipe", {}, { signers: ["erin", "alice", "carol", "bob", "dave"] });
  add("a wipe with more signatures than it needs", mixed, {
    row: 3,
    by: ["erin", "alice", "carol", "bob", "dave"].map(id),
    counting: 3,
    targets: sorted,
  });
  add("a pace", await order("pace"), { row: 13, by: [], counting: 0, targets: [] });
  add("a policy", policy, { row: 5, by: ["alice", "bob"].map(id), counting: 2, targets: [] });

  add("another organisation", await order("lock", { org: hashOf("other") }), "org");
  add("an older charter", lock, "charter.current", { charter: "second" });
  add("a standing document under an older charter", policy, "charter.current", { charter: "second" });
  add("an unfreeze under an older charter", await order("unfreeze"), "charter.current", { charter: "second" });
  add(
    "the newest charter",
    await order("lock", {}, { charter: charters.second! }),
    { row: 0, by: [id("carol")], counting: 1, targets: sorted },
    { charter: "second" },
  );
  add("frozen", lock, "freeze", { frozen: true });
  add(
    "a freeze while frozen",
    await order("freeze"),
    { row: 9, by: [id("alice")], counting: 1, targets: [] },
    { frozen: true },
  );
  add("no rule", await order("locate"), "rule.none");
  add("a signature short", await order("wipe", {}, { signers: ["alice"] }), "signature.quorum");

  const list = (name: string, targets: JsonValue, code = "targets.list"): void => add(name, lock, code, { targets });
  list("a list that is empty", []);
  list("a list that lacks a phone", phones.slice(1));
  list("a list with a phone more", [...phones, id("phone four")]);
  list("a list with another phone", [id("phone four"), ...phones.slice(1)]);
  list("a list with a phone twice", [...phones, phones[0]!]);
  list("a list with a phone twice in the place of another", [phones[0]!, ...phones.slice(0, 2)]);
  list("a list with what is no id", [...phones.slice(0, 2), "AA"], "schema");
  list("a list with what is no base64", [...phones.slice(0, 2), "!".repeat(22)], "schema");
  add("a list for a group", policy, "targets.list", { targets: [phone] });
  add("a list for all", await order("freeze"), "targets.list", { targets: [phone] });
  const wrongCount = targetTree(uuid("lock order"), phones);
  add("a count that is another", await order("lock", { targets: { count: 4, root: wrongCount.root } }), "targets.list");
  add("a root that is another", await order("lock", { targets: { count: 3, root: hashOf("root") } }), "targets.list");

  const time = (name: string, code: string, now: number, made = lock): void =>
    add(name, made, code === "ok" ? { row: 0, by: [id("carol")], counting: 1, targets: sorted } : code, { now });
  time("24 h after creation", "ok", created + day);
  time("24 h and 1 s after creation", "release.late", created + day + 1);
  time("5 min before creation", "ok", created - 300);
  time("5 min and 1 s before creation", "release.late", created - 301);
  const short = await order("lock", { expiresAt: created + 60 });
  time("at its expiry", "ok", created + 60, short);
  time("after its expiry", "window.expired", created + 61, short);

  const prev = hashOf("first");
  const newest = { n: 1, hash: prev, createdAt: created, id: uuid("first") };
  const next = await order("policy", { n: 2, prev });
  const fine = { row: 5, by: ["alice", "bob"].map(id), counting: 2, targets: [] };
  add("the next of its stream", next, fine, { newest });
  add("the first of its stream where there is one", policy, "stream.next", { newest });
  add("the next of its stream again", next, "stream.next", { newest: { ...newest, n: 2 } });
  add("the next of a stream that has none", next, "stream.next");
  add("the next but one of its stream", await order("policy", { n: 3, prev }), "stream.next", { newest });
  add("the next of its stream after another one", await order("policy", { n: 2, prev: hashOf("x") }), "stream.next", {
    newest,
  });
  add("an assignment", await order("assign"), { ...fine, targets: sorted }, { newest });
  add("a lock knows no stream", lock, { row: 0, by: [id("carol")], counting: 1, targets: sorted }, { newest });
  add("accepted before", lock, "replay", { known: true });

  const hello = secretOf("hello");
  const call = secretOf("0123");
  const sealed = (text: Body): JsonValue => text.gatekeeper!;
  const message = await order("message", { params: { text: hello.secret } });
  const opened = (value: string | null): Body => ({ opens: [["text", sealed(hello.secret), value]] });
  add("a message", message, { row: 0, by: [id("carol")], counting: 1, targets: sorted }, opened(hello.opened));
  add("a message that does not open", message, "secret.hash", opened(null));
  add("a message with another text", message, "secret.hash", opened(call.opened));
  add("a message whose text is not shown", message, "secret.hash", {});
  return { charters: table({ plain, second: charters.second! }), cases: cases as unknown as JsonValue };
}

/** Lists of ids, the tree that an order signs over them, and ids that derive from keys. */
export function makeTargets(): JsonValue {
  const orderId = uuid("targets");
  const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => id(`phone ${i}`));
  const trees = [1, 2, 3, 7, 8, 9].map((count): Body => {
    const tree = targetTree(orderId, ids(count));
    const proofs = tree.ids.map((_, index) => toBase64(concat(...tree.path(index))));
    return { order: orderId, ids: ids(count), sorted: tree.ids, root: tree.root, proofs };
  });
  const edges = [
    "_wAAAAAAAAAAAAAAAAAAAA",
    "AAAAAAAAAAAAAAAAAAAA_w",
    "gAAAAAAAAAAAAAAAAAAAAA",
    "fwAAAAAAAAAAAAAAAAAAAA",
  ];
  trees.push({
    order: orderId,
    ids: edges,
    sorted: sortTargets(edges),
    root: targetTree(orderId, edges).root,
    proofs: [],
  });
  const refusals: Body[] = [
    { name: "no id", ids: [], code: "targets.list" },
    { name: "an id twice", ids: [ids(1)[0]!, ids(2)[1]!, ids(1)[0]!], code: "targets.list" },
    { name: "an id of 15 bytes", ids: ["AAAAAAAAAAAAAAAAAAAA"], code: "schema" },
    { name: "an id of 17 bytes", ids: ["AAAAAAAAAAAAAAAAAAAAAAA"], code: "schema" },
    { name: "an id that is not canonical", ids: ["AAAAAAAAAAAAAAAAAAAAAB"], code: "schema" },
    { name: "an empty id", ids: [""], code: "schema" },
  ];
  const genesis = plain.hash;
  const spki = key("phone").spki;
  const device = toBase64url(
    sha256(concat(utf8("rempart/device/v1\n"), Buffer.from(genesis, "hex"), spki)).subarray(0, 16),
  );
  return { trees, refusals, order: orderId, devices: [{ genesis, spki: key("phone").spkiBase64, device }] };
}

export function makeBrake(): JsonValue {
  const windows = [
    { phones: 10, seconds: 600 },
    { phones: 50, seconds: 86_400 },
  ];
  const slots: Body[] = [];
  const add = (name: string, list: [at: number, phones: number][], now: number, free: number, wait: number): void => {
    slots.push({ name, windows, slots: list.map(([at, phones]) => ({ at, phones })), now, free, wait });
  };
  const t = created;
  add("nothing yet", [], t, 10, 0);
  add("some", [[t - 1, 3]], t, 7, 0);
  add(
    "several",
    [
      [t - 10, 3],
      [t - 1, 4],
    ],
    t,
    3,
    0,
  );
  add("all but one", [[t, 9]], t, 1, 0);
  add("all", [[t - 1, 10]], t, 0, 599);
  add("more than all", [[t - 1, 11]], t, 0, 599);
  add(
    "all, in two",
    [
      [t - 100, 5],
      [t - 50, 5],
    ],
    t,
    0,
    500,
  );
  add(
    "all, in two, the newer first",
    [
      [t - 50, 5],
      [t - 100, 5],
    ],
    t,
    0,
    500,
  );
  add("a second before the window ends", [[t - 599, 10]], t, 0, 1);
  add("when the window ends", [[t - 600, 10]], t, 10, 0);
  add("the long window", [[t - 3600, 45]], t, 5, 0);
  add("the long window is full", [[t - 3600, 50]], t, 0, 82_800);
  add("the long window, a second before it ends", [[t - 86_399, 50]], t, 0, 1);
  add("the long window ends", [[t - 86_400, 50]], t, 10, 0);
  add(
    "both windows are full",
    [
      [t - 3600, 40],
      [t - 5, 10],
    ],
    t,
    0,
    82_800,
  );
  add("a slot of the future counts", [[t + 5, 10]], t, 0, 605);
  const reach = { least: 10, permille: 10, seconds: 3600 };
  const bounds = [
    [0, 10],
    [1, 10],
    [1000, 10],
    [1099, 10],
    [1100, 11],
    [1199, 11],
    [25_000, 250],
  ].map(([count, bound]): Body => ({ reach, phones: count!, bound: bound! }));
  bounds.push(
    { reach: { ...reach, permille: 0 }, phones: 1_000_000, bound: 10 },
    { reach: { ...reach, permille: 1000 }, phones: 77, bound: 77 },
  );
  const devices = Array.from({ length: 20 }, (_, i) => id(`phone ${i}`));
  const orderId = uuid("reach");
  // By the definition, not by the code under test: sort all leaves, take the bound.
  const leaves = devices.map((device) => leafByHand(orderId, device)).sort();
  const first = [1, 2, 10, 19].map(
    (bound): Body => ({ order: orderId, devices, bound, reach: { below: leaves[bound]! } }),
  );
  first.push(
    { order: orderId, devices, bound: 20, reach: { all: true } },
    { order: orderId, devices, bound: 21, reach: { all: true } },
  );
  first.push({ order: orderId, devices: [], bound: 1, reach: { all: true } });
  return { slots, bounds, first };
}

function leafByHand(orderId: string, device: string): string {
  const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
  const idBytes = Uint8Array.from(Buffer.from(device, "base64url"));
  return toHex(
    sha256(concat(Uint8Array.of(0), utf8("rempart/target/v1\n"), bytes(orderId.replaceAll("-", "")), idBytes)),
  );
}

export async function makeTickets(): Promise<JsonValue> {
  const cases: Body[] = [];
  const made: Record<string, Made> = { plain, second: charters.second!, third: charters.third! };
  const ticket = (over: Body = {}, signers: string[] = ["carol"]): Promise<Made> =>
    sign("ticket", { ...ticketBody, ...over }, signers);
  const add = (name: string, document: Made, code: string, over: Body = {}): void => {
    cases.push({ name, charters: ["plain"], ticket: document.envelope, now: created, frozen: false, ...over, code });
  };
  const one = await ticket();
  add("a ticket", one, "ok");
  add("the pinned ticket", one, "ok", { pinned: one.hash });
  add("another ticket than the pinned", one, "schema", { pinned: hashOf("x") });
  add("another organisation", await ticket({ org: hashOf("other") }), "org");
  add("under a newer charter", one, "ok", { charters: ["plain", "second"] });
  const second = { floor: { version: 2, hash: made.second!.hash } };
  add("a floor that is known", await ticket(second), "ok", { charters: ["plain", "second", "third"] });
  add("a floor above all that is known", await ticket(second), "charter.chain");
  add("a floor of another charter", await ticket({ floor: { version: 1, hash: made.second!.hash } }), "charter.chain", {
    charters: ["plain", "second"],
  });
  const voiding = await successor(plain, { voids: [one.hash] });
  made.voiding = voiding;
  made.after = await successor(voiding, { voids: [] });
  add("a void ticket", one, "charter.void", { charters: ["plain", "voiding"] });
  add("a ticket void since it was made", one, "charter.void", { charters: ["plain", "voiding", "after"] });
  add("a ticket next to a void one", await ticket({ id: id("x") }), "ok", { charters: ["plain", "voiding"] });
  add("frozen", one, "freeze", { frozen: true });
  const many = { uses: 2 };
  add("many uses, by an operator", await ticket(many), "signature.quorum");
  add("many uses, by two approvers", await ticket(many, ["alice", "bob"]), "ok");
  add("nobody", await ticket({}, []), "signature.quorum");
  const bare = await successor(plain, { rules: foundingRules.slice(0, 1) });
  made.bare = bare;
  add("no rule", one, "rule.none", { charters: ["plain", "bare"] });
  add("at its end", one, "ok", { now: created + 3600 });
  add("after its end", one, "window.expired", { now: created + 3601 });
  add("5 min before it was made", one, "ok", { now: created - 300 });
  add("5 min and 1 s before it was made", one, "window.early", { now: created - 301 });
  add("of another type", await order("lock"), "type");
  add("of another form", await sign("ticket", {}, ["carol"]), "schema");
  return { charters: table(made), cases: cases as unknown as JsonValue, invitations: invitations(), codes: codes() };
}

function invitations(): JsonValue {
  const good = { u: "https://a.rempart.example", p: nonce, g: nonce, t: nonce, s: nonce };
  const cases: Body[] = [{ name: "an invitation", text: JSON.stringify(good), code: "ok" }];
  const add = (name: string, code: string, value: unknown): void => {
    cases.push({ name, text: typeof value === "string" ? value : JSON.stringify(value), code });
  };
  for (const field of Object.keys(good)) {
    add(`without ${field}`, "schema", { ...good, [field]: undefined });
    if (field === "u") continue;
    add(`${field} of 31 bytes`, "schema", { ...good, [field]: nonce.slice(1) });
    add(`${field} not canonical`, "encoding", { ...good, [field]: `${nonce.slice(0, -1)}p` });
  }
  add("another field", "schema", { ...good, v: 1 });
  for (const url of [
    "http://a.example",
    "a.example",
    "",
    "https://user@a.example",
    "https://a.example/#x",
    "HTTPS://a.example",
  ]) {
    add(`url ${url}`, "schema", { ...good, u: url });
  }
  add("no JSON", "json", "https://a.example");
  add("a key twice", "json", `{"u":"https://a.example",${JSON.stringify(good).slice(1)}`);
  const text = JSON.stringify(good);
  cases.push(
    { name: "2048 bytes", text: text.padEnd(2048), code: "ok" },
    { name: "2049 bytes", text: text.padEnd(2049), code: "size" },
  );
  return cases as unknown as JsonValue;
}

/** The formulas of enrolment, computed here with nothing of the package but SHA-256. */
function codes(): JsonValue {
  const secret = sha256(utf8("secret"));
  const [hash, confirm] = [hashOf("enrolment"), sha256(utf8("confirm"))];
  const hex = (value: string): Uint8Array => Uint8Array.from(Buffer.from(value, "hex"));
  const codeOf = (nonceBytes: Uint8Array): string => {
    const digest = sha256(concat(utf8("rempart/code/v1\n"), hex(hash), nonceBytes));
    return (BigInt(`0x${toHex(digest.subarray(0, 8))}`) % 1_000_000n).toString().padStart(6, "0");
  };
  let i = 0;
  let leading = sha256(utf8("0"));
  while (!codeOf(leading).startsWith("0")) leading = sha256(utf8(String(++i)));
  return {
    secrets: [{ secret: toHex(secret), secretHash: toHex(sha256(concat(utf8("rempart/ticket/v1\n"), secret))) }],
    attestations: [
      {
        ticket: hash,
        challenge: toHex(secret),
        result: toHex(sha256(concat(utf8("rempart/attest/v1\n"), hex(hash), secret))),
      },
    ],
    confirmations: [confirm, leading].map((one) => ({ enrolment: hash, confirm: toHex(one), code: codeOf(one) })),
  };
}
