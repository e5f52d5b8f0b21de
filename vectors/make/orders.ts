// The payload of every action: section 6 and 7 of the protocol.
import { type Action, actions, type JsonValue, toBase64 } from "../../packages/trust/src/index.ts";
import { secretOf } from "./deliver.ts";
import { set, without } from "./edit.ts";
import {
  type Change,
  hashChanges,
  idChanges,
  integerChanges,
  labelChanges,
  Schemas,
  setChanges,
  timeChanges,
  urlChanges,
} from "./schemas.ts";
import { type Body, created, day, everyone, group, hashOf, id, orderBody, uuid } from "./world.ts";

const ok = "ok";
const { secret } = secretOf("hello");
const sealed = (bytes: number): string => toBase64(new Uint8Array(bytes).fill(7));
const secretChanges = (path: string): Change[] => [
  ...hashChanges(`${path}.sha256`),
  [`${path}.gatekeeper`, sealed(81), ok],
  [`${path}.gatekeeper`, sealed(80)],
  [`${path}.approvers`, sealed(80)],
  [`${path}.gatekeeper`, sealed(65 + 32 + 8192 + 16), ok],
  [`${path}.gatekeeper`, sealed(65 + 32 + 8192 + 17)],
  [`${path}.approvers`, sealed(65 + 32 + 8192 + 17)],
  [`${path}.gatekeeper`, "AAB=", "encoding"],
  [`${path}.approvers`, "AAA", "encoding"],
];
const booleanChanges = (path: string): Change[] => [
  [path, true, ok],
  [path, false, ok],
  [path, 0],
  [path, "true"],
];
const platformChanges: Change[] = [["params.platform", "windows"]];
const otherPlatform = (stream: string): Body => ({ stream });

const versionChanges: Change[] = [
  ...integerChanges("params.versionCode", 1),
  ...integerChanges("params.size", 1),
  ...hashChanges("params.sha256"),
  ...hashChanges("params.signer"),
];
const url = (i: number): JsonValue => `https://a${i}.example/`;

/** Optional fields of the parameters, and what is out of range, for each action. */
const byAction: { [A in Action]: { params?: JsonValue; optional?: string[]; changes?: Change[] } } = {
  lock: {
    params: { message: secret, phone: secret },
    optional: ["params.message", "params.phone"],
    changes: [...secretChanges("params.message"), ["params.phone.gatekeeper", sealed(80)]],
  },
  "lost-mode": {
    params: { on: true, message: secret, contact: secret, sound: true },
    optional: ["params.message", "params.contact", "params.sound"],
    changes: [...booleanChanges("params.on"), ...booleanChanges("params.sound"), ["params.contact.sha256", "x"]],
  },
  ring: { changes: integerChanges("params.seconds", 5, 300) },
  message: { params: { text: secret }, changes: [["params.text", "hello"]] },
  query: {
    changes: [
      ["params.what", ["apps"], ok],
      ["params.what", []],
      ["params.what", ["apps", "apps"]],
      ["params.what", ["location"]],
      ["params.what", "apps"],
    ],
  },
  locate: {},
  wipe: {
    changes: ["params.storage", "params.esim", "params.keepProtection"].flatMap(booleanChanges),
  },
  unenrol: {},
  "clear-passcode": {},
  admit: {
    changes: [...hashChanges("params.enrolment"), ["targets.count", 2]],
  },
  freeze: {},
  unfreeze: {
    changes: [
      ...setChanges("params.freezes", 1, 16, (i) => hashOf(`${i}`)),
      ...setChanges("params.mute", 0, 16, (i) => id(`${i}`)),
      ["params.freezes", ["x"]],
      ["params.mute", ["x"]],
    ],
  },
  cancel: { changes: hashChanges("params.order") },
  pace: {
    changes: [
      ...hashChanges("params.order"),
      ...integerChanges("params.phones", 1),
      ...integerChanges("params.seconds", 1),
      ...integerChanges("params.until", 0),
    ],
  },
  policy: {},
  app: {
    optional: ["params.urls"],
    changes: [
      ...versionChanges,
      ...setChanges("params.urls", 1, 8, url),
      ...urlChanges("params.urls.0"),
      ...platformChanges,
      ["params.state", "available", ok],
      ["params.state", "removed"],
      ["params.state", "blocked"],
      ["params.package", ""],
      ["params.package", "org example"],
      ["params.package", "org/example"],
      ["params.package", "org.example\n"],
      ["params.package", "org.other"],
    ],
  },
  certificate: {
    changes: [
      ...idChanges("params.id").filter(([, , code]) => code !== ok),
      ["params.use", "wifi"],
      ["params.der", ""],
      ["params.der", "MAB=", "encoding"],
      ["params.der", sealed(32 * 1024), ok, "der of 32 KiB"],
      ["params.der", sealed(32 * 1024 + 1), "schema", "der of 32 KiB and 1"],
      ["params.id", id("other")],
    ],
  },
  "os-update": {
    params: { platform: "android", minimum: "15", deadline: created },
    optional: ["params.deadline"],
    changes: [
      ...labelChanges("params.minimum", 64),
      ...timeChanges("params.deadline"),
      ...platformChanges,
      ["params.platform", "ios"],
    ],
  },
  "agent-update": {
    changes: [...versionChanges, ...setChanges("params.urls", 1, 8, url), ["params.urls.0", "http://a.example"]],
  },
  assign: {
    changes: [...setChanges("params.groups", 0, 64, (i) => id(`${i}`)), ...idChanges("params.groups.0")],
  },
};

