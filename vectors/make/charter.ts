// Charters: the form of one, then chains from the genesis that a phone pinned.
import { sha256 as hashBytes, type JsonValue, toBase64, utf8 } from "../../packages/trust/src/index.ts";
import { bent } from "./bundles-head.ts";
import { get, set, without } from "./edit.ts";
import {
  type Change,
  hashChanges,
  idChanges,
  integerChanges,
  Schemas,
  setChanges,
  timeChanges,
  urlChanges,
} from "./schemas.ts";
import {
  type Body,
  foundingRules,
  genesis,
  genesisBody,
  hashOf,
  id,
  key,
  logOf,
  named,
  people,
  plain,
  sign,
  successor,
} from "./world.ts";

const ok = "ok";
const many = Array.from(
  { length: 500 },
  (_, i): Body => ({ id: id(`person ${i}`), roles: ["operator"], credentials: [] }),
);
const credential = (name: string, over: Body = {}): Body => ({
  kid: key(name).kid,
  kind: "key",
  alg: "ES256",
  spki: key(name).spkiBase64,
  ...over,
});
const passkeyId = toBase64(utf8("a credential id of an authenticator")).replaceAll("=", "");

const full: Body = {
  ...genesisBody,
  witnesses: ["w1", "w2", "w3"].map(named),
  k: 2,
  voids: [hashOf("void")],
  // Few of each: what follows changes one thing in a copy of all this.
  people: people.slice(0, 2),
  rules: [{ ...foundingRules[3]!, max: 5, limit: { phones: 20, seconds: 3600 } }, foundingRules[0]!],
};

const spares = (count: number): Body[] => Array.from({ length: count }, (_, i) => named(`spare${i}`));
const credentials = (count: number): Body[] => Array.from({ length: count }, (_, i) => credential(`spare${i}`));

