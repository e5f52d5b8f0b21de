// What a phone is told by all standing documents on it, whenever and wherever it is.
import { compile, judgeWhen, type Target, type Verdict } from "../compile/compile.ts";
import type { Json, Text } from "../kinds/shape.ts";
import { kindOf } from "../kinds/table.ts";
import { type Applied, canonical, type Source } from "../merge/claims.ts";
import { type Conflict, type Effective, merge, type Setting } from "../merge/merge.ts";
import { canonicalWhen } from "../read/when.ts";
import type { Rule, When } from "../rule.ts";
import { both, settingName, settingValue, whenWords } from "../words/words.ts";
import { areasOf, isFor, policyOf, type StandingDocument } from "./fleet.ts";

/** One thing that a phone is told. */
export interface Told {
  value: Json;
  /** The value as text, to compare. */
  canonical: string;
  name: Text;
  words: Text;
  from: Source[];
  when?: When;
  destructive?: true;
  verdict?: Pick<Verdict, "verdict" | "why">;
}

export interface Outlook {
  told: Map<string, Told>;
  conflicts: Conflict[];
}

const order: Record<Verdict["verdict"], number> = { enforced: 0, approximated: 1, "not-possible": 2 };

function worse(a: Told["verdict"], b: Told["verdict"]): Told["verdict"] {
  if (a === undefined || b === undefined) return a ?? b;
  return order[b.verdict] > order[a.verdict] ? b : a;
}

const shortVerdict = ({ verdict, why }: Pick<Verdict, "verdict" | "why">): NonNullable<Told["verdict"]> =>
  why === undefined ? { verdict } : { verdict, why };

function toldOf(setting: Setting, verdict: Told["verdict"], when?: When): Told {
  const condition = when && whenWords(when);
  const name = settingName(setting);
  return {
    value: setting.value,
    canonical: canonical(setting.value),
    name: condition ? both((language) => `${name[language]} (${condition[language]})`) : name,
    words: settingValue(setting, setting.value),
    from: setting.from,
    ...(when ? { when } : {}),
    ...(kindOf(setting.kind)?.destructive ? { destructive: true } : {}),
    ...(verdict ? { verdict } : {}),
  };
}

function addSettings(told: Outlook["told"], effective: Effective, target: Target, suffix = "", when?: When): void {
  const verdicts = new Map(compile(effective, target).map((verdict) => [verdict.key, shortVerdict(verdict)]));
  const ofWhen = when && shortVerdict(judgeWhen(when, target));
  for (const [key, setting] of Object.entries(effective.settings)) {
    told.set(`${key}${suffix}`, toldOf(setting, worse(verdicts.get(key), ofWhen), when));
  }
}

function ruleWhen(rule: Rule): When | undefined {
  return "when" in rule ? rule.when : undefined;
}

/** Rules that are in force under the same condition are merged with each other: those of one policy, for fences are its own. */
function addConditional(outlook: Outlook, policy: Applied, target: Target): void {
  const groups = new Map<string, { when: When; rules: Rule[] }>();
  for (const rule of policy.rules) {
    const when = ruleWhen(rule);
    if (!when) continue;
    const group = groups.get(canonicalWhen(when)) ?? { when, rules: [] };
    group.rules.push(rule);
    groups.set(canonicalWhen(when), group);
  }
  for (const [key, { when, rules }] of groups) {
    addSettings(outlook.told, merge([{ ...policy, rules }]), target, ` @ ${policy.policy} ${key}`, when);
  }
}

const kinds: Record<string, Text> = {
  app: { en: "App", fr: "Application" },
  certificate: { en: "Certificate", fr: "Certificat" },
  os: { en: "System version", fr: "Version du système" },
  agent: { en: "Agent", fr: "Agent" },
};

/** Documents other than policies are told as they are: the newest of a stream alone counts. */
function addDocument(told: Outlook["told"], document: StandingDocument): void {
  const { stream, signers, group, params } = document;
  const [kind = "", ...rest] = stream.split("/");
  const { state, versionCode, minimum, deadline, use } = params as { [field: string]: Json };
  const until = typeof deadline === "number" ? ` (${new Date(deadline * 1000).toISOString().slice(0, 10)})` : "";
  const said = [state, versionCode, minimum, use].filter((part) => part !== undefined).join(" ");
  told.set(stream, {
    value: params as Json,
    canonical: canonical(params as Json),
    name: both((language) => [kinds[kind]?.[language] ?? kind, ...rest].join(" ")),
    words: both(() => said + until),
    from: [{ policy: stream, order: document.order, signers, group }],
    ...(kind === "agent" ? { destructive: true } : {}),
  });
}

/** What `documents`, all of which are for this phone's groups, tell a phone. */
export function outlookOf(documents: readonly StandingDocument[], target: Target): Outlook {
  const mine = documents.filter((document) => isFor(document, target));
  const policies: Applied[] = [];
  const outlook: Outlook = { told: new Map(), conflicts: [] };
  for (const document of mine) {
    const policy = policyOf(document);
    if (!policy) {
      addDocument(outlook.told, document);
      continue;
    }
    const { order, signers, group } = document;
    policies.push({ policy: policy.id, order, signers, group, rules: policy.rules });
  }
  const always = policies.map((policy) => ({ ...policy, rules: policy.rules.filter((rule) => !ruleWhen(rule)) }));
  const effective = merge(always);
  addSettings(outlook.told, effective, target);
  outlook.conflicts = effective.conflicts;
  for (const policy of policies) {
    addConditional(outlook, policy, target);
    const { policy: id, order, signers, group } = policy;
    for (const [name, area] of areasOf(policy.rules)) {
      const setting = { kind: "fence", named: { name }, value: { area } as unknown as Json };
      const from = [{ policy: id, order, signers, group }];
      outlook.told.set(`fence/${id}/${name}`, toldOf({ ...setting, from, lost: [] }, undefined));
    }
  }
  return outlook;
}
