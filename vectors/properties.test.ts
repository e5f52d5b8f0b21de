// Properties that hold for everything, not for examples: the reader against JSON.parse, round trips, and that nothing
// but a refusal is ever thrown at hostile input.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import {
  acceptOrder,
  extendChain,
  fromBase64,
  fromBase64url,
  type JsonValue,
  newPhone,
  openBytes,
  openCharter,
  openEnvelope,
  orderType,
  Refusal,
  readBundle,
  readInvitation,
  readItem,
  readJson,
  signatureFromDer,
  signatureToDer,
  toBase64,
  toBase64url,
  utf8,
  verifyHead,
  verifyItem,
} from "../packages/trust/src/index.ts";
import { get, paths, set, without } from "./make/edit.ts";

type Any = { [key: string]: JsonValue };
const runs = { numRuns: 400 };

async function onlyRefuses(act: () => unknown): Promise<void> {
  try {
    await act();
  } catch (error) {
    assert.ok(error instanceof Refusal, error instanceof Error ? error.stack : String(error));
  }
}

/** Texts that are almost JSON: pieces of it in any order, and good JSON with one character changed. */
const nearJson = fc.oneof(
  fc.json({ maxDepth: 5 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          '"',
          "\\",
          "\\u",
          "00",
          "d800",
          "-",
          "0",
          "1",
          ".",
          "e",
          " ",
          "\n",
        ),
        fc.constantFrom("true", "false", "null", '"a"', '"__proto__"', '"\\u0061"', "\ufeff", "\u0000", "é", "😀"),
      ),
      { maxLength: 24 },
    )
    .map((parts) => parts.join("")),
  fc
    .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.string({ unit: "binary", maxLength: 2 }))
    .map(([text, at, more]) => text.slice(0, at % (text.length + 1)) + more + text.slice((at % (text.length + 1)) + 1)),
);

test("what the reader accepts, JSON.parse reads as the same value", () => {
  let accepted = 0;
  fc.assert(
    fc.property(nearJson, (text) => {
      const bytes = utf8(text);
      let value: JsonValue;
      try {
        value = readJson(bytes, 1_000_000, "text");
      } catch (error) {
        assert.ok(error instanceof Refusal);
        return;
      }
      accepted++;
      assert.deepEqual(value, JSON.parse(new TextDecoder().decode(bytes)));
    }),
    { numRuns: 5000 },
  );
  assert.ok(accepted > 200, `only ${accepted} texts were read`);
});

test("the reader reads every value that the rules allow", () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: "small", maxDepth: 10 },
      fc.maxSafeInteger().map((n) => n + 0),
      fc.boolean(),
      fc.constant(null),
      fc.string({ unit: "grapheme" }),
      fc.array(tie("any")),
      fc.dictionary(fc.string(), tie("any")),
    ),
  })).any;
  fc.assert(
    fc.property(value, (wanted) => {
      const text = JSON.stringify(wanted);
      fc.pre(!text.includes("__proto__"));
      assert.deepEqual(readJson(utf8(text), 10_000_000, "text"), JSON.parse(text));
    }),
    runs,
  );
});

test("bytes that are no UTF-8 or no JSON are refused, never thrown at", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
      await onlyRefuses(() => readJson(bytes, 1000, "bytes"));
      await onlyRefuses(() => readBundle(bytes));
      await onlyRefuses(() => openBytes(orderType, bytes));
      assert.doesNotThrow(() => signatureFromDer(bytes));
    }),
    runs,
  );
});

test("base64 of both kinds gives back what it was given, and has one spelling", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
      assert.deepEqual(fromBase64url(toBase64url(bytes)), bytes);
      assert.equal(toBase64(bytes), Buffer.from(bytes).toString("base64"));
      assert.equal(toBase64url(bytes), Buffer.from(bytes).toString("base64url"));
    }),
    runs,
  );
  const near = fc.string({ unit: fc.constantFrom(..."AQgwBz019+/-_= \n"), maxLength: 12 });
  fc.assert(
    fc.property(near, (text) => {
      const standard = fromBase64(text);
      if (standard) assert.equal(toBase64(standard), text);
      const url = fromBase64url(text);
      if (url) assert.equal(toBase64url(url), text);
    }),
    { numRuns: 5000 },
  );
});

test("DER gives back the numbers it was given, and has one spelling", () => {
  const half = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(half, half, fc.nat(71), fc.integer({ min: 1, max: 255 }), (r, s, at, mask) => {
      const raw = new Uint8Array([...r, ...s]);
      const der = signatureToDer(raw);
      const read = signatureFromDer(der);
      if (read) assert.deepEqual(read, raw);
      const bent = der.slice();
      bent[at % bent.length]! ^= mask;
      const other = signatureFromDer(bent);
      if (other) assert.deepEqual(signatureToDer(other), bent);
    }),
    runs,
  );
});