const standing: Action[] = ["policy", "app", "certificate", "os-update", "agent-update"];
const uuids: Change[] = [
  ["id", uuid("x").toUpperCase()],
  ["id", uuid("x").replaceAll("-", "")],
  ["id", `${uuid("x").slice(0, 14)}4${uuid("x").slice(15)}`, "schema", "an id of version 4"],
  ["id", `${uuid("x").slice(0, 19)}c${uuid("x").slice(20)}`, "schema", "an id of another variant"],
  ["id", `${uuid("x").slice(0, -1)}g`],
  ["id", `${uuid("x")}0`],
  ["id", `${uuid("x").slice(0, -1)}\n`],
];

export function makeOrders(): JsonValue {
  const schemas = new Schemas();
  for (const action of actions) {
    const { params, optional = [], changes = [] } = byAction[action];
    const body = orderBody(action, params === undefined ? {} : { params });
    const always = ["params", "targets", "reason"].flatMap((field): Change[] =>
      ["", "x", 1, true].map((value) => [field, value]),
    );
    schemas.kind({
      type: "order",
      name: action,
      body,
      optional: ["expiresAt", ...optional],
      changes: [...always, ...changes, ...targetChanges(body), ...counters(action, body)],
    });
  }
  const lock = orderBody("lock");
  schemas.changes("order", "lock", lock, [
    ...uuids,
    ...hashChanges("org"),
    ...hashChanges("charter"),
    ...hashChanges("targets.root"),
    ...integerChanges("targets.count", 1, 1_000_000),
    ["v", 2],
    ["v", "1"],
    ["action", "lockdown"],
    ["action", "toString"],
    ["reason.code", "fun"],
    ["reason.sealed", sealed(81), ok],
    ["reason.sealed", sealed(80)],
    ["class", "harmless"],
    ...[
      "lost",
      "stolen",
      "leaver",
      "compromise",
      "policy",
      "update",
      "support",
      "exercise",
      "legal",
      "mistake",
      "other",
    ].map((code): Change => ["reason.code", code, ok]),
    ["createdAt", -1],
    ["expiresAt", -1],
    ["expiresAt", created, ok],
    ["expiresAt", created - 1],
    ["expiresAt", created + 400 * day, ok],
    ["expiresAt", created + 400 * day + 1],
  ]);
  policies(schemas);
  removals(schemas);
  return { cases: schemas.cases as unknown as JsonValue };
}

function targetChanges(body: Body): Change[] {
  const kinds: JsonValue[] = [{ count: 1, root: hashOf("root") }, { group }, { all: true }];
  const own = JSON.stringify(Object.keys(body.targets as Body));
  const changes: Change[] = kinds
    .filter((one) => JSON.stringify(Object.keys(one as Body)) !== own)
    .map((one) => ["targets", one]);
  if (own === '["all"]') changes.push(["targets.all", false]);
  if (own === '["group"]') changes.push(...idChanges("targets.group"), ["targets.group", everyone, ok]);
  return changes;
}

function counters(action: Action, body: Body): Change[] {
  if (standing.includes(action)) {
    return [
      ["n", 0],
      ["n", 2, "schema", "the second without prev"],
      ["prev", hashOf("x"), "schema", "the first with prev"],
      ["stream", "policy/x"],
      ["stream", ""],
      ["stream", `${body.stream as string}x`],
      ["expiresAt", created + day],
    ];
  }
  if (action === "assign")
    return [
      ["n", 1],
      ["prev", hashOf("x")],
      ["stream", "assign/x"],
      ["expiresAt", created + day],
    ];
  return [
    ["stream", action],
    ["n", 1],
    ["prev", hashOf("x")],
  ];
}

