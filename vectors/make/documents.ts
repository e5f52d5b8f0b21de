// The payloads of section 8 of the protocol.
import { type JsonValue, refusalCodes, toBase64 } from "../../packages/trust/src/index.ts";
import { nonce, secretOf } from "./deliver.ts";
import { set, without } from "./edit.ts";
import {
  type Change,
  hashChanges,
  idChanges,
  integerChanges,
  type Kind,
  labelChanges,
  nonceChanges,
  Schemas,
  setChanges,
  timeChanges,
} from "./schemas.ts";
import { type Body, created, group, hashOf, id, issued, key, phone, plain } from "./world.ts";

const ok = "ok";
const common = { v: 1, org: plain.hash };

export const ticketBody: Body = {
  ...common,
  id: id("ticket"),
  floor: { version: 1, hash: plain.hash },
  groups: [group],
  person: id("alice"),
  uses: 1,
  confirm: true,
  createdAt: created,
  expiresAt: created + 3600,
  secretHash: hashOf("secret"),
};

const spkiChanges = (path: string): Change[] => [
  [path, toBase64(key("phone").spki.subarray(0, 90)), "schema", "a key of 90 bytes"],
  [path, toBase64(new Uint8Array(91)), "schema", "a key of zeros"],
  [path, toBase64(Uint8Array.from(key("phone").spki).fill(2, 26, 27)), "schema", "a compressed point"],
  [path, toBase64(Uint8Array.from(key("phone").spki).fill(1, 22, 23)), "schema", "a key on another curve"],
  [path, key("phone").spkiBase64.replace("=", ""), "encoding", "a key without padding"],
  [path, key("seal").spkiBase64, ok, "another key"],
];
const words = (path: string, good: readonly string[], bad: string): Change[] => [
  ...good.map((word): Change => [path, word, ok]),
  [path, bad],
];

const revealBody: Body = { ...common, scope: { names: true }, reason: { code: "support" }, nonce, issuedAt: issued };
const android: Body = {
  ...{ ...common, ticket: hashOf("ticket"), challenge: nonce, spki: key("phone").spkiBase64 },
  ...{ platform: "android", model: "Pixel 9", os: "16", patch: "2026-09-05", agent: 1 },
};
const iphone: Body = {
  ...{
    ...common,
    ticket: hashOf("ticket"),
    device: phone,
    platform: "ios",
    model: "iPhone 17",
    os: "26.1",
    patch: "a",
  },
};
const resultBody: Body = {
  ...{ ...common, device: phone, seq: 1, kind: "order", order: hashOf("order"), index: 3 },
  ...{ head: { size: 4, hash: hashOf("head") }, outcome: "refused", code: "replay", data: hashOf("data"), at: created },
};
const releaseBody: Body = {
  ...{ ...common, order: hashOf("order"), accepted: created, at: created, phones: 3 },
  ...{ reach: { all: true }, by: [id("alice")] },
};

const hashes = (count: number): string[] => Array.from({ length: count }, (_, i) => hashOf(`${i}`));

