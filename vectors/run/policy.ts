// Rules, schedules, merging and fences against packages/policy.
import {
  type Applied,
  type Area,
  depth,
  distance,
  type Effective,
  type Fence,
  type FenceStates,
  type Fix,
  type Hours,
  isDestructive,
  isInForce,
  isInHours,
  merge,
  noFences,
  type Point,
  type Rule,
  readRules,
  ruleKinds,
  situationOf,
  stepFences,
  type When,
} from "../../packages/policy/src/index.ts";
import type { JsonValue } from "../../packages/trust/src/index.ts";
import { type Problem, same } from "./outcome.ts";

export interface PolicyFile {
  cases: { name: string; rules: JsonValue; code: string; destructive?: boolean }[];
}

export function* runPolicy(file: PolicyFile): Generator<Problem> {
  for (const { name, rules, code, destructive } of file.cases) {
    const problem = readRules(rules);
    const got = problem === undefined ? "ok" : "schema";
    yield [name, got === code ? undefined : `expected ${code}, got ${JSON.stringify(problem)}`];
    if (destructive !== undefined) yield [`${name}: destructive`, same(isDestructive(rules as Rule[]), destructive)];
    // A person looks for the place: it begins with the index of a rule, or is empty for the list as a whole.
    if (problem) yield [`${name}: where`, same(/^(\[\d+\](\.[a-zA-Z]+|\[\d+\])*)?$/.test(problem.where), true)];
  }
  // What a strict reader lets through to nobody: half a character, fields that are undefined.
  const banner = (text: string): unknown => [{ kind: "lock-screen-text", banner: text }];
  yield ["half a character", same(readRules(banner("a\ud800"))?.where, "[0].banner")];
  yield ["two halves", same(readRules(banner("\ud83d\ude00")), undefined)];
}

export function* runKinds(file: JsonValue): Generator<Problem> {
  yield ["names", same(Object.keys(ruleKinds), Object.keys(file as object))];
  for (const [kind, row] of Object.entries(ruleKinds)) {
    yield [kind, same(JSON.parse(JSON.stringify(row)), (file as { [kind: string]: JsonValue })[kind])];
  }
}

export interface SchedulesFile {
  hours: { name: string; hours: Hours[]; time: number | null; unsure: boolean; in: boolean }[];
  places: {
    name: string;
    rules: { name: string; when: When | null }[];
    time: number | null;
    inside: string[];
    outside: string[];
    inForce: string[];
  }[];
  known: { name: string; states: FenceStates; now: number; inside: string[]; outside: string[] }[];
}

export function* runSchedules(file: SchedulesFile): Generator<Problem> {
  for (const { name, hours, time, unsure, in: inside } of file.hours) {
    yield [name, same(isInHours(hours, time ?? undefined, unsure), inside)];
  }
  for (const { name, rules, time, inside, outside, inForce } of file.places) {
    const place = { inside: new Set(inside), outside: new Set(outside) };
    const situation = time === null ? place : { ...place, time };
    const got = rules.filter(({ when }) => isInForce(when ?? undefined, "p", situation)).map((rule) => rule.name);
    yield [name, same(got, inForce)];
  }
  for (const { name, states, now, inside, outside } of file.known) {
    const got = situationOf(states, now, 5);
    yield [name, same([[...got.inside], [...got.outside], got.time], [inside, outside, 5])];
    yield [`${name}, no time`, same("time" in situationOf(states, now), false)];
  }
}

export interface MergingFile {
  cases: {
    name: string;
    policies: { policy: string; order: string; rules: Rule[] }[];
    settings: { [key: string]: { value: JsonValue; from: string[]; lost: JsonValue } };
    conflicts: { code: string; keys: string[]; items: string[] }[];
  }[];
}

function seen({ settings, conflicts }: Effective): Pick<MergingFile["cases"][number], "settings" | "conflicts"> {
  return {
    settings: Object.fromEntries(
      Object.entries(settings).map(([key, { value, from, lost }]) => [
        key,
        { value, from: from.map((source) => source.policy), lost: lost.map((one) => [one.source.policy, one.value]) },
      ]),
    ),
    conflicts: conflicts.map(({ code, keys, items }) => ({ code, keys, items })),
  };
}

export function* runMerging(file: MergingFile): Generator<Problem> {
  for (const { name, policies, settings, conflicts } of file.cases) {
    const applied = policies.map((policy): Applied => ({ ...policy, signers: [], group: "" }));
    for (const order of [applied, applied.toReversed(), [...applied, ...applied]]) {
      yield [name, same(seen(merge(order)), { settings, conflicts })];
    }
  }
}

export interface FencesFile {
  distances: { name: string; a: Point; b: Point; cm: number }[];
  depths: { name: string; area: Area; point: Point; cm: number }[];
  walks: {
    name: string;
    fences: Fence[];
    steps: { fix: Fix; ignored?: string; pending?: boolean; crossed?: [string, boolean, boolean][] }[];
  }[];
}

function near(metres: number, cm: number): string | undefined {
  return Math.abs(metres * 100 - cm) <= 25 + Math.abs(cm) / 1000 ? undefined : `expected ${cm} cm, got ${metres} m`;
}

export function* runFences(file: FencesFile): Generator<Problem> {
  for (const { name, a, b, cm } of file.distances) {
    yield [name, near(distance(a, b), cm)];
    yield [`${name}, back`, near(distance(b, a), cm)];
  }
  for (const { name, area, point, cm } of file.depths) yield [name, near(depth(area, point), cm)];
  for (const { name, fences, steps } of file.walks) {
    let states = noFences;
    for (const [index, { fix, ignored, pending = false, crossed = [] }] of steps.entries()) {
      const step = stepFences(states, fences, fix);
      states = step.states;
      const got = step.transitions.map((one) => [one.name, one.inside, one.first]);
      yield [`${name}: ${index}`, same([step.ignored, step.pending, got], [ignored, pending, crossed])];
      for (const { at, key, policy } of step.transitions) {
        yield [
          `${name}: ${index}: when`,
          same([at, fences.some((one) => one.key === key && one.policy === policy)], [fix.at, true]),
        ];
      }
    }
  }
}