const changes: Change[] = [
  ["v", 2],
  ["version", 0],
  ["version", 2, "schema", "version 2 without prev and org"],
  ["org", hashOf("org"), "schema", "version 1 with org"],
  ["prev", hashOf("prev"), "schema", "version 1 with prev"],
  ["from", 1, "schema", "version 1 with `from`"],
  ["from", -1],
  ...integerChanges("roots.threshold", 1, 3).filter(([, , code, name]) => code !== ok || name),
  ["roots.threshold", 4],
  ["roots.threshold", 9],
  ["roots.keys", []],
  ["roots.keys.0.kid", key("root2").kid, "schema", "a root under another's kid"],
  ["roots.keys.0.kid", passkeyId, "schema", "a root under a kid of its own"],
  ["roots.keys.1", named("root1"), "schema", "a root twice"],
  ["roots.keys.1", named("bob"), "schema", "a root that is a person's key"],
  ["roots.keys.1", named("log"), "schema", "a root that is the log's key"],
  ["roots.keys.1", named("w1"), "schema", "a root that is a witness's key"],
  ["roots.keys.1", named("seal"), "schema", "a root that is the seal key"],
  ["roots.keys.1", named("directory"), "schema", "a root that is the directory's key"],
  ["roots.keys.1", named("writer"), "schema", "a root that is a writer's key"],
  ["people", [], "schema"],
  ["people", many, ok, "500 people"],
  ["people", [...many, people[0]!], "schema", "501 people"],
  ["people.1.id", id("alice"), "schema", "a person twice"],
  ...idChanges("people.0.id"),
  ["people.0.roles", []],
  ["people.0.roles", ["approver", "operator", "writer", "auditor"], ok],
  ["people.0.roles", ["approver", "approver"]],
  ["people.0.roles", ["root"]],
  ["people.0.credentials", [], ok],
  ["people.0.credentials.0.kid", passkeyId, ok, "a passkey under its credential id"],
  ["people.0.credentials.0.kid", "", "schema"],
  ["people.0.credentials.0.kid", "A", "encoding"],
  ["people.0.credentials.0.kid", "A".repeat(1364), ok, "a kid of 1364 characters"],
  ["people.0.credentials.0.kid", "A".repeat(1365), "schema", "a kid of 1365 characters"],
  ["people.0.credentials.0.kid", key("alice2").kid, "schema", "a person's kid twice"],
  ["people.0.credentials.0.kid", key("bob").kid, "schema", "another person's kid"],
  ["people.0.credentials.0.kid", key("root1").kid, "schema", "a root's kid"],
  ["people.0.credentials.0.kid", key("directory").kid, "schema", "the directory's kid"],
  ["people.0.credentials.0.kind", "totp"],
  ["people.0.credentials.0.alg", "EdDSA"],
  ["people.0.credentials.0.spki", key("alice2").spkiBase64, "schema", "a person's key twice"],
  ["people.0.credentials.0.spki", key("bob").spkiBase64, "schema", "a key of two people"],
  ["people.0.credentials.0.spki", toBase64(new Uint8Array(91)), "schema", "a key of zeros"],
  ["people.1.credentials.0.kid", passkeyId, "schema", "a plain key under a kid of its own"],
  ["people.1.credentials.0.kind", "webauthn", ok],
  ["rules", []],
  [
    "rules",
    Array.from(
      { length: 101 },
      (_, i): Body => ({ actions: ["lock"], max: i + 1, when: "always", need: { role: "operator", count: 1 } }),
    ),
    "schema",
    "101 rules",
  ],
  [
    "rules",
    Array.from(
      { length: 100 },
      (_, i): Body => ({ actions: ["lock"], max: i + 1, when: "always", need: { role: "operator", count: 1 } }),
    ),
    ok,
    "100 rules",
  ],
  ["rules.0", foundingRules[0]!, "schema", "a rule twice"],
  ["rules.0.actions", []],
  ["rules.0.actions", ["lock", "lock"]],
  ["rules.0.actions", ["lockdown"]],
  ["rules.0.actions", ["ticket", "reveal"], ok],
  ...integerChanges("rules.0.max", 1, 1_000_000),
  ["rules.0.when", "always", ok],
  ["rules.0.when", "frozen", ok],
  ["rules.0.when", "never"],
  ["rules.0.need.role", "auditor"],
  ["rules.0.need.role", "operator", ok],
  ...integerChanges("rules.0.need.count", 1, 500),
  ["rules.0.need", { role: "root", count: 2 }, ok],
  ["rules.0.need", { role: "root", count: 1 }],
  ["rules.0.need", { role: "root", count: 3 }],
  ["rules.0.limit.phones", 0],
  ["rules.0.limit.seconds", 0],
  ["rules.0.limit.seconds", 400 * 86_400, ok],
  ["rules.0.limit.seconds", 400 * 86_400 + 1],
  ["brake.destructive", []],
  ...setChanges("brake.destructive", 1, 8, (i) => ({ phones: i + 1, seconds: 600 })),
  ["brake.destructive.0.phones", 0],
  ["brake.destructive.0.seconds", 0],
  ...integerChanges("brake.hold.above", 0),
  ...integerChanges("brake.hold.seconds", 0, 30 * 86_400),
  ...integerChanges("brake.reach.least", 1),
  ...integerChanges("brake.reach.permille", 0, 1000),
  ...integerChanges("brake.reach.seconds", 0, 30 * 86_400),
  ...setChanges("origins", 1, 4, (i) => `https://console${i}.example`),
  ["origins.0", "http://localhost:8443", ok],
  ["origins.0", "https://[::1]:8443", ok],
  ["origins.0", ""],
  ["origins.0", "https://"],
  ["origins.0", "console.example"],
  ["origins.0", "https://console.example/"],
  ["origins.0", "https://console.example/a"],
  ["origins.0", "https://a@console.example"],
  ["origins.0", "https://console.example?a"],
  ["origins.0", "https://console.example#a"],
  ["origins.0", "https://console.example\\"],
  ["origins.0", "https://con sole.example"],
  ["origins.0", "https://console.example\u00a0"],
  ["origins.0", "https://console.example\n"],
  ["origins.0", "android:apk-key-hash:x"],
  ["origins.0", "xhttps://console.example"],
  ["origins.0", `https://${"a".repeat(247)}`, ok, "an origin of 255 bytes"],
  ["origins.0", `https://${"a".repeat(248)}`, "schema", "an origin of 256 bytes"],
  ["rpId", ""],
  ["rpId", "localhost", ok],
  ["rpId", "Rempart.example"],
  ["rpId", "rempart.example\n"],
  ["rpId", "a".repeat(253), ok],
  ["rpId", "a".repeat(254)],
  ["logs", []],
  ["logs.0.epoch", 0],
  ["logs.0.epoch", 2],
  ["logs.0.origin", ""],
  ["logs.0.origin", "a b"],
  ["logs.0.origin", "é"],
  ["logs.0.origin", "a\n"],
  ["logs.0.origin", "x".repeat(255), ok],
  ["logs.0.origin", "x".repeat(256)],
  ["logs.0.kid", key("log2").kid, "schema", "a log under another's kid"],
  ["logs.0.kid", "A", "encoding"],
  ["logs.0.startSize", -1],
  ...hashChanges("logs.0.startRoot"),
  ["witnesses.1", named("w1"), "schema", "a witness twice"],
  ["witnesses.1", named("alice"), "schema", "a witness that is a person's key"],
  ["witnesses.1.kid", key("w1").kid],
  ["k", 0, ok],
  ["k", 3, ok],
  ["k", 4],
  ["k", -1],
  ["rendezvous", ["https://a.example"]],
  ...setChanges("rendezvous", 2, 8, (i) => `https://a${i}.example`).filter(
    ([, value]) => (value as JsonValue[]).length !== 1,
  ),
  ...urlChanges("rendezvous.0"),
  ...setChanges("tlsPins", 2, 8, (i) => hashOf(`pin ${i}`)),
  ...hashChanges("tlsPins.0"),
  ["sealKey.kid", key("log").kid],
  ["sealKey", named("writer"), "schema", "a seal key that is a writer's"],
  ...integerChanges("directory.epoch", 1),
  ["roots.keys", spares(8), ok, "8 roots"],
  ["roots.keys", spares(9), "schema", "9 roots"],
  ["witnesses", spares(16), ok, "16 witnesses"],
  ["", { ...full, witnesses: spares(9), k: 8 }, ok, "8 of 9 witnesses"],
  ["", { ...full, witnesses: spares(9), k: 9 }, "schema", "9 of 9 witnesses"],
  ["witnesses", spares(17), "schema", "17 witnesses"],
  ["directory.writers", spares(16), ok, "16 writers"],
  ["directory.writers", spares(17), "schema", "17 writers"],
  ["people.0.credentials", credentials(8), ok, "8 credentials"],
  ["people.0.credentials", credentials(9), "schema", "9 credentials"],
  ["directory.writers", [], ok],
  ["directory.writers", [named("writer"), named("writer")], "schema", "a writer twice"],
  ["directory.writers.0", named("bob"), "schema", "a writer that is a person's key"],
  ["directory.spki", key("writer").spkiBase64, "schema", "a directory key that is a writer's"],
  ...setChanges("voids", 0, 1000, (i) => hashOf(`${i}`)),
  ...hashChanges("voids.0"),
  ...timeChanges("issuedAt"),
  // Read, but on no curve: refused when the keys are imported.
  ["roots.keys.0", { kid: kidOf(bent("root1")), spki: bent("root1") }, "schema", "a root off the curve"],
  ["people.0.credentials.0.spki", bent("alice"), "schema", "a passkey off the curve"],
  [
    "logs.0",
    { ...logOf("log", 1, 0, hashOf("")), kid: kidOf(bent("log")), spki: bent("log") },
    "schema",
    "a log off the curve",
  ],
  ["witnesses.0", { kid: kidOf(bent("w1")), spki: bent("w1") }, "schema", "a witness off the curve"],
  ["sealKey", { kid: kidOf(bent("seal")), spki: bent("seal") }, "schema", "a seal key off the curve"],
  ["directory.spki", bent("directory"), "schema", "a directory key off the curve"],
  ["directory.writers.0", { kid: kidOf(bent("writer")), spki: bent("writer") }, "schema", "a writer off the curve"],
];

