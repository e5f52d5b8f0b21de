// Rules that every implementation accepts or refuses. The table says which kinds, fields and bounds there are; that what
// stands at a bound is good and beyond it is bad is said here.
import { type Field, type RuleKind, ruleKinds } from "../../packages/policy/src/index.ts";
import type { JsonValue } from "../../packages/trust/src/index.ts";
import { goodHours, hoursValues, type Value, valuesOf } from "./policy-values.ts";

type Rule = { [field: string]: JsonValue };

const cases: { name: string; rules: JsonValue; code: string; destructive?: boolean }[] = [];
const isDestructive = (kinds: string[]): boolean => kinds.includes("failedUnlocksBeforeWipe");

function add(name: string, rules: JsonValue, good: boolean): void {
  if (!good) {
    cases.push({ name, rules, code: "schema" });
    return;
  }
  const kinds = (rules as Rule[]).map((rule) => rule.kind as string);
  cases.push({ name, rules, code: "ok", destructive: isDestructive(kinds) });
}

const words = (value: JsonValue): string => {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 50)}...` : text;
};

function goodRule(kind: string, row: RuleKind, all: boolean): Rule {
  const fields = Object.entries(row.fields).filter(([, field]) => all || !field.optional);
  const rule: Rule = { kind };
  for (const [name, field] of fields) rule[name] = valuesOf(field).good;
  // Fields that must differ from each other.
  if (kind === "os-update-window") Object.assign(rule, { from: 120, to: 300 });
  if (kind === "os-update-freeze") Object.assign(rule, { from: "12-20", to: "01-05" });
  return rule;
}

function fieldCases(kind: string, rule: Rule, name: string, field: Field): void {
  const isDay = field.type === "text" && field.form === "day";
  for (const [value, good, label] of valuesOf(field).values) {
    const changed: Rule = isDay ? { ...rule, from: value, to: value } : { ...rule, [name]: value };
    add(`${kind}, ${name} ${label ?? words(value)}`, [changed], good);
  }
  add(`${kind}, ${name} null`, [{ ...rule, [name]: null }], false);
  const { [name]: _, ...without } = rule;
  add(`${kind}, without ${name}`, [without], field.optional === true);
}

function kindCases(kind: string, row: RuleKind): void {
  const [short, rule] = [goodRule(kind, row, false), goodRule(kind, row, true)];
  add(`${kind}, what it must have`, [short], true);
  add(`${kind}, all fields`, [rule], true);
  add(`${kind}, an unknown field`, [{ ...rule, more: 1 }], false);
  add(`${kind}, twice`, [rule, rule], false);
  const timed: Rule = { ...rule, when: { hours: [goodHours] } };
  add(`${kind}, at some hours`, [timed], !row.always);
  add(`${kind}, at some hours and always`, [timed, rule], !row.always);
  add(`${kind}, when null`, [{ ...rule, when: null }], false);
  for (const key of row.key ?? []) {
    const field = row.fields[key]!;
    const others = valuesOf(field).values.filter(([value, good]) => good && value !== rule[key]);
    const other = key === "from" ? "12-21" : key === "to" ? "01-06" : others[0]![0];
    add(`${kind}, two of different ${key}`, [rule, { ...rule, [key]: other }], true);
  }
  for (const [name, field] of Object.entries(row.fields)) fieldCases(kind, rule, name, field);
}

const camera = (when?: JsonValue): Rule => ({
  kind: "camera",
  disabled: true,
  ...(when === undefined ? {} : { when }),
});
const fence = (name: string): Rule => ({ kind: "fence", name, area: { circle: { lat: 0, lon: 0, radius: 100 } } });

function whenCases(): void {
  const fences = Array.from({ length: 17 }, (_, i) => fence(`f${i}`));
  const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `f${i}`);
  const one = (when: JsonValue, good: boolean, name?: string): void => {
    add(`when ${name ?? words(when)}`, [...fences, camera(when)], good);
  };
  for (const side of ["inside", "outside"]) {
    one({ [side]: ["f0"] }, true);
    one({ [side]: names(16) }, true, `${side} 16`);
    one({ [side]: names(17) }, false, `${side} 17`);
    for (const bad of [[], "f0", ["f0", "f0"], ["other"], [0], null, [null], { f0: true }]) one({ [side]: bad }, false);
    one({ [side]: ["f0"], hours: [goodHours] }, true);
  }
  one({ inside: ["f0"], outside: ["f1"], hours: [goodHours] }, true);
  one({ inside: ["f0", "f1"], outside: ["f1"] }, false);
  for (const bad of [{}, null, [], "always", { hours: [goodHours], more: 1 }]) one(bad, false);
  for (const [value, good, label] of hoursValues(14)) one({ hours: value }, good, `hours ${label ?? words(value)}`);
  add("a fence that stands after its use", [camera({ inside: ["f0"] }), fence("f0")], true);
  add("a fence that is not used", [camera(), fence("f0")], true);
  add("a fence that is not defined", [camera({ inside: ["f0"] }), fence("f1")], false);
  add(
    "a name that no fence has but another rule",
    [camera({ inside: ["f0"] }), { kind: "camera", disabled: true, name: "f0" }],
    false,
  );
  add(
    "a fence without a name",
    [camera(), { kind: "fence", area: { circle: { lat: 0, lon: 0, radius: 100 } } }],
    false,
  );
  add("no rule but fences", [fence("f0")], true);
  add("inside and outside, one kind", [fence("f0"), camera({ inside: ["f0"] }), camera({ outside: ["f0"] })], true);
  const evening = { ...goodHours, from: 1200 };
  add(
    "the same condition in another order, fences",
    [fence("f0"), fence("f1"), camera({ inside: ["f0", "f1"] }), camera({ inside: ["f1", "f0"] })],
    false,
  );
  add(
    "the same condition in another order, outside",
    [fence("f0"), fence("f1"), camera({ outside: ["f0", "f1"] }), camera({ outside: ["f1", "f0"] })],
    false,
  );
  add(
    "the same condition in another order, hours",
    [camera({ hours: [goodHours, evening] }), camera({ hours: [evening, goodHours] })],
    false,
  );
  const days = { ...goodHours, days: [5, 4, 3, 2, 1] };
  add("the same condition in another order, days", [camera({ hours: [goodHours] }), camera({ hours: [days] })], false);
  add("other hours", [camera({ hours: [goodHours] }), camera({ hours: [evening] })], true);
}

function togetherCases(): void {
  const off = (kind: string, disabled = true): Rule => ({ kind, disabled });
  const both = "Wi-Fi and mobile data";
  add(`${both} off`, [off("wifi-radio"), off("mobile-data")], false);
  add(`${both}, Wi-Fi off`, [off("wifi-radio"), off("mobile-data", false)], true);
  add(`${both}, mobile data off`, [off("wifi-radio", false), off("mobile-data")], true);
  const timed = { ...off("mobile-data"), when: { hours: [goodHours] } };
  add(`${both} off, one at some hours only`, [off("wifi-radio"), timed], false);
  const freeze = (from: string, to: string, good: boolean): void => {
    add(`updates frozen from ${from} to ${to}`, [{ kind: "os-update-freeze", from, to }], good);
  };
  freeze("01-01", "03-31", true);
  freeze("01-01", "04-01", false);
  freeze("11-15", "02-12", true);
  freeze("11-15", "02-13", false);
  freeze("06-02", "06-01", false);
  for (const [month, last, before] of [
    ["02", "05-01", "05-02"],
    ["03", "05-29", "05-30"],
    ["04", "06-29", "06-30"],
    ["05", "07-29", "07-30"],
    ["06", "08-29", "08-30"],
    ["07", "09-28", "09-29"],
    ["08", "10-29", "10-30"],
    ["09", "11-29", "11-30"],
    ["10", "12-29", "12-30"],
  ] as const) {
    freeze(`${month}-01`, last, true);
    freeze(`${month}-01`, before, false);
  }
  freeze("11-01", "01-29", true);
  freeze("11-01", "01-30", false);
  freeze("12-01", "02-28", true);
  freeze("12-01", "03-01", false);
  add("an update window of no time", [{ kind: "os-update-window", from: 60, to: 60 }], false);
}

/** `policy.json`: lists of rules, whether they are accepted, and whether they can destroy. */
export function makePolicy(): JsonValue {
  cases.length = 0;
  for (const [kind, row] of Object.entries(ruleKinds)) kindCases(kind, row);
  whenCases();
  togetherCases();
  const links = (count: number): Rule[] =>
    Array.from({ length: count }, (_, i) => ({ kind: "web-link", id: `l${i}`, title: "x", url: "https://a.example" }));
  add("256 rules", links(256), true);
  add("257 rules", links(257), false);
  const bad: Value[] = [
    [[], false],
    [{}, false],
    [null, false],
    ["camera", false],
    [[null], false],
    [["camera"], false],
    [[[]], false],
  ];
  for (const [value] of bad) add(`rules ${words(value)}`, value, false);
  for (const kind of ["other", "toString", "__proto__x", "Camera", "", 1, null, ["camera"]]) {
    add(`kind ${words(kind)}`, [{ kind, disabled: true }], false);
  }
  add("no kind", [{ disabled: true }], false);
  add("a good rule and a bad one", [camera(), { kind: "microphone" }], false);
  return { cases: cases as unknown as JsonValue };
}

/** `kinds.json`: the table itself, for those who do not run TypeScript. */
export function makeKinds(): JsonValue {
  return ruleKinds as unknown as JsonValue;
}
