// Random rules, policies and fleets for property tests, drawn from the table itself.
import fc from "fast-check";
import type { Target } from "../compile/compile.ts";
import type { Field, Form } from "../kinds/shape.ts";
import { ruleKinds } from "../kinds/table.ts";
import type { Applied } from "../merge/claims.ts";
import type { Change, Fleet, StandingDocument } from "../plan/fleet.ts";
import { everyGroup } from "../plan/fleet.ts";
import { readRules } from "../read/read.ts";
import type { Hours, Rule, When } from "../rule.ts";

// Few values each, so that policies often agree, overlap or contradict each other.
const texts: Record<Form, string[]> = {
  label: ["Head office", "Siège", "Desk 1"],
  package: ["org.a", "org.b", "org.c", "org.d"],
  permission: ["android.permission.CAMERA", "android.permission.RECORD_AUDIO"],
  ssid: ["staff", "guests", "lab"],
  url: ["https://a.example", "https://b.example/x"],
  host: ["dns.a.example", "dns.b.example"],
  day: ["06-01", "06-10", "07-20"],
  slug: ["one", "two"],
};
export const someHours: fc.Arbitrary<Hours> = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
    from: fc.integer({ min: 0, max: 1439 }),
    to: fc.integer({ min: 1, max: 1440 }),
    zone: fc.constantFrom("Europe/Paris", "America/New_York", "Asia/Kolkata"),
  })
  .filter(({ from, to }) => from !== to);

function value(field: Field): fc.Arbitrary<unknown> {
  switch (field.type) {
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: field.least, max: Math.min(field.most, field.least + 4) });
    case "choice":
      return fc.constantFrom(...field.options.map((option) => option.value));
    case "text":
      return fc.constantFrom(...texts[field.form]);
    case "set":
      return fc.uniqueArray(fc.constantFrom(...texts[field.of]), { minLength: 1, maxLength: 3 });
    case "choices":
      return fc.uniqueArray(fc.constantFrom(...field.options.map((option) => option.value)), {
        minLength: 1,
        maxLength: 2,
      });
    case "hours":
      return fc.uniqueArray(someHours, { minLength: 1, maxLength: 2, selector: (one) => JSON.stringify(one) });
    case "area":
      return fc.record({
        circle: fc.record({
          lat: fc.integer({ min: -900_000_000, max: 900_000_000 }),
          lon: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
          radius: fc.integer({ min: 25, max: 5000 }),
        }),
      });
  }
}

const someWhen: fc.Arbitrary<When> = fc.oneof(
  fc.constant<When>({ inside: ["Siège"] }),
  fc.constant<When>({ outside: ["Siège"] }),
  someHours.map((hours): When => ({ hours: [hours] })),
);
const office = { kind: "fence", name: "Siège", area: { circle: { lat: 485_000_000, lon: 23_000_000, radius: 300 } } };

function rule(kind: string): fc.Arbitrary<object> {
  const { fields, always } = ruleKinds[kind]!;
  const required = Object.keys(fields).filter((key) => !fields[key]!.optional);
  const values = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, value(field)]));
  const plain = fc.record(values, { requiredKeys: required }).map((record) => ({ kind, ...record }));
  if (always) return plain;
  return fc
    .tuple(plain, fc.option(someWhen, { nil: undefined, freq: 2 }))
    .map(([one, when]) => (when ? { ...one, when } : one));
}

const kinds = Object.keys(ruleKinds).filter((kind) => kind !== "fence");

/** Rules that a policy may hold: what does not go together is left out, rule by rule. */
export const someRules: fc.Arbitrary<Rule[]> = fc
  .array(fc.constantFrom(...kinds).chain(rule), { minLength: 1, maxLength: 12 })
  .map((rules) => {
    const kept: object[] = [office];
    for (const one of rules) if (readRules([...kept, one]) === undefined) kept.push(one);
    return kept as Rule[];
  });

const id = (n: number): string => String(n).padEnd(22, "x");
export const hash = (n: number): string => n.toString(16).padStart(64, "0");

/** Policies with different ids, some with the same rules. */
export const somePolicies: fc.Arbitrary<Applied[]> = fc
  .array(someRules, { minLength: 1, maxLength: 5 })
  .map((all) => all.map((rules, n) => ({ policy: id(n), order: hash(n), signers: [`s${n}`], group: id(100), rules })));

const targets: Target[] = [
  { platform: "android", os: "14", enrolment: "device-owner" },
  { platform: "android", os: "9", enrolment: "virtual" },
  { platform: "ios", os: "17.4", enrolment: "supervised" },
  { platform: "ios", os: "18.1", enrolment: "user-enrolled" },
];
const groupNames = [id(50), id(51), id(52)];
const someGroups = fc.subarray(groupNames);

const someDocument = (n: number): fc.Arbitrary<StandingDocument> =>
  fc
    .record({
      group: fc.constantFrom(everyGroup, ...groupNames),
      stream: fc.constantFrom(0, 1, 2, 3, 4),
      rules: someRules,
      removed: fc.boolean(),
      version: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ group, stream, rules, removed, version }) => {
      const signed = { order: hash(n), signers: ["a", "b"], group };
      if (stream === 4) {
        const params = removed
          ? { platform: "ios", removed: true }
          : { platform: "ios", minimum: String(version), deadline: 1_790_000_000 };
        return { ...signed, stream: "os/ios", params };
      }
      if (stream === 3) {
        const state = removed ? "removed" : "required";
        const params = { platform: "android", package: "org.a", state, ...(removed ? {} : { versionCode: version }) };
        return { ...signed, stream: "app/android/org.a", params };
      }
      return {
        ...signed,
        stream: `policy/${id(stream)}`,
        params: removed ? { id: id(stream), removed: true } : { id: id(stream), rules },
      };
    });

export const someFleet: fc.Arbitrary<Fleet> = fc
  .tuple(
    fc.array(fc.tuple(someGroups, fc.constantFrom(...targets)), { minLength: 1, maxLength: 8 }),
    fc.array(fc.nat(9).chain(someDocument), { maxLength: 5 }),
  )
  .map(([phones, documents]) => ({
    phones: phones.map(([groups, target], n) => ({ device: `phone${n}`, groups, target })),
    documents: [...new Map(documents.map((document) => [document.stream, document])).values()],
  }));

export const someChanges: fc.Arbitrary<Change[]> = fc.array(
  fc.oneof(
    fc
      .integer({ min: 10, max: 19 })
      .chain(someDocument)
      .map((set): Change => ({ set })),
    fc
      .tuple(fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 3 }), someGroups)
      .map(([phones, groups]): Change => ({ assign: phones.map((n) => `phone${n}`), groups })),
  ),
  { minLength: 1, maxLength: 4 },
);
