import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Json } from "../kinds/shape.ts";
import { ruleKinds } from "../kinds/table.ts";
import type { Rule } from "../rule.ts";
import { somePolicies } from "../testing/arbitrary.ts";
import { type Applied, canonical, collectClaims } from "./claims.ts";
import { fold } from "./fold.ts";
import { merge, wanted } from "./merge.ts";

const runs = { numRuns: 300 };

function policy(n: number, ...rules: Rule[]): Applied {
  return { policy: `p${n}`, order: `${n}`.repeat(64), signers: [`alice${n}`], group: "g", rules };
}

test("order and repetition of policies make no difference", () => {
  fc.assert(
    fc.property(somePolicies, fc.infiniteStream(fc.nat()), (policies, numbers) => {
      const shuffled = policies.map((one) => ({ one, at: numbers.next().value as number })).sort((a, b) => a.at - b.at);
      const once = merge(policies);
      assert.deepEqual(merge(shuffled.map(({ one }) => one)), once);
      assert.deepEqual(merge([...policies, ...policies]), once);
      assert.deepEqual(merge(policies.map((one) => ({ ...one, rules: one.rules.toReversed() }))), once);
    }),
    runs,
  );
});

test("merging is associative: of values merged before, the merged value is the same", () => {
  fc.assert(
    fc.property(somePolicies, fc.nat(), (policies, cut) => {
      const all = collectClaims(policies);
      for (const claims of all.values()) {
        const { claims: list, merge: how } = claims;
        const at = cut % list.length;
        if (at === 0 || how === "each") continue;
        const part = (some: typeof list) => ({ source: some[0]!.source, value: fold({ ...claims, claims: some }) });
        const halves = [part(list.slice(0, at)), part(list.slice(at))];
        assert.equal(canonical(fold({ ...claims, claims: halves })), canonical(fold(claims)));
      }
    }),
    runs,
  );
});

test("no policy more makes anything looser", () => {
  const looser = (kind: string, field: string, before: Json, after: Json): boolean => {
    const row = ruleKinds[kind]!.fields[field]!;
    const has = (value: Json, item: Json): boolean => (value as Json[]).includes(item);
    switch (row.merge) {
      case "any":
        return before === true && after !== true;
      case "all":
        return before === false && after !== false;
      case "least":
        return (after as number) > (before as number);
      case "greatest":
        return (after as number) < (before as number);
      case "union":
        return !(before as Json[]).every((item) => has(after, item));
      case "intersection":
        return !(after as Json[]).every((item) => has(before, item));
      case "strictest": {
        const options = row.type === "choice" ? row.options.map((option) => option.value) : [];
        return options.indexOf(after as string) < options.indexOf(before as string);
      }
      default:
        return false;
    }
  };
  // What gives way so that a phone stays within reach, or because it is forbidden, is shown as a conflict instead.
  const yields = new Set(["mobile-data.disabled", "apps-required.packages"]);
  fc.assert(
    fc.property(somePolicies, (policies) => {
      const [before, after] = [merge(policies.slice(1)), merge(policies)];
      for (const [key, { kind, field, value }] of Object.entries(before.settings)) {
        const now = after.settings[key];
        assert.ok(now, key);
        if (field !== undefined && !yields.has(key)) assert.ok(!looser(kind, field, value, now.value), key);
      }
    }),
    runs,
  );
});

test("each setting knows whose it is, and what gave way", () => {
  const merged = merge([
    policy(2, { kind: "passcode", minimumLength: 6 }, { kind: "camera", disabled: true }),
    policy(1, { kind: "passcode", minimumLength: 8 }),
    policy(3, { kind: "passcode", minimumLength: 8, history: 5 }),
  ]);
  const length = merged.settings["passcode.minimumLength"]!;
  assert.equal(length.value, 8);
  assert.deepEqual(
    length.from.map(({ policy: name, signers }) => [name, signers]),
    [
      ["p1", ["alice1"]],
      ["p3", ["alice3"]],
    ],
  );
  assert.deepEqual(
    length.lost.map(({ value, source }) => [value, source.policy]),
    [[6, "p2"]],
  );
  assert.equal(wanted(merged, "passcode", "history"), 5);
  assert.equal(wanted(merged, "camera", "disabled"), true);
  assert.equal(wanted(merged, "microphone", "disabled"), undefined);
  assert.deepEqual(merged.conflicts, []);
});

test("apps required and not allowed stay not allowed, and the conflict names them", () => {
  const merged = merge([
    policy(1, { kind: "apps-required", packages: ["org.a", "org.b", "org.c", "org.d"] }),
    policy(2, { kind: "apps-denied", packages: ["org.a"] }, { kind: "apps-removed", packages: ["org.b"] }),
    policy(3, { kind: "apps-allowed", packages: ["org.a", "org.b", "org.c"] }),
  ]);
  assert.deepEqual(wanted(merged, "apps-required", "packages"), ["org.c"]);
  assert.deepEqual(
    merged.conflicts.map(({ code, keys, items }) => [code, keys[1], items]),
    [
      ["not-allowed", "apps-removed.packages", ["org.b"]],
      ["not-allowed", "apps-denied.packages", ["org.a"]],
      ["not-allowed", "apps-allowed.packages", ["org.d"]],
    ],
  );
  assert.match(merged.conflicts[0]!.words.fr, /org\.b/);
});

test("allow lists without a common app allow nothing, and say so", () => {
  const merged = merge([
    policy(1, { kind: "apps-allowed", packages: ["org.a"] }),
    policy(2, { kind: "apps-allowed", packages: ["org.b"] }),
  ]);
  assert.deepEqual(wanted(merged, "apps-allowed", "packages"), []);
  assert.deepEqual(
    merged.conflicts.map(({ code, sources }) => [code, sources.length]),
    [["nothing-allowed", 2]],
  );
});

test("two policies cannot cut a phone off: mobile data stays", () => {
  const merged = merge([
    policy(1, { kind: "wifi-radio", disabled: true }),
    policy(2, { kind: "mobile-data", disabled: true }),
  ]);
  assert.equal(wanted(merged, "wifi-radio", "disabled"), true);
  assert.equal(wanted(merged, "mobile-data", "disabled"), false);
  assert.deepEqual(
    merged.conflicts.map(({ code }) => code),
    ["cut-off"],
  );
});

test("rules that are one value differ as a whole; the lowest id wins", () => {
  const link = (url: string): Rule => ({ kind: "web-link", id: "intranet", title: "Intranet", url });
  const merged = merge([policy(2, link("https://b.example")), policy(1, link("https://a.example"))]);
  assert.equal((merged.settings["web-link/intranet"]!.value as { url: string }).url, "https://a.example");
  assert.deepEqual(
    merged.conflicts.map(({ code, sources }) => [code, sources.map(({ policy: name }) => name)]),
    [["differs", ["p1", "p2"]]],
  );
});

test("a known network that may not be joined is a conflict", () => {
  const merged = merge([
    policy(1, { kind: "wifi-network", ssid: "guests", security: "open" }, { kind: "wifi-denied", ssids: ["guests"] }),
  ]);
  assert.deepEqual(
    merged.conflicts.map(({ code, items }) => [code, items]),
    [["not-allowed", ["guests"]]],
  );
});
