import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Json } from "../kinds/shape.ts";
import { merge } from "../merge/merge.ts";
import type { Rule } from "../rule.ts";
import { somePolicies } from "../testing/arbitrary.ts";
import { compliance, type Reported } from "./compliance.ts";

const wantedOf = (...rules: Rule[]) => merge([{ policy: "p", order: "o", signers: ["s"], group: "g", rules }]);

test("a phone that does all that is wanted is in line; one that says nothing is not", () => {
  fc.assert(
    fc.property(somePolicies, (policies) => {
      const wanted = merge(policies);
      const values = Object.fromEntries(Object.entries(wanted.settings).map(([key, { value }]) => [key, value]));
      assert.deepEqual(compliance(wanted, { settings: values }), []);
      const keys = Object.keys(values);
      assert.deepEqual(compliance(wanted, { settings: {}, unsupported: keys }), []);
      for (const { problem, key } of compliance(wanted, { settings: {} })) {
        assert.equal(problem, "unreported");
        assert.ok(keys.includes(key));
      }
    }),
  );
});

test("nothing that a hostile phone reports is taken for obedience or breaks the check", () => {
  fc.assert(
    fc.property(somePolicies, fc.jsonValue(), (policies, junk) => {
      const wanted = merge(policies);
      const settings = Object.fromEntries(Object.keys(wanted.settings).map((key) => [key, junk as Json]));
      for (const { words } of compliance(wanted, { settings })) assert.ok(words.en.length > 0 && words.fr.length > 0);
    }),
  );
});

test("stricter is in line, weaker is not, and says so in words", () => {
  const wanted = wantedOf(
    { kind: "passcode", minimumLength: 8, maximumAge: 90, quality: "alphanumeric" },
    { kind: "camera", disabled: true },
    { kind: "microphone", disabled: false },
  );
  const report = (length: number, age: number, quality: string, camera: Json): Reported => ({
    settings: {
      "passcode.minimumLength": length,
      "passcode.maximumAge": age,
      "passcode.quality": quality,
      "camera.disabled": camera,
    },
  });
  assert.deepEqual(compliance(wanted, report(9, 30, "complex", true)), []);
  const drifts = compliance(wanted, report(6, 91, "any", false));
  assert.deepEqual(
    drifts.map(({ key, problem, wanted: value, found }) => [key, problem, value, found]),
    [
      ["camera.disabled", "weaker", true, false],
      ["passcode.maximumAge", "weaker", 90, 91],
      ["passcode.minimumLength", "weaker", 8, 6],
      ["passcode.quality", "weaker", "alphanumeric", "any"],
    ],
  );
  assert.equal(drifts[2]!.words.en, "Passcode, shortest length: should be 8 characters");
  assert.equal(drifts[2]!.words.fr, "Code de verrouillage, longueur minimale : attendu 8 caractères");
});

test("apps are judged by what is installed and can be opened", () => {
  const wanted = wantedOf(
    { kind: "apps-denied", packages: ["org.game"] },
    { kind: "apps-required", packages: ["org.mail", "org.files"] },
    { kind: "apps-removed", packages: ["org.old"] },
    { kind: "apps-allowed", packages: ["org.mail", "org.files", "org.game"] },
  );
  const apps = (installed: string[], suspended: string[]): string[][] =>
    compliance(wanted, { settings: {}, apps: { installed, suspended } }).map(({ key, items }) => [
      key,
      ...(items ?? []),
    ]);
  assert.deepEqual(apps(["org.mail", "org.files", "org.game"], ["org.game"]), []);
  assert.deepEqual(apps(["org.mail", "org.game", "org.old", "org.new"], []), [
    ["apps-allowed.packages", "org.old", "org.new"],
    ["apps-denied.packages", "org.game"],
    ["apps-removed.packages", "org.old"],
    ["apps-required.packages", "org.files"],
  ]);
});
