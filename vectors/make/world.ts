// The people, keys, charters and documents of the vectors. All keys derive from names, all signatures are RFC 6979.
import {
  type Action,
  documentHash,
  fromHex,
  type JsonValue,
  makeEnvelope,
  type NewSignature,
  payloadType,
  preAuthenticationEncoding,
  sha256,
  targetKind,
  targetTree,
  toHex,
  utf8,
} from "../../packages/trust/src/index.ts";
import { type DerivedKey, derivedId, derivedKey, derivedPasskey } from "../../packages/trust/src/testing/keys.ts";

export type Body = { [key: string]: JsonValue };

export const origin = "https://console.rempart.example";
export const rpId = "rempart.example";
/** Creation of the genesis charter, of an order, its acceptance and the head that shows it. */
export const issued = 1_790_000_000;
export const created = issued + 1000;
export const accepted = issued + 1060;
export const shown = issued + 1062;
export const day = 86_400;

const keyNames = [
  ...["root1", "root2", "root3", "root4", "log", "log2", "seal", "directory", "writer", "phone", "stranger"],
  ...Array.from({ length: 17 }, (_, i) => `spare${i}`),
  ...["bob", "dave", "oscar", "erin", "walt", "w1", "w2", "w3"],
];
const passkeyNames = ["alice", "alice2", "carol"];
const made = new Map<string, DerivedKey>();
for (const name of keyNames) made.set(name, await derivedKey(name));
for (const name of passkeyNames) made.set(name, await derivedPasskey(name, origin, rpId));

