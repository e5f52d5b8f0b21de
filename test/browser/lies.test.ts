import assert from "node:assert/strict";
import { test } from "node:test";
import { type JsonObject, type JsonValue, makeEnvelope, utf8 } from "@rempart/trust";
import * as lies from "./lies.ts";

const envelope = (name: string, payload: JsonValue): JsonObject => ({
  ...(makeEnvelope(name, utf8(JSON.stringify(payload)), []) as JsonObject),
  signatures: [
    { keyid: "a", sig: "s" },
    { keyid: "b", sig: "t" },
  ],
});
const opened = (value: JsonValue | undefined): JsonValue =>
  JSON.parse(Buffer.from((value as { payload: string }).payload, "base64").toString()) as JsonValue;

const lock = envelope("order", { action: "lock", targets: { count: 1 } });
const wipe = envelope("order", { action: "wipe", targets: { count: 400 } });
const release = envelope("release", { order: "h1" });
const charter = envelope("charter", { version: 9 });
const orders: JsonValue = {
  orders: [
    { hash: "h1", envelope: lock, phones: 1, targets: ["p1"], releases: [{ index: 0, envelope: release }] },
    { hash: "h2", envelope: wipe, phones: 400, targets: ["p2", "p3"], releases: [] },
  ],
  frozen: true,
};
type Told = {
  orders: {
    hash: string;
    envelope: JsonObject;
    phones: number;
    targets?: string[];
    releases?: { envelope: JsonObject }[];
  }[];
  frozen: boolean;
};
const tell = (rewrite: lies.Rewrite, answer: JsonValue = orders): Told => rewrite(answer) as unknown as Told;

test("an order altered under its old signatures, and nothing else", () => {
  const told = tell(lies.altered("order", (payload) => ({ ...payload, action: "ring" })));
  assert.deepEqual(
    told.orders.map((one) => (opened(one.envelope) as { action: string }).action),
    ["ring", "ring"],
  );
  assert.deepEqual(told.orders[0]!.envelope.signatures, lock.signatures);
  assert.deepEqual(told.orders[0]!.releases![0]!.envelope, release);
  assert.deepEqual(opened(lock), { action: "lock", targets: { count: 1 } });
});

test("an order under another's hash; a charter of the server's own", () => {
  const told = tell(lies.replaced("order", lock), { hash: "h2", envelope: wipe });
  assert.deepEqual(told, { hash: "h2", envelope: lock });
  assert.deepEqual(tell(lies.replaced("charter", charter), [envelope("charter", { version: 1 }), lock]), [
    charter,
    lock,
  ]);
});

test("signatures left out, or twice", () => {
  const told = tell(lies.signedBy("order", (real) => [real[0]!, real[0]!]));
  assert.deepEqual(told.orders[0]!.envelope.signatures, [
    { keyid: "a", sig: "s" },
    { keyid: "a", sig: "s" },
  ]);
  assert.deepEqual(told.orders[0]!.releases![0]!.envelope.signatures, release.signatures);
});

test("ids of phones swapped, in values and as names", () => {
  assert.deepEqual(lies.swapped("p1", "p2")({ targets: ["p1", "p2", "p3"], by: { p1: 1 }, id: "p1x" }), {
    ...{ targets: ["p2", "p1", "p3"], by: { p2: 1 }, id: "p1x" },
  });
});

test("proofs missing", () => {
  const told = tell(lies.without("releases", "targets"));
  assert.deepEqual(Object.keys(told.orders[0]!), ["hash", "envelope", "phones"]);
  assert.equal(told.frozen, true);
});

test("an order hidden, and a phone in a list of ids", () => {
  assert.deepEqual(
    tell(lies.hidden("hash", "h1")).orders.map(({ hash }) => hash),
    ["h2"],
  );
  assert.deepEqual(tell(lies.hidden("id", "p3")).orders[1]!.targets, ["p2"]);
});

test("a freeze denied, also where the answer did not speak of it", () => {
  assert.equal(tell(lies.saying({ frozen: false })).frozen, false);
  assert.deepEqual(lies.saying({ frozen: false })({ a: { frozen: true }, b: {} }), {
    ...{ a: { frozen: false }, b: {}, frozen: false },
  });
});

test("false counts, also of each state", () => {
  const double = lies.counted("phones", (real) => real * 2);
  assert.deepEqual(
    tell(double).orders.map(({ phones }) => phones),
    [2, 800],
  );
  assert.deepEqual(double({ phones: { ready: 3, gone: 1 }, orders: { done: 1 } }), {
    ...{ phones: { ready: 6, gone: 2 }, orders: { done: 1 } },
  });
});

test("several lies together, in their order", () => {
  const told = tell(lies.together(lies.hidden("hash", "h1"), lies.saying({ phones: 1 })));
  assert.deepEqual(
    told.orders.map(({ hash, phones }) => [hash, phones]),
    [["h2", 1]],
  );
});
