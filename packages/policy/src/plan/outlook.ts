// What a phone is told by all standing documents on it, whenever and wherever it is.
import { judgeSetting, judgeWhen, type Target, type Verdict } from "../compile/compile.ts";
import type { Json, Text } from "../kinds/shape.ts";
import { kindOf } from "../kinds/table.ts";
import { type Applied, canonical, type Source } from "../merge/claims.ts";
import { type Conflict, merge, type Setting } from "../merge/merge.ts";
import { canonicalWhen } from "../read/when.ts";
import type { Rule, When } from "../rule.ts";
import { both, settingName, settingValue, whenWords } from "../words/words.ts";
import { areasOf, isFor, policyOf, type StandingDocument } from "./fleet.ts";

type VerdictWords = Pick<Verdict, "verdict" | "why">;

/** One thing that a phone is told: a setting of its policies, a fence, or another standing document. */
export interface Told {
  value: Json;
  /** The value as text, to compare. */
  canonical: string;
  from: Source[];
  when?: When;
  /** Absent for what is no setting of a policy. */
  setting?: Setting;
  /** The document, where it is told as it is. */
  stream?: string;
}

export interface Outlook {
  told: Map<string, Told>;
  conflicts: Conflict[];
}

const order: Record<Verdict["verdict"], number> = { enforced: 0, approximated: 1, "not-possible": 2 };

/** What a platform makes of it; undefined for what is no setting. */
export function verdictOf({ setting, when }: Told, target: Target): VerdictWords | undefined {
  if (!setting || setting.kind === "fence") return undefined;
  const own = judgeSetting(setting, target);
  const condition = when && judgeWhen(when, target);
  const { verdict, why } = condition && order[condition.verdict] > order[own.verdict] ? condition : own;
  return why === undefined ? { verdict } : { verdict, why };
}

export function isDestructiveTold({ setting, stream }: Told): boolean {
  return stream === "agent" || (setting !== undefined && kindOf(setting.kind)?.destructive === true);
}

const streams: Record<string, Text> = {
  app: { en: "App", fr: "Application" },
  certificate: { en: "Certificate", fr: "Certificat" },
  os: { en: "System version", fr: "Version du système" },
  agent: { en: "Agent", fr: "Agent" },
};

export function nameOf({ setting, stream = "", when }: Told): Text {
  const [kind = "", ...rest] = stream.split("/");
  const name = setting
    ? settingName(setting)
    : both((language) => [streams[kind]?.[language] ?? kind, ...rest].join(" "));
  if (!when) return name;
  const condition = whenWords(when);
  return both((language) => `${name[language]} (${condition[language]})`);
}

export function wordsOf({ setting, value }: Told): Text {
  if (setting) return settingValue(setting, value);
  const { state, versionCode, minimum, deadline, use } = value as { [field: string]: Json };
  const until = typeof deadline === "number" ? ` (${new Date(deadline * 1000).toISOString().slice(0, 10)})` : "";
  const said = [state, versionCode, minimum, use].filter((part) => part !== undefined).join(" ");
  return both(() => said + until);
}

function tell(told: Outlook["told"], key: string, setting: Setting, when?: When): void {
  const { value, from } = setting;
  told.set(key, { value, canonical: canonical(value), from, setting, ...(when ? { when } : {}) });
}

function ruleWhen(rule: Rule): When | undefined {
  return "when" in rule ? rule.when : undefined;
}

/** Rules that are in force under the same condition are merged with each other: those of one policy, for fences are its own. */
function addConditional(told: Outlook["told"], policy: Applied): void {
  const groups = new Map<string, { when: When; rules: Rule[] }>();
  for (const rule of policy.rules) {
    const when = ruleWhen(rule);
    if (!when) continue;
    const key = canonicalWhen(when);
    const group = groups.get(key) ?? { when, rules: [] };
    group.rules.push(rule);
    groups.set(key, group);
  }
  for (const [condition, { when, rules }] of groups) {
    const { settings } = merge([{ ...policy, rules }]);
    for (const [key, setting] of Object.entries(settings)) {
      tell(told, `${key} @ ${policy.policy} ${condition}`, setting, when);
    }
  }
}

function addFences(told: Outlook["told"], policy: Applied): void {
  const { rules, ...source } = policy;
  for (const [name, area] of areasOf(rules)) {
    const value = { area } as unknown as Json;
    tell(told, `fence/${policy.policy}/${name}`, { kind: "fence", named: { name }, value, from: [source], lost: [] });
  }
}

/** What `documents`, all of which are for this phone's groups, tell phones of a platform. */
export function outlookOf(documents: readonly StandingDocument[], platform: Target["platform"]): Outlook {
  const told: Outlook["told"] = new Map();
  const policies: Applied[] = [];
  for (const document of documents) {
    if (!isFor(document, platform)) continue;
    const { order: hash, signers, group, stream, params } = document;
    const policy = policyOf(document);
    if (policy) {
      policies.push({ policy: policy.id, order: hash, signers, group, rules: policy.rules });
      continue;
    }
    // Documents other than policies are told as they are: the newest of a stream alone counts.
    const value = params as Json;
    told.set(stream, {
      value,
      canonical: canonical(value),
      from: [{ policy: stream, order: hash, signers, group }],
      stream,
    });
  }
  const always = policies.map((policy) => ({ ...policy, rules: policy.rules.filter((rule) => !ruleWhen(rule)) }));
  const { settings, conflicts } = merge(always);
  for (const [key, setting] of Object.entries(settings)) tell(told, key, setting);
  for (const policy of policies) {
    addConditional(told, policy);
    addFences(told, policy);
  }
  return { told, conflicts };
}
