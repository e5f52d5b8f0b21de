// What a platform can do of what a policy wants, and how.
import type { Json, Text } from "../kinds/shape.ts";
import { kindOf } from "../kinds/table.ts";
import { type Applied, byText } from "../merge/claims.ts";
import { type Effective, merge, type Setting } from "../merge/merge.ts";
import type { Rule, When } from "../rule.ts";
import { androidApps } from "./android-apps.ts";
import { androidDevice } from "./android-device.ts";
import { ios } from "./ios.ts";
import { type Operation, operationOf, type Row, type Rows } from "./row.ts";

/** The phones that a policy is for. `os` as phones report it: `15`, `17.4.1`. `virtual`: a simulated phone. */
export interface Target {
  platform: "android" | "ios";
  os: string;
  enrolment: "device-owner" | "supervised" | "unsupervised" | "user-enrolled" | "virtual";
}

export interface Verdict {
  /** The setting's key, or `<index of the rule>.when` for its condition. */
  key: string;
  kind: string;
  field?: string;
  /** Index of the rule, where rules were compiled. */
  rule?: number;
  verdict: "enforced" | "approximated" | "not-possible";
  /** How it is approximated, or why it is not possible. */
  why?: Text;
  /** What the agent or the gatekeeper does, in order; none for what is not possible. */
  operations: Operation[];
}

/** Rows of every setting, for each platform. */
export const platforms: Record<Target["platform"], Rows> = { android: { ...androidDevice, ...androidApps }, ios };

/** Android's API level by version (the newest that is not newer). */
const apiLevels: [version: number, level: number][] = [
  [16, 36],
  [15, 35],
  [14, 34],
  [13, 33],
  [12.1, 32],
  [12, 31],
  [11, 30],
  [10, 29],
  [9, 28],
  [8.1, 27],
  [8, 26],
  [7.1, 25],
  [7, 24],
  [6, 23],
];

/** Major and minor version as a number: 17.4 of `17.4.1`. 0 for what is no version. */
function versionOf(os: string): number {
  const [, major, minor = "0"] = /^(\d{1,3})(?:\.(\d))?/.exec(os) ?? [];
  return major === undefined ? 0 : Number(`${major}.${minor}`);
}

function levelOf({ platform, os }: Target): number {
  const version = versionOf(os);
  return platform === "ios" ? version : (apiLevels.find(([from]) => version >= from)?.[1] ?? 0);
}

const unmanaged: Text = {
  en: "only where the agent is the phone's device owner",
  fr: "seulement là où l’agent est propriétaire de l’appareil",
};
const supervisedOnly: Text = { en: "only on supervised iPhones", fr: "seulement sur les iPhone supervisés" };
const notForUsers: Text = {
  en: "not on phones that their users enrolled themselves",
  fr: "pas sur les téléphones que leurs utilisateurs ont enrôlés eux-mêmes",
};

function tooOld(target: Target, since: number): Text {
  const version = target.platform === "ios" ? since : apiLevels.findLast(([, level]) => level >= since)?.[0];
  const name = target.platform === "ios" ? "iOS" : "Android";
  return { en: `only from ${name} ${version} on`, fr: `seulement à partir de ${name} ${version}` };
}

/** Why a row does not hold for a target; undefined when it does. */
function obstacle(row: Row, target: Target): Text | undefined {
  if ("never" in row) return row.never;
  const { enrolment, platform } = target;
  if (platform === "android" && enrolment !== "device-owner" && enrolment !== "virtual") return unmanaged;
  if (platform === "ios" && enrolment === "user-enrolled" && !row.userEnrolled) return notForUsers;
  if (platform === "ios" && enrolment !== "supervised" && enrolment !== "virtual" && row.supervised)
    return supervisedOnly;
  return levelOf(target) >= row.since ? undefined : tooOld(target, row.since);
}

interface Valued {
  value: Json;
  named?: { [field: string]: string };
}

function judge(rows: readonly Row[], target: Target, setting: Valued): Pick<Verdict, "verdict" | "why" | "operations"> {
  const fitting = rows.filter((row) => "never" in row || (row.values?.includes(setting.value) ?? true));
  for (const row of fitting) {
    if ("never" in row || obstacle(row, target)) continue;
    const operations = row.steps.map((step) => operationOf(step, setting)).filter((one) => one !== undefined);
    return row.approximated
      ? { verdict: "approximated", why: row.approximated, operations }
      : { verdict: "enforced", operations };
  }
  // The last row asks for the least: what is in its way is in the way of all.
  const why = obstacle(fitting.at(-1)!, target)!;
  return { verdict: "not-possible", why, operations: [] };
}

/** What a target can do of one setting. */
export function judgeSetting(setting: Setting, target: Target): Pick<Verdict, "verdict" | "why" | "operations"> {
  const { kind, field } = setting;
  return judge(platforms[target.platform][field === undefined ? kind : `${kind}.${field}`]!, target, setting);
}

function compileSettings({ settings }: Effective, target: Target): Verdict[] {
  return Object.entries(settings)
    .sort(([a], [b]) => byText(a, b))
    .map(([key, setting]) => {
      const { kind, field } = setting;
      const about = field === undefined ? { key, kind } : { key, kind, field };
      return { ...about, ...judgeSetting(setting, target) };
    });
}

/** Whether a platform can switch a rule by place and time. */
export function judgeWhen(when: When, target: Target): Pick<Verdict, "verdict" | "why" | "operations"> {
  if (target.platform === "android") return { verdict: "enforced", operations: [] };
  if (when.inside || when.outside) {
    return {
      verdict: "not-possible",
      why: {
        en: "iOS tells an MDM a position in Lost Mode only, so the rule would not follow fences; it stays in force",
        fr: "iOS ne donne la position à un MDM qu’en mode Perdu ; la règle ne suivrait pas les zones et reste en vigueur",
      },
      operations: [],
    };
  }
  return {
    verdict: "approximated",
    why: {
      en: "the gatekeeper switches it, when the phone answers its push",
      fr: "le gardien la commute, quand le téléphone répond à son appel",
    },
    operations: [],
  };
}

const nobody = { policy: "", order: "", signers: [], group: "" };

/**
 * What a target can do of merged settings, or of single rules of a policy (`rule` is then the index, and a rule with
 * `when` has a verdict on that too). Pure. Rules must have been read.
 */
export function compile(wanted: Effective | readonly Rule[], target: Target): Verdict[] {
  if ("settings" in wanted) return compileSettings(wanted, target);
  return wanted.flatMap((one, index) => {
    const applied: Applied = { ...nobody, rules: [one] };
    const verdicts: Verdict[] = compileSettings(merge([applied]), target).map((verdict) => ({
      ...verdict,
      rule: index,
    }));
    const when = "when" in one ? one.when : undefined;
    if (when) verdicts.push({ key: `${index}.when`, kind: one.kind, rule: index, ...judgeWhen(when, target) });
    return verdicts;
  });
}

/** Every setting of the table: what each platform must have a row for. */
export function settingsOf(kind: string): string[] {
  const row = kindOf(kind)!;
  if (kind === "fence") return [];
  if (row.whole) return [kind];
  return Object.keys(row.fields)
    .filter((field) => !row.key?.includes(field))
    .map((field) => `${kind}.${field}`);
}