const worked = JSON.parse(readFileSync(new URL("worked-order.json", import.meta.url), "utf8")) as Any;
const genesis = (worked.hashes as Any).charter as string;
const question = { nonce: (worked.poll as Any).nonce as string, drawnAt: 100 };
const chain = await extendChain([], genesis, [worked.charter!]);
const phone = newPhone((worked.devices as string[])[0]!, chain, [], new Set(["lock"] as const));

/** The JSON of each payload in `root` is opened too, so that changes reach into what is signed. */
function changeInside(root: JsonValue, change: (value: JsonValue) => JsonValue, pick: number): JsonValue {
  const payloads = paths(root, () => true).filter((path) => path.split(".").at(-1) === "payload");
  const path = payloads[pick % payloads.length]!;
  const inner = JSON.parse(new TextDecoder().decode(fromBase64(get(root, path) as string)!)) as JsonValue;
  return set(root, path, toBase64(utf8(JSON.stringify(change(inner)))));
}

const anything = fc.oneof(
  fc.constantFrom<JsonValue>(
    null,
    0,
    -1,
    1,
    2 ** 53 - 1,
    "",
    "A",
    "AA==",
    [],
    {},
    true,
    false,
    [[]],
    "toString",
    "__proto__",
  ),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>,
);
function reaches(root: JsonValue, path: string): boolean {
  try {
    return get(root, path) !== undefined;
  } catch {
    return false;
  }
}
const change = fc.tuple(fc.nat(), fc.boolean(), anything).map(([pick, drop, value]) => (root: JsonValue): JsonValue => {
  // A key with a dot in it, which an earlier change may have brought, is no path.
  const all = paths(root, () => true).filter((path) => path !== "" && reaches(root, path));
  if (all.length === 0) return value;
  const path = all[pick % all.length]!;
  return drop ? without(root, path) : set(root, path, value);
});
/** A document with one to three things changed, outside or inside its payloads. */
const changesOf = (root: JsonValue): fc.Arbitrary<JsonValue> =>
  fc.array(fc.tuple(fc.boolean(), change, fc.nat()), { minLength: 1, maxLength: 3 }).map((list) =>
    list.reduce((value, [inside, act, pick]) => {
      try {
        return inside ? changeInside(value, act, pick) : act(value);
      } catch {
        return act(value);
      }
    }, root),
  );

test("nothing but refusals is thrown at a changed bundle", async () => {
  await fc.assert(
    fc.asyncProperty(changesOf(worked.bundle!), async (bundle) => {
      await onlyRefuses(async () => {
        const read = readBundle(utf8(JSON.stringify(bundle)));
        const { state, session } = await verifyHead(phone, read, question, 102);
        for (const item of read.orders) await onlyRefuses(() => verifyItem(state, session, item, 102));
      });
    }),
    runs,
  );
});

test("nothing but refusals is thrown at a changed item", async () => {
  const bundle = readBundle(utf8(JSON.stringify(worked.bundle)));
  const { state, session } = await verifyHead(phone, bundle, question, 102);
  await fc.assert(
    fc.asyncProperty(fc.oneof(changesOf(bundle.orders[0]!), anything), async (item) => {
      await onlyRefuses(() => readItem(item));
      await onlyRefuses(() => verifyItem(state, session, item, 102));
    }),
    runs,
  );
});

test("nothing but refusals is thrown at a changed charter", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(changesOf(worked.charter!), anything), async (charter) => {
      await onlyRefuses(() => openCharter(charter));
      await onlyRefuses(() => extendChain(chain, genesis, [charter]));
    }),
    runs,
  );
});

test("nothing but refusals is thrown at a changed submission", async () => {
  const order = ((worked.bundle as Any).orders as Any[])[0]!.order!;
  const ids = fc.array(fc.oneof(fc.constantFrom(...(worked.devices as string[])), fc.string({ maxLength: 24 })), {
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(changesOf(order), fc.constant(order)), ids, async (envelope, targets) => {
      await onlyRefuses(() =>
        acceptOrder(openEnvelope(orderType, envelope), {
          ...{ charter: chain[0]!, now: 1_790_001_060, frozen: false, targets, newest: undefined, known: false },
          ...{ open: async () => undefined, secrets: [] },
        }),
      );
    }),
    runs,
  );
});

test("nothing but refusals is thrown at the text of a QR", async () => {
  const nonce = question.nonce;
  const good = JSON.stringify({ u: "https://a.example", p: nonce, g: nonce, t: nonce, s: nonce });
  const bent = fc.tuple(fc.nat(good.length), fc.string({ unit: "binary", maxLength: 3 }));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: "binary" }),
        nearJson,
        bent.map(([at, more]) => good.slice(0, at) + more + good.slice(at + 1)),
      ),
      async (text) => onlyRefuses(() => readInvitation(text)),
    ),
    runs,
  );
});
