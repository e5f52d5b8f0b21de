import assert from "node:assert/strict";
import { test } from "node:test";
import { type Rule, ruleKinds } from "@rempart/policy";
import { gradesOf, gradesOfKind, supportOf, versionsOf } from "./support.ts";

const running = [
  { platform: "android", os: "9", phones: 3 },
  { platform: "android", os: "14", phones: 40 },
  { platform: "android", os: "10", phones: 2 },
] as const;

test("versions that do the same stand in one line, with their phones added", () => {
  const lines = supportOf({ kind: "camera", disabled: true } as Rule, running, "supervised");
  const android = lines.filter(({ platform }) => platform === "android");
  assert.deepEqual(
    android.map(({ versions, phones, verdict }) => [versions, phones, verdict]),
    [[["9", "10", "14"], 45, "enforced"]],
  );
});

test("a platform without a phone is judged by usual versions, without counting any", () => {
  assert.ok(versionsOf(running).some(({ platform, phones }) => platform === "ios" && phones === 0));
  const ios = supportOf({ kind: "camera", disabled: true } as Rule, running, "user-enrolled").filter(
    ({ platform }) => platform === "ios",
  );
  assert.ok(ios.every(({ phones }) => phones === 0));
});

test("what is too old, and a condition that a platform cannot follow, is said with the reason", () => {
  const rule = { kind: "camera", disabled: true, when: { inside: ["Siège"] } } as Rule;
  const lines = supportOf(rule, running, "supervised");
  const place = lines.find(({ when, platform }) => when && platform === "ios");
  assert.equal(place?.verdict, "not-possible");
  assert.match(place!.why!.fr, /mode Perdu/);
  assert.equal(gradesOf(lines).ios, "part");
});

test("every kind but the fence has a grade on both platforms", () => {
  for (const kind of Object.keys(ruleKinds)) {
    const grades = gradesOfKind(kind, [], "supervised");
    if (kind === "fence") assert.deepEqual(grades, {});
    else assert.deepEqual(Object.keys(grades).sort(), ["android", "ios"], kind);
  }
});
