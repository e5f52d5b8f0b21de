import assert from "node:assert/strict";
import { test } from "node:test";
import { type Applied, everyGroup, merge, type Rule } from "@rempart/policy";
import fc from "fast-check";
import { somePolicies } from "../../../../../packages/policy/src/testing/arbitrary.ts";
import { meetingsOf } from "./meetings.ts";

const policy = (id: string, group: string, ...rules: object[]): Applied => ({
  ...{ policy: id, order: id, signers: [], group },
  rules: rules as Rule[],
});
const length = (minimumLength: number) => ({ kind: "passcode", minimumLength });

test("the stricter wish holds, and each side is told", () => {
  const [strict, lax] = [policy("a", "g", length(8)), policy("b", everyGroup, length(6))];
  assert.equal(meetingsOf(lax, [strict]).settings[0]!.outcome, "gives-way");
  const [won] = meetingsOf(strict, [lax]).settings;
  assert.deepEqual([won!.outcome, won!.holds.en, won!.others[0]!.policy], ["wins", "8 characters", "b"]);
});

test("lists add up, equal wishes are the same, other groups are no meeting", () => {
  const denied = (...packages: string[]) => ({ kind: "apps-denied", packages });
  const [a, b] = [policy("a", "g", denied("x")), policy("b", "g", denied("y"))];
  assert.equal(meetingsOf(a, [b]).settings[0]!.outcome, "together");
  assert.equal(meetingsOf(a, [policy("b", "g", denied("x"))]).settings[0]!.outcome, "same");
  assert.deepEqual(meetingsOf(a, [policy("b", "h", denied("y"))]).settings, []);
});

test("what cuts the phone off when two policies meet is a conflict", () => {
  const off = (kind: string) => ({ kind, disabled: true });
  const found = meetingsOf(policy("a", "g", off("wifi-radio")), [policy("b", "g", off("mobile-data"))]);
  assert.deepEqual(
    found.conflicts.map(({ code }) => code),
    ["cut-off"],
  );
});

test("what it says holds is what phones merge", () => {
  fc.assert(
    fc.property(somePolicies, (policies) => {
      const [mine, ...others] = policies.map((one) => ({
        ...one,
        rules: one.rules.filter((rule) => !("when" in rule)),
      }));
      const merged = merge([mine!, ...others]);
      for (const { key, outcome } of meetingsOf(mine!, others).settings) {
        const lost = merged.settings[key]!.lost.some(({ source }) => source.policy === mine!.policy);
        assert.equal(outcome === "gives-way", lost);
      }
    }),
  );
});