function kidOf(spki: string): string {
  return Buffer.from(hashBytes(Buffer.from(spki, "base64"))).toString("base64url");
}

export async function makeCharter(): Promise<JsonValue> {
  const schemas = new Schemas();
  schemas.kind({
    type: "charter",
    name: "genesis",
    body: full,
    optional: ["rules.0.max", "rules.0.limit"],
    opaque: deep(),
    changes,
  });
  const later = (await successor(plain)).body;
  schemas.add("charter", "version 2", later, ok);
  schemas.changes("charter", "version 2", later, [
    ["org", undefined],
    ["prev", undefined],
    ...hashChanges("org"),
    ...hashChanges("prev"),
    ...integerChanges("version", 2).filter(([, , code]) => code !== ok),
    ["version", 1],
    ["from", 7, ok],
  ]);
  const two = [logOf("log", 1, 0, hashOf("")), logOf("log2", 2, 9, hashOf("x"))];
  schemas.changes("charter", "version 2", later, [
    ["logs", two, ok, "two logs"],
    ["logs", [...two].reverse(), "schema", "two logs in the wrong order"],
    ["logs", [two[0]!, { ...two[1]!, epoch: 3 }], "schema", "an epoch left out"],
    ["logs", [two[0]!, { ...two[1]!, epoch: 1 }], "schema", "an epoch twice"],
    ["logs", [two[0]!, { ...two[0]!, epoch: 2 }], "schema", "a log's key twice"],
    [
      "logs",
      [two[0]!, { ...two[1]!, kid: kidOf(bent("log2")), spki: bent("log2") }],
      "schema",
      "the log in use off the curve",
    ],
    [
      "logs",
      [{ ...two[0]!, kid: kidOf(bent("log")), spki: bent("log") }, two[1]!],
      "schema",
      "an old log off the curve",
    ],
  ]);
  const keys = ["root1", "root2", "root3", "root4", "stranger", "oscar2", "phone", "log2"].filter(
    (name) => name !== "oscar2",
  );
  schemas.changes("charter", "genesis", full, [
    ["roots.keys", keys.map(named), ok, "7 roots"],
    ["people.0.credentials", [credential("stranger"), credential("phone")], ok, "two plain keys"],
  ]);
  return { cases: schemas.cases as unknown as JsonValue, chains: await chains() };
}

