import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Rule } from "../rule.ts";
import { someChanges, someFleet } from "../testing/arbitrary.ts";
import { type Change, everyGroup, type Fleet, type FleetPhone, type StandingDocument } from "./fleet.ts";
import { planLines } from "./lines.ts";
import { type Outlook, outlookOf } from "./outlook.ts";
import { plan } from "./plan.ts";

/** Applies changes one after the other, phone by phone, without any of the plan's short cuts. */
function applied(fleet: Fleet, changes: readonly Change[], phone: FleetPhone): Outlook {
  let documents: StandingDocument[] = [...fleet.documents];
  let { groups } = phone;
  for (const change of changes) {
    if ("set" in change) {
      documents = documents.filter(({ stream }) => stream !== change.set.stream);
      documents.push(change.set);
    } else if (change.assign.includes(phone.device)) groups = change.groups;
  }
  return outlookOf(
    documents.filter(({ group }) => group === everyGroup || groups.includes(group)),
    phone.target.platform,
  );
}

const values = (outlook: Outlook): Map<string, string> =>
  new Map([...outlook.told].map(([key, told]) => [key, told.canonical]));

test("for 1,000 random fleets and changes, the plan is what applying then gives", () => {
  let changed = 0;
  fc.assert(
    fc.property(someFleet, someChanges, (fleet, changes) => {
      const planned = plan(fleet, changes);
      const groupOf = new Map(planned.groups.flatMap((group) => group.devices.map((device) => [device, group])));
      assert.equal(groupOf.size, planned.touched);
      for (const phone of fleet.phones) {
        const told = values(applied(fleet, [], phone));
        const then = values(applied(fleet, changes, phone));
        for (const { key, change, before, after } of groupOf.get(phone.device)?.changes ?? []) {
          changed++;
          assert.equal(before === undefined, change === "added");
          assert.equal(told.has(key), before !== undefined);
          if (after === undefined) told.delete(key);
          else told.set(key, then.get(key)!);
          assert.deepEqual(after?.value, applied(fleet, changes, phone).told.get(key)?.value);
        }
        assert.deepEqual([...told].sort(), [...then].sort());
      }
    }),
    { numRuns: 1000 },
  );
  assert.ok(changed > 1000);
});

const rulesOf = (id: string, order: string, group: string, rules: Rule[]): StandingDocument => ({
  stream: `policy/${id}`,
  order,
  signers: ["alice"],
  group,
  params: { id, rules },
});

test("says in both languages what changes, on how many phones, and what cannot be", () => {
  const phone = (n: number, target: FleetPhone["target"]): FleetPhone => ({
    device: `d${n}`,
    groups: ["field"],
    target,
  });
  const fleet: Fleet = {
    phones: [
      phone(1, { platform: "android", os: "14", enrolment: "device-owner" }),
      phone(2, { platform: "ios", os: "17.4", enrolment: "supervised" }),
      { ...phone(3, { platform: "android", os: "14", enrolment: "device-owner" }), groups: [] },
    ],
    documents: [
      rulesOf("p", "1", "field", [
        { kind: "passcode", minimumLength: 6 },
        { kind: "camera", disabled: true },
      ]),
    ],
  };
  const next = rulesOf("p", "2", "field", [
    { kind: "fence", name: "Siège", area: { circle: { lat: 488_566_000, lon: 23_522_000, radius: 200 } } },
    { kind: "passcode", minimumLength: 8 },
    { kind: "microphone", disabled: true, when: { inside: ["Siège"] } },
    { kind: "failedUnlocksBeforeWipe", attempts: 10 },
  ]);
  const lines = planLines(plan(fleet, [{ set: next }]));
  assert.deepEqual(
    lines.map(({ words }) => words.en),
    [
      "Camera, switched off: yes (no longer); 2 phones",
      "Erase after failed unlocks, wrong passcodes: 10 (new); 2 phones; CAN ERASE THE PHONE",
      "Fence Siège: area circle, 200 m, around 48.85660 2.35220 (new); 2 phones",
      "Microphone, switched off (inside Siège): yes (new); 2 phones; in part: 1; not possible on 1",
      "Passcode, shortest length: 6 characters → 8 characters; 2 phones",
    ],
  );
  assert.equal(
    lines[3]!.words.fr,
    "Microphone, désactivé (dans Siège) : oui (nouveau); 2 téléphones; en partie: 1; impossible sur 1",
  );
  const moved = plan(fleet, [{ assign: ["d1"], groups: [] }]);
  assert.deepEqual(
    [moved.touched, moved.groups[0]!.devices, moved.groups[0]!.changes.map(({ key, change }) => [key, change])],
    [
      1,
      ["d1"],
      [
        ["camera.disabled", "removed"],
        ["passcode.minimumLength", "removed"],
      ],
    ],
  );
  const gone: StandingDocument = { ...next, params: { id: "p", removed: true } };
  assert.equal(plan(fleet, [{ set: gone }]).touched, 2);
  const same = rulesOf("p", "3", "field", [
    { kind: "camera", disabled: true },
    { kind: "passcode", minimumLength: 6 },
  ]);
  assert.equal(plan(fleet, [{ set: same }]).touched, 0);
});

test("new conflicts are part of the plan", () => {
  const fleet: Fleet = {
    phones: [{ device: "d", groups: [], target: { platform: "android", os: "14", enrolment: "device-owner" } }],
    documents: [rulesOf("a", "1", everyGroup, [{ kind: "apps-required", packages: ["org.a"] }])],
  };
  const deny = rulesOf("b", "2", everyGroup, [{ kind: "apps-denied", packages: ["org.a"] }]);
  const planned = plan(fleet, [{ set: deny }]);
  assert.deepEqual(
    planned.groups[0]!.conflicts.map(({ code, items }) => [code, items]),
    [["not-allowed", ["org.a"]]],
  );
  assert.match(planLines(planned).at(-1)!.words.en, /^Conflict: .*org\.a; 1 phones?$/);
});