export function key(name: string): DerivedKey {
  const found = made.get(name);
  if (!found) throw new Error(`no key ${name}`);
  return found;
}
export const id = derivedId;
export const hashOf = (name: string): string => toHex(sha256(utf8(name)));
/** A UUIDv7 that depends on `name` alone. */
export function uuid(name: string): string {
  const hex = hashOf(`uuid ${name}`);
  return `01a0c45f-ae40-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
}
export const named = (name: string): Body => ({ kid: key(name).kid, spki: key(name).spkiBase64 });

function person(name: string, roles: string[], keys: [name: string, kind: "webauthn" | "key"][]): Body {
  const credentials = keys.map(([one, kind]) => ({ kid: key(one).kid, kind, alg: "ES256", spki: key(one).spkiBase64 }));
  return { id: id(name), roles, credentials };
}

export const people: Body[] = [
  person(
    "alice",
    ["approver"],
    [
      ["alice", "webauthn"],
      ["alice2", "webauthn"],
    ],
  ),
  person("bob", ["approver", "auditor"], [["bob", "key"]]),
  person("dave", ["approver"], [["dave", "key"]]),
  person("carol", ["operator"], [["carol", "webauthn"]]),
  person("oscar", ["operator"], [["oscar", "key"]]),
  person("erin", ["auditor"], [["erin", "key"]]),
  person("walt", ["writer"], [["walt", "key"]]),
];

const limit = { phones: 20, seconds: 3600 };
const row = (actions: string, when: string, role: string, count: number, more: Body = {}): Body => ({
  actions: actions.split(" "),
  when,
  need: { role, count },
  ...more,
});
/** The founding default of PROTOCOL section 5; the roots' row asks for their threshold. */
export const foundingRules: Body[] = [
  row("lock lost-mode ring message query", "normal", "operator", 1, { limit }),
  row("locate", "normal", "operator", 1, { max: 1, limit }),
  row("reveal", "normal", "approver", 1, { limit }),
  row("wipe unenrol clear-passcode", "normal", "approver", 2, { max: 10 }),
  row("wipe unenrol clear-passcode", "normal", "approver", 3),
  row("policy os-update assign app certificate", "normal", "approver", 2),
  row("agent-update", "normal", "approver", 3),
  row("ticket admit", "normal", "operator", 1, { max: 1 }),
  row("ticket", "normal", "approver", 2),
  row("freeze cancel", "always", "approver", 1),
  row("unfreeze", "always", "approver", 2),
  row("lock lost-mode locate", "frozen", "approver", 2, { max: 1 }),
  row("wipe", "frozen", "approver", 3, { max: 1 }),
  row("pace", "normal", "root", 2),
];

export function logOf(name: string, epoch: number, startSize: number, startRoot: string): Body {
  return { epoch, origin: `rempart.example/log/${epoch}`, ...named(name), startSize, startRoot };
}
export const emptyRootHex = hashOf("");

/** The body of the genesis charter. */
export const genesisBody: Body = {
  v: 1,
  version: 1,
  from: 0,
  roots: { keys: ["root1", "root2", "root3"].map(named), threshold: 2 },
  people,
  rules: foundingRules,
  brake: {
    destructive: [
      { phones: 10, seconds: 600 },
      { phones: 50, seconds: 86_400 },
    ],
    hold: { above: 10, seconds: 3600 },
    reach: { least: 10, permille: 10, seconds: 3600 },
  },
  origins: [origin],
  rpId,
  logs: [logOf("log", 1, 0, emptyRootHex)],
  witnesses: [],
  k: 0,
  rendezvous: ["https://a.rempart.example", "https://b.rempart.example"],
  tlsPins: [hashOf("pin a"), hashOf("pin b")],
  sealKey: named("seal"),
  directory: { epoch: 1, spki: key("directory").spkiBase64, writers: [named("writer")] },
  voids: [],
  issuedAt: issued,
};

/** A document with its envelope, not opened: bad ones are made the same way as good ones. */
export interface Made {
  type: string;
  body: Body;
  text: string;
  hash: string;
  envelope: Body;
}

/** Signs `body` as `type` by these keys; a function in place of a name makes its signature itself. */
export async function sign(
  type: string,
  body: Body,
  signers: readonly (string | ((pae: Uint8Array) => Promise<NewSignature> | NewSignature))[] = [],
): Promise<Made> {
  const text = JSON.stringify(body);
  const payload = utf8(text);
  const pae = preAuthenticationEncoding(payloadType(type), payload);
  const signatures: NewSignature[] = [];
  for (const one of signers) signatures.push(typeof one === "string" ? await key(one).sign(pae) : await one(pae));
  const envelope = makeEnvelope(type, payload, signatures) as Body;
  return { type, body, text, hash: documentHash(type, payload), envelope };
}

export const rootSigners = ["root1", "root2"];
/** A genesis charter with `over` changed, and its successor. */
export const genesis = (over: Body = {}, signers: readonly string[] = rootSigners): Promise<Made> =>
  sign("charter", { ...genesisBody, ...over }, signers);
export function successor(before: Made, over: Body = {}, signers: readonly string[] = rootSigners): Promise<Made> {
  const org = (before.body.org ?? before.hash) as string;
  const version = (before.body.version as number) + 1;
  const { v, version: _version, org: _org, prev: _prev, ...rest } = before.body;
  return sign("charter", { v: v!, org, version, prev: before.hash, ...rest, ...over }, signers);
}

/** The organisation of most vectors, and one whose log three witnesses watch, two of whom are needed. */
export const plain = await genesis();
export const watched = await genesis({ witnesses: ["w1", "w2", "w3"].map(named), k: 2, origins: [origin] });

/** Ids of phones; the first is the one that judges. */
export const phones = ["phone one", "phone two", "phone three"].map(id);
export const phone = phones[0]!;
export const group = id("group");
export const everyone = "AAAAAAAAAAAAAAAAAAAAAA";

export const good: { [A in Action]: JsonValue } = {
  lock: {},
  "lost-mode": { on: true, sound: false },
  ring: { seconds: 60 },
  message: {},
  query: { what: ["inventory", "apps", "audit"] },
  locate: {},
  wipe: { storage: true, esim: false, keepProtection: true },
  unenrol: {},
  "clear-passcode": {},
  admit: { enrolment: hashOf("enrolment") },
  freeze: {},
  unfreeze: { freezes: [hashOf("freeze")], mute: [] },
  cancel: { order: hashOf("order") },
  pace: { order: hashOf("order"), phones: 100, seconds: 600, until: created + 3600 },
  policy: { id: id("policy"), rules: [{ kind: "camera", disabled: true }] },
  app: {
    ...{ platform: "android", package: "org.example.app", state: "required", versionCode: 7, sha256: hashOf("apk") },
    ...{ size: 1000, signer: hashOf("signer"), urls: ["https://a.rempart.example/app.apk"] },
  },
  certificate: { id: id("certificate"), use: "ca", der: "MAA=" },
  "os-update": { platform: "android", minimum: "2026-09-05" },
  "agent-update": {
    ...{ versionCode: 2, sha256: hashOf("agent"), size: 1000, signer: hashOf("signer") },
    urls: ["https://a.rempart.example/agent.apk"],
  },
  assign: { groups: [group] },
};
const streams: Partial<Record<Action, string>> = {
  policy: `policy/${id("policy")}`,
  app: "app/android/org.example.app",
  certificate: `certificate/${id("certificate")}`,
  "os-update": "os/android",
  "agent-update": "agent",
  assign: "assign",
};
const signersFor: Partial<Record<Action, string[]>> = {
  ...{ wipe: ["alice", "bob"], unenrol: ["alice", "bob"], "clear-passcode": ["alice", "bob"] },
  ...{ policy: ["alice", "bob"], app: ["alice", "bob"], certificate: ["alice", "bob"], "os-update": ["alice", "bob"] },
  ...{ assign: ["alice", "bob"], unfreeze: ["alice", "bob"], freeze: ["alice"], cancel: ["alice"] },
  ...{ "agent-update": ["alice", "bob", "dave"], pace: rootSigners },
};

/** The body of a good order of `action` on the three phones, or on the group, with `over` changed. */
export function orderBody(action: Action, over: Body = {}, charter: Made = plain): Body {
  const orderId = (over.id as string | undefined) ?? uuid(`${action} order`);
  const kind = targetKind(action);
  const stream = streams[action];
  const ids = action === "admit" ? [phone] : phones;
  const tree = targetTree(orderId, ids);
  return {
    v: 1,
    org: (charter.body.org ?? charter.hash) as string,
    id: orderId,
    charter: charter.hash,
    action,
    params: good[action],
    targets: kind === "tree" ? { count: tree.count, root: tree.root } : kind === "group" ? { group } : { all: true },
    ...(stream ? { stream, ...(action === "assign" ? {} : { n: 1 }) } : {}),
    reason: { code: "lost" },
    createdAt: created,
    ...(stream ? {} : { expiresAt: created + 7 * day }),
    ...over,
  };
}

/** A good order, signed by those whom the founding rules ask for. */
export function order(
  action: Action,
  over: Body = {},
  options: { charter?: Made; signers?: Parameters<typeof sign>[2] } = {},
): Promise<Made> {
  return sign("order", orderBody(action, over, options.charter), options.signers ?? signersFor[action] ?? ["carol"]);
}

/** Leaf bytes of a log entry: its document hash. */
export const entry = (document: Made): Uint8Array => fromHex(document.hash);
