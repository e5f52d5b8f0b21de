import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readRules, ruleKinds } from "@rempart/policy";
import fc from "fast-check";
import { someRules } from "../../../../../packages/policy/src/testing/arbitrary.ts";
import { draftOfRule, newRule, type RuleDraft, rulesOf, withGroup, withValue, withWhen } from "./draft.ts";
import { sayProblem } from "./problem-words.ts";
import { problemAt, problemsOf } from "./problems.ts";

const broken = fc.constantFrom<unknown>(
  ...[null, true, -1, 1e9, "", "x y\u200b", "A B", "unknown", [], [[]], ["a", "a"], ["!"], {}],
  ...[{ circle: { lat: 1e10, lon: 0, radius: 30 } }, { circle: { lat: 0, lon: 1e10, radius: 30 } }],
  ...[{ circle: { lat: 0, lon: 0, radius: 1 } }, { circle: {}, polygon: {} }],
  {
    polygon: {
      outer: [
        [0, 0],
        [0, 1],
        [1e10, 0],
      ],
    },
  },
  {
    polygon: {
      outer: [
        [0, 0],
        [0, 900_000_000],
        [0, 1_800_000_000],
        [1, -900_000_000],
      ],
    },
  },
  {
    polygon: {
      outer: [
        [0, 0],
        [1, 900_000_000],
        [0, 1_790_000_000],
        [1, 2],
      ],
    },
  },
  [{ days: [1, 1], from: 0, to: 60, zone: "Europe/Paris" }],
  [{ days: [9], from: 0, to: 60, zone: "Europe/Paris" }],
  [{ days: [1], from: 60, to: 60, zone: "Europe/Paris" }],
  [{ days: [1], from: 0, to: 60, zone: "+02:00" }],
  [
    { days: [1], from: 0, to: 60, zone: "Europe/Paris" },
    { days: [1], from: 0, to: 60, zone: "Europe/Paris" },
  ],
);
const brokenWhen = fc.constantFrom<object>(
  {},
  { inside: ["Nowhere"] },
  { inside: ["Siège"], outside: ["Siège"] },
  { inside: ["Siège", "Siège"] },
);

describe("problems of a draft", () => {
  it("finds nothing exactly where readRules finds nothing", () => {
    const cards = someRules.map((rules) => rules.map(draftOfRule));
    const changed = fc.tuple(cards, fc.nat(), fc.nat(), broken).map(([rules, a, b, value]) => {
      const at = a % rules.length;
      const fields = Object.keys(ruleKinds[rules[at]!.kind]!.fields);
      return rules.with(at, withValue(rules[at]!, fields[b % fields.length]!, value as never));
    });
    fc.assert(
      fc.property(fc.oneof(cards, changed), (rules) => {
        const good = readRules(rulesOf(rules)) === undefined;
        assert.equal(problemsOf(rules).length === 0, good);
      }),
      { numRuns: 600 },
    );
  });

  it("has words in both languages for whatever is refused", () => {
    fc.assert(
      fc.property(someRules, fc.nat(), fc.nat(), broken, fc.option(brokenWhen), (rules, a, b, value, when) => {
        const cards = rules.map(draftOfRule);
        const at = a % cards.length;
        const fields = Object.keys(ruleKinds[cards[at]!.kind]!.fields);
        const one = withValue(cards[at]!, fields[b % fields.length]!, value as never);
        for (const { said } of problemsOf(cards.with(at, when ? withWhen(one, when) : one))) {
          // Objects and unknown fields cannot come from the form; all else is said to people.
          if (/^(must be an object|is not a known field)/.test(said.en)) continue;
          assert.notEqual(said.en, said.fr);
          assert.match(said.en, /^[A-Z0-9]/);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it("says what is missing beside each field", () => {
    const rule = newRule("wifi-network");
    const problems = problemsOf([rule]);
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["ssid", "security"],
    );
    assert.equal(problemAt(problems, rule.uid, "ssid")?.fr, "Reste à remplir.");
    assert.equal(problemAt(problems, rule.uid, "hidden"), undefined);
  });

  it("refuses what cuts a phone off, of no single card", () => {
    const problems = problemsOf([newRule("wifi-radio"), newRule("mobile-data")]);
    assert.equal(problems.length, 1);
    assert.equal(problems[0]!.uid, undefined);
    assert.match(problems[0]!.said.en, /never hear an order again/);
    const unfinished = problemsOf([newRule("wifi-network"), newRule("wifi-radio"), newRule("mobile-data")]);
    assert.ok(unfinished.some(({ said }) => /never hear an order again/.test(said.en)));
  });

  it("finds two cards that say the same, and rules that are too long", () => {
    const twice = [newRule("camera"), newRule("camera")];
    assert.equal(problemsOf(twice)[0]!.uid, twice[1]!.uid);
    const names = (n: number): string[] => Array.from({ length: 256 }, (_, at) => `org.${n}.${"x".repeat(200)}.${at}`);
    const long: RuleDraft[] = [withValue(newRule("apps-denied"), "packages", names(1))];
    assert.match(problemsOf(long).at(-1)!.said.en, /48 KiB/);
  });

  it("leaves what it does not know as it is", () => {
    assert.equal(sayProblem("is odd").fr, "is odd");
  });
});

describe("a draft for another group", () => {
  const base = { key: "p", name: "Baseline", id: "p", group: "a", rules: [], base: { n: 2, hash: "h" }, at: 0 };

  it("leaves the old group, and comes back to it", () => {
    const moved = withGroup(base, "b");
    assert.deepEqual([moved.id, moved.leaves, moved.group], [undefined, { id: "p", group: "a" }, "b"]);
    assert.deepEqual(withGroup(moved, "c").leaves, { id: "p", group: "a" });
    assert.deepEqual(withGroup(moved, "a"), base);
  });

  it("moves freely while nothing stands", () => {
    const fresh = { key: "new-1", name: "Baseline", group: "a", rules: [], at: 0 };
    assert.equal(withGroup(fresh, "b").leaves, undefined);
  });
});