function policies(schemas: Schemas): void {
  const body = set(set(orderBody("policy"), "n", 2), "prev", hashOf("first")) as Body;
  schemas.add("order", "policy, the second", body, ok);
  schemas.changes("order", "policy, the second", body, [
    ...hashChanges("prev"),
    ["n", 2 ** 53 - 1, ok],
    ["n", undefined],
  ]);
  const rules = (...list: JsonValue[]): Change => ["params.rules", list];
  const fine = (...list: JsonValue[]): Change => ["params.rules", list, ok];
  const names = (count: number, length = 10): string[] =>
    Array.from({ length: count }, (_, i) => `${"a".repeat(length - 4)}${1000 + i}`);
  schemas.changes("order", "policy", orderBody("policy"), [
    ["params.id", id("other")],
    ...idChanges("params.id").filter(([, , code]) => code !== ok),
    rules(),
    ["params.rules", {}],
    rules(null),
    rules([]),
    rules("camera"),
    rules({}),
    rules({ kind: "toString" }),
    rules({ kind: "wifi", disabled: true }),
    rules({ kind: 1 }),
    rules({ kind: ["camera"], disabled: true }),
    rules({ kind: "camera" }),
    rules({ kind: "camera", disabled: 1 }),
    rules({ kind: "camera", disabled: true, more: 1 }),
    fine({ kind: "camera", disabled: false }),
    rules({ kind: "camera", disabled: true }, { kind: "camera", disabled: true }),
    rules({ kind: "camera", disabled: true }, { kind: "camera", disabled: false }),
    fine({ kind: "camera", disabled: true }, { kind: "passcode", minimumLength: 4 }),
    rules({ kind: "passcode", minimumLength: 3 }),
    fine({ kind: "passcode", minimumLength: 64 }),
    rules({ kind: "passcode", minimumLength: 65 }),
    rules({ kind: "passcode", minimumLength: "6" }),
    fine({ kind: "failedUnlocksBeforeWipe", attempts: 4 }),
    fine({ kind: "failedUnlocksBeforeWipe", attempts: 100 }),
    rules({ kind: "failedUnlocksBeforeWipe", attempts: 3 }),
    rules({ kind: "failedUnlocksBeforeWipe", attempts: 101 }),
  ]);
  for (const kind of ["apps-denied", "apps-required"]) {
    const list = (packages: JsonValue, code: string, name: string): Change => [
      "params.rules",
      [{ kind, packages }],
      code,
      `${kind} ${name}`,
    ];
    schemas.changes("order", "policy", orderBody("policy"), [
      list(names(256), ok, "of 256"),
      list(names(257), "schema", "of 257"),
      list([], "schema", "of none"),
      list("org.example", "schema", "that is text"),
      list(["a", "a"], "schema", "twice"),
      list(["a b"], "schema", "with a space"),
      list([""], "schema", "that is empty"),
      list(["a\n"], "schema", "with a line end"),
      list([1], "schema", "that is a number"),
      list(["a".repeat(255)], ok, "of 255 characters"),
      list(["a".repeat(256)], "schema", "of 256 characters"),
    ]);
  }
  // Exactly 48 KiB: [{"kind":"apps-denied","packages":[...]}] is 38 characters and 3 for each name but the last.
  const long = names(193, 252);
  const fit = (extra: number): JsonValue[] => {
    const one = (last: string): JsonValue[] => [{ kind: "apps-denied", packages: [...long.slice(0, -1), last] }];
    const free = 48 * 1024 - JSON.stringify(one("")).length;
    return one("b".repeat(free + extra));
  };
  schemas.changes("order", "policy", orderBody("policy"), [
    ["params.rules", fit(0), ok, "rules of 48 KiB"],
    ["params.rules", fit(1), "schema", "rules of 48 KiB and 1"],
  ]);
}

function removals(schemas: Schemas): void {
  const removed = (action: Action, params: Body, over: Body = {}): void => {
    const body = orderBody(action, { params: { ...params, removed: true }, ...over });
    schemas.add("order", `${action}, removed`, body, ok);
    schemas.changes("order", `${action}, removed`, body, [
      ["params.removed", false],
      ["params.removed", 1],
      ["params.more", 1],
      ...Object.keys(params).map((key): Change => [`params.${key}`, undefined]),
      ["params", { removed: true }],
      ["params", {}],
    ]);
  };
  removed("policy", { id: id("policy") });
  removed("certificate", { id: id("certificate") });
  removed("os-update", { platform: "android" });
  removed("os-update", { platform: "ios" }, otherPlatform("os/ios"));
  schemas.changes("order", "policy, removed with rules", orderBody("policy"), [["params.removed", true]]);
  const app = orderBody("app");
  const gone = { platform: "android", package: "org.example.app", state: "removed" };
  const body = set(app, "params", gone);
  schemas.add("order", "app, removed", body, ok);
  for (const field of ["versionCode", "sha256", "size", "signer", "urls"]) {
    schemas.add(
      "order",
      `app, removed with ${field}`,
      set(body, `params.${field}`, (app.params as Body)[field]!),
      "schema",
    );
  }
  schemas.add("order", "app for iOS", set(set(app, "params.platform", "ios"), "stream", "app/ios/org.example.app"), ok);
  schemas.add("order", "app with the stream of the other platform", set(app, "params.platform", "ios"), "schema");
  schemas.add("order", "a package name of 255", longPackage(app, 255), ok);
  schemas.add("order", "a package name of 256", longPackage(app, 256), "schema");
  schemas.add("order", "lock without reason's words", without(orderBody("lock"), "reason.code"), "schema");
}

function longPackage(app: Body, length: number): JsonValue {
  const name = "a".repeat(length);
  return set(set(app, "params.package", name), "stream", `app/android/${name}`);
}