/** Lists whose first element is entered; the others are the same again. */
function deep(): string[] {
  const lists = ["roots.keys", "people", "rules", "brake.destructive", "witnesses"];
  const skip = lists.flatMap((path) => (get(full, path) as JsonValue[]).map((_, i) => `${path}.${i}`).slice(1));
  return [...skip, "people.0.credentials.1"];
}

async function chains(): Promise<JsonValue> {
  const result: Body[] = [];
  const add = (name: string, code: string, pinned: string, made: { envelope: Body }[]): void => {
    result.push({ name, pinned, charters: made.map((one) => one.envelope), code });
  };
  const second = await successor(plain);
  add("a genesis", "ok", plain.hash, [plain]);
  add("nothing", "ok", plain.hash, []);
  add("a genesis and its successor", "ok", plain.hash, [plain, second]);
  add("another genesis than the pinned", "charter.chain", hashOf("other"), [plain]);
  add("a successor in the place of the genesis", "charter.chain", second.hash, [second]);
  const unsigned = await genesis({}, []);
  add("a genesis that nobody signed", "charter.chain", unsigned.hash, [unsigned]);
  const half = await genesis({}, ["root1"]);
  add("a genesis that one root of two signed", "charter.chain", half.hash, [half]);
  const twice = await genesis({}, ["root1", "root1"]);
  add("a genesis that one root signed twice", "charter.chain", twice.hash, [twice]);
  const peoples = await genesis({}, ["bob", "dave"]);
  add("a genesis that people signed", "charter.chain", peoples.hash, [peoples]);
  const three = await genesis({}, ["root1", "stranger", "root3"]);
  add("a genesis that two roots and a stranger signed", "ok", three.hash, [three]);
  add("a genesis twice", "org", plain.hash, [plain, plain]);
  const assertion = set((await genesis()).envelope, "signatures.1.webauthn", {
    authenticatorData: "AA",
    clientDataJSON: "AA",
  });
  add("a root's signature as an assertion", "charter.chain", plain.hash, [{ envelope: assertion as Body }]);
  const swapped = set(plain.envelope, "signatures.0.keyid", key("root3").kid) as Body;
  add("a root's signature under another's kid", "charter.chain", plain.hash, [{ envelope: swapped }]);
  add("a document of another type", "type", plain.hash, [await sign("order", {})]);
  add("a charter that lacks a field", "schema", plain.hash, [
    await sign("charter", without(genesisBody, "k") as Body, ["root1", "root2"]),
  ]);
  const threshold = await successor(plain, {
    roots: { keys: ["root1", "root2", "root3"].map(named), threshold: 3 },
    rules: foundingRules.slice(0, 2),
  });
  add("a higher threshold that the old roots alone meet", "charter.chain", plain.hash, [plain, threshold]);
  return result as unknown as JsonValue;
}
