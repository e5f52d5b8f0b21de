// What is planned is what is applied: over random fleets, standing documents and changes.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Applied,
  applyChanges,
  type Change,
  everyGroup,
  type Fleet,
  type FleetPhone,
  merge,
  outlookFor,
  plan,
  planLines,
  type Rule,
  settingValue,
} from "@rempart/policy";
import fc from "fast-check";
import { someChanges, someFleet, someRules } from "../../../../../packages/policy/src/testing/arbitrary.ts";
import { differenceOf, planFor, shownPlan } from "./plan.ts";

type Set = Extract<Change, { set: unknown }>;
const sets = someChanges
  .map((changes) => changes.filter((change): change is Set => "set" in change))
  .filter((changes) => changes.length > 0);

/** What a phone merges of the policies that reach it, those without conditions. */
function merged(fleet: Fleet, phone: FleetPhone): Map<string, string> {
  const reaching = fleet.documents.filter(({ group }) => group === everyGroup || phone.groups.includes(group));
  // Of one stream the last that is for this phone counts.
  const newest = [...new Map(reaching.map((document) => [document.stream, document])).values()];
  const policies = newest.flatMap(({ params, order, signers, group }): Applied[] =>
    Array.isArray(params.rules)
      ? [
          {
            ...{ policy: params.id as string, order, signers, group },
            rules: (params.rules as unknown as Rule[]).filter((rule) => !("when" in rule)),
          },
        ]
      : [],
  );
  const { settings } = merge(policies);
  return new Map(Object.entries(settings).map(([key, one]) => [key, settingValue(one, one.value).en]));
}

describe("a plan", () => {
  it("shows for each phone exactly what merging gives afterwards", () => {
    fc.assert(
      fc.property(someFleet, sets, (fleet, changes) => {
        const next = applyChanges(fleet, changes);
        const planned = planFor(fleet, changes);
        for (const [index, phone] of fleet.phones.entries()) {
          const [before, after] = [merged(fleet, phone), merged(next, next.phones[index]!)];
          const own = planned.groups.find(({ devices }) => devices.includes(phone.device));
          // Rules with conditions and fences have keys of their own; apps and versions are no settings.
          const told = (own?.changes ?? []).filter(({ key }) => before.has(key) || after.has(key));
          for (const change of told) {
            assert.equal(change.before?.words.en, before.get(change.key));
            assert.equal(change.after?.words.en, after.get(change.key));
          }
          const rows = new Set(told.map(({ key }) => key));
          for (const key of new Set([...before.keys(), ...after.keys()]))
            if (before.get(key) !== after.get(key)) assert.ok(rows.has(key), `${key} changes and is not shown`);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is the same as one that asks every phone, with the lines that the command line shows", () => {
    fc.assert(
      fc.property(someFleet, sets, (fleet, changes) => {
        const [quick, whole] = [planFor(fleet, changes), plan(fleet, changes)];
        assert.deepEqual(planLines(quick), planLines(whole));
        const shown = shownPlan(quick);
        assert.equal(shown.touched, whole.touched);
        const lines = planLines(whole).filter(({ key }) => shown.rows.some((row) => row.key === key));
        const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
        for (const part of ["approximated", "impossible"] as const)
          assert.equal(
            sum(shown.rows.flatMap((row) => row[part].map(({ phones }) => phones))),
            sum(lines.map((line) => line[part])),
          );
      }),
      { numRuns: 200 },
    );
  });

  it("puts what destroys first, then what ends", () => {
    const phone: FleetPhone = {
      ...{ device: "a", groups: ["g"] },
      target: { platform: "android", os: "14", enrolment: "device-owner" },
    };
    const document = (order: string, rules: object[]) => ({
      ...{ stream: "policy/p", order, signers: [], group: "g" },
      params: { id: "p", rules: rules as Rule[] },
    });
    const fleet = { phones: [phone], documents: [document("1", [{ kind: "camera", disabled: true }])] };
    const next = document("2", [
      { kind: "failedUnlocksBeforeWipe", attempts: 10 },
      { kind: "nfc", disabled: true },
    ]);
    const { rows } = shownPlan(planFor(fleet, [{ set: next }]));
    assert.deepEqual(
      rows.map(({ key, change, destructive }) => [key, change, destructive]),
      [
        ["failedUnlocksBeforeWipe.attempts", "added", true],
        ["camera.disabled", "removed", false],
        ["nfc.disabled", "added", false],
      ],
    );
  });
});

describe("the difference of two documents", () => {
  it("is empty for the same, and names everything for the end of a policy", () => {
    fc.assert(
      fc.property(someRules, (rules) => {
        const params = { id: "x", rules };
        assert.deepEqual(differenceOf(params, params), []);
        const gone = differenceOf(params, { id: "x", removed: true });
        assert.ok(gone.every(({ change }) => change === "removed"));
        const fleet = {
          phones: [],
          documents: [{ stream: "policy/x", order: "1", signers: [], group: everyGroup, params }],
        };
        const phone: FleetPhone = {
          ...{ device: "a", groups: [] },
          target: { platform: "android", os: "16", enrolment: "device-owner" },
        };
        assert.equal(gone.length, outlookFor(fleet, phone).told.size);
      }),
    );
  });
});
