// What the phones that there are can do of a rule, by the compiler that also drives them.

import {
  compile,
  kindOf,
  type Rule,
  settingName,
  settingsOf,
  type Target,
  type Text,
  type Verdict,
} from "@rempart/policy";
import { newRule, type RuleDraft, ruleOf, withValue } from "./draft.ts";

/** Phones of one system version, by the server's count. */
export interface Running {
  platform: Target["platform"];
  os: string;
  phones: number;
}

/** How iPhones are taken to be enrolled; no list says it. Android phones are the organisation's own. */
export type IosEnrolment = "supervised" | "unsupervised" | "user-enrolled";

/** What is shown of a fleet that has no phone of a platform yet. */
const usual: readonly Running[] = [
  ...["13", "14", "15", "16"].map((os): Running => ({ platform: "android", os, phones: 0 })),
  ...["17.0", "18.0", "26.0"].map((os): Running => ({ platform: "ios", os, phones: 0 })),
];

/** The versions to judge for: those that run, and usual ones of a platform without a phone. */
export function versionsOf(running: readonly Running[]): Running[] {
  const missing = (["android", "ios"] as const).filter((one) => !running.some(({ platform }) => platform === one));
  return [...running, ...usual.filter(({ platform }) => missing.includes(platform))];
}

export function targetOf({ platform, os }: Running, ios: IosEnrolment): Target {
  return { platform, os, enrolment: platform === "android" ? "device-owner" : ios };
}

/** What some versions of a platform make of one setting of a rule. */
export interface SupportLine {
  platform: Target["platform"];
  /** Oldest first. */
  versions: string[];
  phones: number;
  verdict: Verdict["verdict"];
  why?: Text;
  /** The setting, or the rule's condition (`when`). */
  about: Text;
  when: boolean;
}

const whenName: Text = { en: "time and place", fr: "temps et lieu" };

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** What each platform makes of a complete rule, versions that make the same of it in one line; worst last. */
export function supportOf(rule: Rule, running: readonly Running[], ios: IosEnrolment): SupportLine[] {
  const lines = new Map<string, SupportLine>();
  for (const one of versionsOf(running).toSorted((a, b) => byVersion(a.os, b.os))) {
    for (const { kind, field, verdict, why, key } of compile([rule], targetOf(one, ios))) {
      const when = key.endsWith(".when");
      const id = JSON.stringify([one.platform, field ?? "", when, verdict, why?.en]);
      const about = when ? whenName : settingName({ kind, ...(field === undefined ? {} : { field }) });
      const line = lines.get(id) ?? {
        ...{ platform: one.platform, versions: [], phones: 0, verdict, about, when },
        ...(why === undefined ? {} : { why }),
      };
      if (!line.versions.includes(one.os)) line.versions.push(one.os);
      line.phones += one.phones;
      lines.set(id, line);
    }
  }
  return [...lines.values()];
}

const rank: Record<Verdict["verdict"], number> = { enforced: 0, approximated: 1, "not-possible": 2 };

/** How a platform does, all of a rule's settings and versions taken together. */
export type Grade = "all" | "part" | "none";

/** One grade for each platform: all versions do all of it, none does any of it, or something between. */
export function gradesOf(lines: readonly SupportLine[]): Partial<Record<Target["platform"], Grade>> {
  const grades: Partial<Record<Target["platform"], Grade>> = {};
  for (const platform of ["android", "ios"] as const) {
    const own = lines.filter((line) => line.platform === platform);
    if (own.length === 0) continue;
    const worst = Math.max(...own.map(({ verdict }) => rank[verdict]));
    const best = Math.min(...own.filter(({ when }) => !when).map(({ verdict }) => rank[verdict]));
    grades[platform] = worst === 0 ? "all" : best === 2 ? "none" : "part";
  }
  return grades;
}

/** A rule of `kind` that wants all that it can, for the list of kinds; undefined for a fence, which is no setting. */
function sample(kind: string): Rule | undefined {
  if (settingsOf(kind).length === 0) return undefined;
  const { fields } = kindOf(kind)!;
  let rule: RuleDraft = newRule(kind);
  for (const [name, field] of Object.entries(fields)) {
    if (Object.hasOwn(rule.values, name)) continue;
    if (field.type === "choice") rule = withValue(rule, name, field.options.at(-1)!.value);
    else if (field.type === "choices") rule = withValue(rule, name, [field.options[0]!.value]);
    else if (field.type === "set") rule = withValue(rule, name, ["x"]);
    else if (field.type === "text") rule = withValue(rule, name, "x");
    else if (field.type === "hours")
      rule = withValue(rule, name, [{ days: [1], from: 0, to: 60, zone: "Europe/Paris" }] as never);
    else if (field.type === "boolean") rule = withValue(rule, name, true);
    else if (field.type === "integer") rule = withValue(rule, name, field.least);
  }
  return ruleOf(rule) as unknown as Rule;
}

/** The grades of a kind before any value is chosen. Empty for a fence. */
export function gradesOfKind(
  kind: string,
  running: readonly Running[],
  ios: IosEnrolment,
): ReturnType<typeof gradesOf> {
  const rule = sample(kind);
  return rule ? gradesOf(supportOf(rule, running, ios)) : {};
}