const kinds: Kind[] = [
  {
    type: "ticket",
    name: "a ticket",
    body: ticketBody,
    optional: ["person"],
    changes: [
      ...idChanges("id"),
      ...idChanges("person"),
      ...integerChanges("floor.version", 1),
      ...hashChanges("floor.hash"),
      ...setChanges("groups", 0, 64, (i) => id(`${i}`)),
      ...integerChanges("uses", 1, 1_000_000),
      ...hashChanges("secretHash"),
      ["confirm", 1],
      ["expiresAt", created + 1, ok],
      ["expiresAt", created],
      ["expiresAt", created - 1],
      ["createdAt", -1],
      ["v", 2],
    ],
  },
  {
    type: "signin",
    name: "a sign-in",
    body: { ...common, audience: "gatekeeper", nonce, issuedAt: issued },
    changes: [
      ...words("audience", ["server"], "phone"),
      ...nonceChanges("nonce"),
      ...timeChanges("issuedAt"),
      ["v", 0],
    ],
  },
  {
    type: "reveal",
    name: "a reveal of names",
    body: revealBody,
    changes: [
      ["scope.names", false],
      ["scope", {}],
      ["scope", { all: true }],
      ["scope", { names: true, device: phone }],
      ...nonceChanges("nonce"),
      ["reason.code", "x"],
      ["reason.sealed", secretOf("x").secret.gatekeeper!, ok],
      ...timeChanges("issuedAt"),
    ],
  },
  {
    type: "reveal",
    name: "a reveal of a person",
    body: { ...revealBody, scope: { person: id("alice"), tier: "contact" } },
    changes: [...idChanges("scope.person"), ["scope.tier", "name"]],
  },
  {
    type: "reveal",
    name: "a reveal of a device",
    body: { ...revealBody, scope: { device: phone } },
    changes: idChanges("scope.device"),
  },
  {
    type: "head",
    name: "a head",
    body: {
      ...common,
      epoch: 1,
      size: 2,
      root: hashOf("root"),
      time: created,
      charter: plain.hash,
      freeze: hashOf("freeze"),
      nonce,
    },
    optional: ["freeze", "nonce"],
    changes: [
      ...integerChanges("epoch", 1),
      ...integerChanges("size", 0),
      ...hashChanges("root"),
      ...timeChanges("time"),
      ...hashChanges("charter"),
      ...hashChanges("freeze"),
      ...nonceChanges("nonce"),
      ["v", 2],
    ],
  },
  {
    type: "witness",
    name: "a statement",
    body: { ...common, origin: "rempart.example/log/1", size: 2, root: hashOf("root"), time: created },
    changes: [
      ["origin", ""],
      ["origin", "x".repeat(255), ok],
      ["origin", "x".repeat(256)],
      ...integerChanges("size", 0),
      ...hashChanges("root"),
      ...timeChanges("time"),
      ["v", 2],
    ],
  },
  {
    type: "enrolment",
    name: "an Android enrolment",
    body: android,
    optional: ["patch"],
    changes: [
      ...hashChanges("ticket"),
      ...nonceChanges("challenge"),
      ...spkiChanges("spki"),
      ["platform", "ios"],
      ["device", phone],
      ...labelChanges("model", 128),
      ...labelChanges("os", 64),
      ...labelChanges("patch", 64),
      ...integerChanges("agent", 0),
      ["v", 2],
    ],
  },
  {
    type: "enrolment",
    name: "an iPhone enrolment",
    body: iphone,
    optional: ["patch"],
    changes: [
      ...hashChanges("ticket"),
      ...idChanges("device"),
      ["platform", "android"],
      ["challenge", nonce],
      ["agent", 1],
      ...labelChanges("model", 128),
      ["v", 2],
    ],
  },
  {
    type: "hello",
    name: "a hello",
    body: {
      ...common,
      device: phone,
      count: 1,
      os: "16",
      patch: "2026-09-05",
      agent: 1,
      streams: [{ stream: "agent", n: 1 }],
      at: created,
    },
    optional: ["patch", "at"],
    changes: [
      ...idChanges("device"),
      ...integerChanges("count", 1),
      ...labelChanges("os", 64),
      ...labelChanges("patch", 64),
      ...integerChanges("agent", 0),
      ...setChanges("streams", 0, 512, (i) => ({ stream: `policy/${i}`, n: i })),
      [
        "streams",
        [
          { stream: "agent", n: 1 },
          { stream: "agent", n: 2 },
        ],
        "schema",
        "a stream twice with other numbers",
      ],
      ["streams.0.stream", ""],
      ["streams.0.stream", "a".repeat(300), ok],
      ["streams.0.stream", "a".repeat(301)],
      ["streams.0.stream", "a b"],
      ["streams.0.stream", "a\n"],
      ...integerChanges("streams.0.n", 0),
      ...timeChanges("at"),
      ["v", 2],
    ],
  },
  {
    type: "result",
    name: "a result",
    body: resultBody,
    optional: ["index", "head", "data"],
    changes: [
      ...idChanges("device"),
      ...integerChanges("seq", 1),
      ...hashChanges("order"),
      ...integerChanges("index", 0),
      ...integerChanges("head.size", 0),
      ...hashChanges("head.hash"),
      ...hashChanges("data"),
      ...timeChanges("at"),
      ...words("code", refusalCodes, "bored"),
      ["kind", "inventory", ok],
      ["kind", "gossip"],
      ["outcome", "done", "schema", "a code with outcome done"],
      ["outcome", "perhaps"],
      ["v", 2],
    ],
  },
  {
    type: "directory-batch",
    name: "a batch",
    body: {
      ...common,
      seq: 2,
      prev: hashOf("batch"),
      epoch: 1,
      enc: toBase64(new Uint8Array(65)),
      count: 1,
      root: hashOf("root"),
    },
    optional: ["prev"],
    changes: [
      ...integerChanges("seq", 1),
      ...hashChanges("prev"),
      ...integerChanges("epoch", 1),
      ["enc", toBase64(new Uint8Array(64))],
      ["enc", toBase64(new Uint8Array(66))],
      ["enc", "AAA", "encoding"],
      ...integerChanges("count", 1),
      ...hashChanges("root"),
      ["v", 2],
    ],
  },
  {
    type: "release",
    name: "a release to all",
    body: releaseBody,
    changes: [
      ...hashChanges("order"),
      ...timeChanges("accepted"),
      ...timeChanges("at"),
      ...integerChanges("phones", 0),
      ...setChanges("by", 0, 16, (i) => id(`${i}`)),
      ...idChanges("by.0"),
      ["reach", {}],
      ["reach.all", false],
      ["reach", { all: true, none: true }],
      ["reach", { none: true }, ok],
      ["reach", { none: false }],
      ["reach", { none: true, below: hashOf("x") }],
      ["v", 2],
    ],
  },
  {
    type: "release",
    name: "a release below",
    body: { ...releaseBody, reach: { below: hashOf("leaf") } },
    changes: hashChanges("reach.below"),
  },
  {
    type: "release",
    name: "a release to phones",
    body: { ...releaseBody, reach: { phones: [hashOf("leaf")] } },
    changes: [...setChanges("reach.phones", 1, 50, (i) => hashOf(`${i}`)), ...hashChanges("reach.phones.0")],
  },
  {
    type: "results",
    name: "results",
    body: { ...common, count: 1, root: hashOf("root"), at: created },
    changes: [...integerChanges("count", 1, 10_000), ...hashChanges("root"), ...timeChanges("at"), ["v", 2]],
  },
  {
    type: "erasure",
    name: "an erasure",
    body: { ...common, at: created, hashes: [hashOf("entry")] },
    // A payload of 64 KiB ends before the thousandth hash.
    changes: [
      ...setChanges("hashes", 1, 970, (i) => hashOf(`${i}`)).filter(([, value]) => (value as JsonValue[]).length < 971),
      ["hashes", hashes(1001), "size", "1001 hashes"],
      ...hashChanges("hashes.0"),
      ...timeChanges("at"),
      ["v", 2],
    ],
  },
];

export function makeDocuments(): JsonValue {
  const schemas = new Schemas();
  for (const kind of kinds) schemas.kind({ ...kind, changes: [...hashChanges("org"), ...(kind.changes ?? [])] });
  const done = without(set(resultBody, "outcome", "done"), "code");
  for (const outcome of ["done", "started", "failed", "unsupported", "interrupted", "observed"]) {
    schemas.add("result", `${outcome} without a code`, set(done, "outcome", outcome), ok);
    schemas.add("result", `${outcome} with a code`, set(set(done, "outcome", outcome), "code", "replay"), "schema");
  }
  for (const kind of ["inventory", "drift", "fence", "alert"]) {
    schemas.add("result", `${kind} without an order`, without(set(done, "kind", kind), "order"), ok);
  }
  return { cases: schemas.cases as unknown as JsonValue };
}
