/** JSON as it comes out of a strict reader. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What a field of a rule may hold. Data, not code, so that other implementations and the console read the same table. */
export type Field =
  | { type: "boolean" }
  | { type: "integer"; least: number; most: number }
  | { type: "packages"; most: number };

/** One kind of rule: its fields, and its name and help in plain words. Issue-by-issue this table grows to the full model. */
export interface RuleKind {
  fields: Record<string, Field>;
  /** True when obeying the rule can destroy data: every verifier asks this of the document alone. */
  destructive?: true;
  name: { en: string; fr: string };
  help: { en: string; fr: string };
}

export const ruleKinds: Record<string, RuleKind> = {
  camera: {
    fields: { disabled: { type: "boolean" } },
    name: { en: "Camera", fr: "Appareil photo" },
    help: { en: "Switches all cameras of the phone off.", fr: "Désactive tous les appareils photo du téléphone." },
  },
  "apps-denied": {
    fields: { packages: { type: "packages", most: 256 } },
    name: { en: "Denied apps", fr: "Applications interdites" },
    help: {
      en: "These apps are suspended and cannot be opened.",
      fr: "Ces applications sont suspendues et ne peuvent pas être ouvertes.",
    },
  },
  "apps-required": {
    fields: { packages: { type: "packages", most: 256 } },
    name: { en: "Required apps", fr: "Applications requises" },
    help: {
      en: "These apps must be present; the phone reports what is missing.",
      fr: "Ces applications doivent être présentes ; le téléphone signale celles qui manquent.",
    },
  },
  passcode: {
    fields: {
      minimumLength: { type: "integer", least: 4, most: 64 },
    },
    name: { en: "Passcode", fr: "Code de verrouillage" },
    help: {
      en: "The shortest passcode that the phone accepts.",
      fr: "Le code le plus court que le téléphone accepte.",
    },
  },
  failedUnlocksBeforeWipe: {
    fields: { attempts: { type: "integer", least: 4, most: 100 } },
    destructive: true,
    name: { en: "Erase after failed unlocks", fr: "Effacer après des déverrouillages manqués" },
    help: {
      en: "The phone erases itself after this many wrong passcodes.",
      fr: "Le téléphone s’efface après ce nombre de codes erronés.",
    },
  },
};

export type Rule =
  | { kind: "camera"; disabled: boolean }
  | { kind: "apps-denied"; packages: string[] }
  | { kind: "apps-required"; packages: string[] }
  | { kind: "passcode"; minimumLength: number }
  | { kind: "failedUnlocksBeforeWipe"; attempts: number };

/** Where a list of rules is wrong: a path below it, and the problem. */
export interface RuleProblem {
  where: string;
  problem: string;
}

const packagePattern = /^[A-Za-z0-9._-]{1,255}$/;

function fieldProblem(field: Field, value: Json | undefined): string | undefined {
  if (value === undefined) return "is missing";
  switch (field.type) {
    case "boolean":
      return typeof value === "boolean" ? undefined : "must be true or false";
    case "integer":
      return typeof value === "number" && value >= field.least && value <= field.most
        ? undefined
        : `must be an integer ${field.least}..${field.most}`;
    case "packages": {
      if (!Array.isArray(value) || value.length < 1 || value.length > field.most)
        return `must list 1 to ${field.most} apps`;
      if (!value.every((name) => typeof name === "string" && packagePattern.test(name)))
        return "must hold package names";
      return new Set(value).size === value.length ? undefined : "names an app twice";
    }
  }
}

function ruleProblem(rule: Json, where: string): RuleProblem | undefined {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule)) return { where, problem: "must be an object" };
  const kind = typeof rule.kind === "string" && Object.hasOwn(ruleKinds, rule.kind) ? ruleKinds[rule.kind] : undefined;
  if (!kind) return { where: `${where}.kind`, problem: `must be one of ${Object.keys(ruleKinds).join(", ")}` };
  for (const key of Object.keys(rule)) {
    if (key !== "kind" && !Object.hasOwn(kind.fields, key))
      return { where: `${where}.${key}`, problem: "is not a known field" };
  }
  for (const [key, field] of Object.entries(kind.fields)) {
    const problem = fieldProblem(field, rule[key]);
    if (problem) return { where: `${where}.${key}`, problem };
  }
  return undefined;
}

/** Checks a list of 1 to 64 rules, each kind at most once; undefined when every one is of a known kind and in bounds. */
export function readRules(value: unknown): RuleProblem | undefined {
  if (!Array.isArray(value) || value.length < 1 || value.length > 64)
    return { where: "", problem: "must list 1 to 64 rules" };
  const kinds = new Set<unknown>();
  for (const [index, rule] of value.entries()) {
    const problem = ruleProblem(rule as Json, `[${index}]`);
    if (problem) return problem;
    const kind = (rule as { kind: string }).kind;
    if (kinds.has(kind)) return { where: `[${index}].kind`, problem: "stands twice" };
    kinds.add(kind);
  }
  return undefined;
}

/** Whether rules that were read can destroy data. */
export function isDestructive(rules: readonly unknown[]): boolean {
  return rules.some((rule) => ruleKinds[(rule as Rule).kind]?.destructive === true);
}
