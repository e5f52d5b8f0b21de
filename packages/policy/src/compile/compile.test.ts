import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { ruleKinds } from "../kinds/table.ts";
import { merge } from "../merge/merge.ts";
import { somePolicies, someRules } from "../testing/arbitrary.ts";
import { compile, platforms, settingsOf, type Target } from "./compile.ts";

const android = (os: string): Target => ({ platform: "android", os, enrolment: "device-owner" });
const iphone = (os: string, enrolment: Target["enrolment"] = "supervised"): Target => ({
  platform: "ios",
  os,
  enrolment,
});

test("both platforms have rows for every setting of the table, and for nothing else", () => {
  const all = Object.keys(ruleKinds).flatMap(settingsOf).sort();
  for (const rows of Object.values(platforms)) assert.deepEqual(Object.keys(rows).sort(), all);
});

test("whatever is wanted gets a verdict, with a reason in both languages when it is not enforced", () => {
  const targets = [
    android("14"),
    android("6"),
    android("junk"),
    iphone("18.1"),
    iphone("12", "user-enrolled"),
    iphone("x", "unsupervised"),
  ];
  fc.assert(
    fc.property(somePolicies, fc.constantFrom(...targets), (policies, target) => {
      const effective = merge(policies);
      const verdicts = compile(effective, target);
      assert.deepEqual(
        verdicts.map(({ key }) => key),
        Object.keys(effective.settings).sort(),
      );
      for (const { verdict, why, operations } of verdicts) {
        assert.equal(why === undefined, verdict === "enforced");
        if (why) assert.ok(why.en.length > 10 && why.fr.length > 10);
        if (verdict === "not-possible") assert.deepEqual(operations, []);
      }
    }),
  );
});

test("rules are judged one by one, their condition too", () => {
  fc.assert(
    fc.property(someRules, (rules) => {
      const verdicts = compile(rules, iphone("18"));
      for (const [index, rule] of rules.entries()) {
        const own = verdicts.filter((verdict) => verdict.rule === index);
        assert.equal(
          own.some(({ key }) => key === `${index}.when`),
          "when" in rule,
        );
        if (rule.kind !== "fence") assert.ok(own.length > 0);
      }
    }),
  );
  const [, when] = compile([{ kind: "camera", disabled: true, when: { hours: [] } }], iphone("18"));
  assert.equal(when?.verdict, "approximated");
});

test("versions and enrolment decide", () => {
  const verdict = (rule: Parameters<typeof compile>[0], target: Target) => compile(rule, target)[0]!;
  const usb = [{ kind: "cellular-2g", disabled: true }] as const;
  assert.equal(verdict(usb, android("14")).verdict, "enforced");
  assert.match(verdict(usb, android("13")).why!.en, /from Android 14 on/);
  assert.match(verdict(usb, { ...android("14"), enrolment: "unsupervised" }).why!.en, /device owner/);
  const camera = [{ kind: "camera", disabled: true }] as const;
  assert.deepEqual(verdict(camera, android("8.1")).operations, [
    { do: "call", method: "DevicePolicyManager.setCameraDisabled", args: [true] },
  ]);
  assert.deepEqual(verdict(camera, iphone("17.4")).operations, [
    { do: "payload", type: "com.apple.applicationaccess", key: "allowCamera", value: false },
  ]);
  assert.match(verdict(camera, iphone("17.4", "unsupervised")).why!.en, /supervised/);
  const attempts = (n: number) => [{ kind: "failedUnlocksBeforeWipe", attempts: n }] as const;
  assert.equal(verdict(attempts(11), iphone("17")).verdict, "enforced");
  assert.equal(verdict(attempts(12), iphone("17")).verdict, "approximated");
  const permission = [
    { kind: "app-permission", package: "org.a", permission: "android.permission.CAMERA", answer: "denied" },
  ] as const;
  assert.deepEqual(verdict(permission, android("14")).operations, [
    {
      do: "call",
      method: "DevicePolicyManager.setPermissionGrantState",
      args: ["org.a", "android.permission.CAMERA", 2],
    },
  ]);
  const lock = [{ kind: "session-lock", inactivity: 45 }] as const;
  assert.deepEqual(
    verdict(lock, iphone("17")).operations.map((one) => "value" in one && one.value),
    [1],
  );
});

// Apple's schemas are not part of the project; the folder that holds them is named by this variable.
const schemas = process.env.APPLE_DEVICE_MANAGEMENT;

test("keys are those of Apple's schemas, introduced when they say", { skip: !schemas }, () => {
  const problems: string[] = [];
  for (const [setting, rows] of Object.entries(platforms.ios)) {
    for (const row of rows) {
      if ("never" in row) continue;
      for (const step of row.steps) {
        if ("agent" in step || "call" in step || "restriction" in step || "keyguard" in step) continue;
        const type = "payload" in step ? step.payload : "declaration" in step ? step.declaration : step.command;
        const folder =
          "payload" in step
            ? `mdm/profiles/${type}.yaml`
            : "declaration" in step
              ? `declarative/declarations/configurations/${type.replace("com.apple.configuration.", "")}.yaml`
              : `mdm/commands/${type.toLowerCase()}.yaml`;
        const file = join(schemas!, folder);
        if (!existsSync(file)) {
          problems.push(`${setting}: no ${folder}`);
          continue;
        }
        const text = readFileSync(file, "utf8");
        for (const key of step.key.split(".")) {
          const part = new RegExp(`- key: ${key}\\n([\\s\\S]*?)(?=\\n *- key: |$)`).exec(text)?.[1];
          if (part === undefined) problems.push(`${setting}: no key ${key} in ${folder}`);
          const introduced = /iOS:\n\s+introduced: '?([\d.]+)'?/.exec(part ?? "")?.[1];
          if (introduced && Number.parseFloat(introduced) > row.since)
            problems.push(`${setting}: ${key} since ${introduced}, not ${row.since}`);
          const supervised = /iOS:\n(?:(?!macOS)[\s\S])*?supervised: true/.test(part ?? "");
          if (supervised && !row.supervised) problems.push(`${setting}: ${key} is for supervised phones`);
        }
      }
    }
  }
  assert.deepEqual(problems, []);
});
