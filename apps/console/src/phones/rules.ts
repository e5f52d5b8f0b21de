// The effective policy of one phone, rule by rule: what is wanted and by whom, what the phone reported, why not. The policies
// were verified before; merging them is the code that the phone itself runs.

import {
  type Applied,
  activeRules,
  type Claim,
  type Conflict,
  compile,
  type Drift,
  type Effective,
  type Json,
  merge,
  type Rule,
  type Setting,
  type Situation,
  type Source,
  settingName,
  settingValue,
  type Target,
  type Text,
  type When,
} from "@rempart/policy";

/** What the phone said of where it does not hold to its policies. */
export type DriftWord =
  /** It never told of anything. */
  | { state: "nothing" }
  /** Its newest report: signed by the phone, opened here; no drifts where it is in line again. */
  | { state: "told"; at: number; drifts: readonly Drift[] }
  /** Signed by the phone, sealed, and not opened here: something is out of line. */
  | { state: "locked"; at: number };

export type RowState =
  /** In force, and no deviation reported. */
  | "held"
  /** The phone reported that it is not so. */
  | "drift"
  /** The platform cannot do it. */
  | "impossible"
  /** No proof yet that the phone took any of the orders that want it. */
  | "waiting"
  /** The phone reports deviations, sealed; which ones is not known here. */
  | "locked"
  /** Not at this hour. */
  | "later";

/** One setting of a phone. */
export interface RuleRow {
  key: string;
  name: Text;
  wanted: Text;
  /** Whose wish it is. */
  from: readonly Source[];
  /** Wishes that gave way to a stricter one. */
  lost: readonly { value: Text; source: Source }[];
  /** Conditions of time and place, where it does not hold always. */
  when: readonly When[];
  state: RowState;
  /** What the phone says is so instead, or the apps and networks it is about. */
  found: Text | undefined;
  /** Why the platform cannot, or how it comes near. */
  why: Text | undefined;
}

export interface EffectiveRows {
  rows: readonly RuleRow[];
  conflicts: readonly Conflict[];
}

const same = (text: string): Text => ({ en: text, fr: text });

function foundOf(setting: Setting, drift: Drift): Text | undefined {
  if (drift.items !== undefined && drift.items.length > 0) return same(drift.items.join(", "));
  if (drift.found === undefined) return undefined;
  try {
    return settingValue(setting, drift.found);
  } catch {
    // What a phone says of itself has whatever form it likes.
    return same(JSON.stringify(drift.found).slice(0, 200));
  }
}

function whenOf(rule: Rule): When | undefined {
  return (rule as { when?: When }).when;
}

/** The settings that some rules of a policy claim, by key. */
function claimedBy(policy: Applied, rule: Rule): string[] {
  return Object.keys(merge([{ ...policy, rules: [rule] }]).settings);
}

/** Conditions under which each setting is claimed, by key; keys that some rule claims always have none. */
function conditions(policies: readonly Applied[]): ReadonlyMap<string, readonly When[]> {
  const always = new Set<string>();
  const found = new Map<string, When[]>();
  for (const policy of policies) {
    for (const rule of policy.rules) {
      const when = whenOf(rule);
      for (const key of claimedBy(policy, rule)) {
        if (when === undefined) always.add(key);
        else found.set(key, [...(found.get(key) ?? []), when]);
      }
    }
  }
  return new Map([...found].filter(([key]) => !always.has(key)));
}

/**
 * What is known here of a phone's time and place: the time of the verified head, never its place. What is not known counts
 * in favour of a rule, as on the phone.
 */
export function situationAt(time: number): Situation {
  return { time, inside: new Set(), outside: new Set() };
}

function lostOf(setting: Setting, { value, source }: Claim): RuleRow["lost"][number] {
  return { value: settingValue(setting, value), source };
}

/**
 * The rows of a phone. `policies`: verified, for its groups; `taken`: hashes of the orders that the phone is proved to have
 * carried out; `time`: Unix seconds by the verified head; `target` undefined where platform and OS are not known.
 */
export function effectiveRows(
  policies: readonly Applied[],
  target: Target | undefined,
  drift: DriftWord,
  taken: ReadonlySet<string>,
  time: number,
): EffectiveRows {
  const now = merge(activeRules(policies, situationAt(time)));
  const ever = merge(policies);
  const whens = conditions(policies);
  const later = Object.entries(ever.settings).filter(([key]) => !Object.hasOwn(now.settings, key));
  const all: Effective["settings"] = { ...Object.fromEntries(later), ...now.settings };
  const verdicts = new Map(
    target === undefined
      ? []
      : compile({ settings: all, conflicts: [] }, target).map((verdict) => [verdict.key, verdict]),
  );
  const drifts = new Map(drift.state === "told" ? drift.drifts.map((one) => [one.key, one]) : []);
  const rows = Object.entries(all).map(([key, setting]): RuleRow => {
    const verdict = verdicts.get(key);
    const told = drifts.get(key);
    const state = (): RowState => {
      if (!Object.hasOwn(now.settings, key)) return "later";
      if (verdict?.verdict === "not-possible") return "impossible";
      if (told) return "drift";
      if (!setting.from.some(({ order }) => taken.has(order))) return "waiting";
      return drift.state === "locked" ? "locked" : "held";
    };
    return {
      key,
      name: settingName(setting),
      wanted: settingValue(setting, setting.value as Json),
      from: setting.from,
      lost: setting.lost.map((claim) => lostOf(setting, claim)),
      when: whens.get(key) ?? [],
      state: state(),
      found: told && foundOf(setting, told),
      why: verdict?.why,
    };
  });
  return { rows: rows.sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1)), conflicts: now.conflicts };
}

/** What needs somebody's eye comes first. */
function rank({ state }: RuleRow): number {
  return ["drift", "impossible", "locked", "waiting", "held", "later"].indexOf(state);
}

/** Reads the drifts of an opened report; what has not their form is left out. A phone's word on itself, nothing more. */
export function readDrifts(data: unknown): Drift[] {
  if (!Array.isArray(data)) return [];
  return data.slice(0, 2_000).flatMap((one: unknown): Drift[] => {
    const { key, kind, problem, items } = (one ?? {}) as Partial<Drift>;
    if (typeof key !== "string" || typeof kind !== "string") return [];
    if (problem !== "weaker" && problem !== "unreported") return [];
    const named = Array.isArray(items) ? items.filter((item) => typeof item === "string").slice(0, 200) : undefined;
    const { found } = one as Drift;
    return [
      {
        ...{ key, kind, problem, wanted: null as unknown as Json, words: same("") },
        ...(found === undefined ? {} : { found }),
        ...(named === undefined ? {} : { items: named }),
      },
    ];
  });
}
