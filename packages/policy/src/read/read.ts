// Reads rules with the table: every verifier, the clients that build policies and the phones that obey them.

import type { Field, RuleKind } from "../kinds/shape.ts";
import { kindOf, ruleKinds } from "../kinds/table.ts";
import type { Rule, When } from "../rule.ts";
import { areaProblem } from "./area.ts";
import { isInteger, listProblem, objectProblem, type RuleProblem, textProblem } from "./texts.ts";
import { fieldsTogether, rulesTogether } from "./together.ts";
import { canonicalWhen, hoursProblem, whenProblem } from "./when.ts";

const mostRules = 256;

function setProblem(
  value: unknown,
  least: number,
  most: number,
  where: string,
  one: (value: unknown) => string | undefined,
) {
  const problem = listProblem(value, least, most, where);
  if (problem) return problem;
  const list = value as unknown[];
  for (const [index, element] of list.entries()) {
    const found = one(element);
    if (found) return { where: `${where}[${index}]`, problem: found };
  }
  return new Set(list).size === list.length ? undefined : { where, problem: "names something twice" };
}

function fieldProblem(field: Field, value: unknown, where: string): RuleProblem | undefined {
  const simple = (problem: string | undefined): RuleProblem | undefined =>
    problem === undefined ? undefined : { where, problem };
  const options = (): string[] => ("options" in field ? field.options.map((option) => option.value) : []);
  const known = (one: unknown): string | undefined =>
    options().includes(one as string) ? undefined : `must be one of ${options().join(", ")}`;
  switch (field.type) {
    case "boolean":
      return simple(typeof value === "boolean" ? undefined : "must be true or false");
    case "integer":
      return simple(
        isInteger(value, field.least, field.most) ? undefined : `must be an integer ${field.least}..${field.most}`,
      );
    case "choice":
      return simple(known(value));
    case "text":
      return simple(textProblem(value, field.form, field.most));
    case "set":
      return setProblem(value, field.least ?? 1, field.most, where, (one) => textProblem(one, field.of, field.bytes));
    case "choices":
      return setProblem(value, 1, field.options.length, where, known);
    case "hours":
      return hoursProblem(value, field.most, where);
    case "area":
      return areaProblem(value, where);
  }
}

function fieldsProblem(kind: RuleKind, rule: Record<string, unknown>, where: string): RuleProblem | undefined {
  const allowed = ["kind", ...(kind.always ? [] : ["when"]), ...Object.keys(kind.fields)];
  if (kind.always && rule.when !== undefined)
    return { where: `${where}.when`, problem: "is not for this kind, which holds always" };
  const problem = objectProblem(rule, allowed, where);
  if (problem) return problem;
  for (const [key, field] of Object.entries(kind.fields)) {
    const value = rule[key];
    if (value === undefined && field.optional) continue;
    if (value === undefined) return { where: `${where}.${key}`, problem: "is missing" };
    const found = fieldProblem(field, value, `${where}.${key}`);
    if (found) return found;
  }
  return fieldsTogether(rule as unknown as Rule, where);
}

/** Names of the fences that `rules` define; of rules that are not read yet, too. */
function fenceNames(rules: readonly unknown[]): Set<string> {
  const names = rules
    .map((rule) => rule as { kind?: unknown; name?: unknown } | null)
    .filter((rule) => rule?.kind === "fence");
  return new Set(names.map((rule) => rule?.name).filter((name) => typeof name === "string"));
}

/** Tells rules of one policy apart: two with the same identity would contradict or repeat each other. */
function identity(kind: RuleKind, rule: { kind: string; when?: When }): string {
  const keys = (kind.key ?? []).map((field) => (rule as unknown as Record<string, unknown>)[field]);
  return JSON.stringify([rule.kind, keys, rule.when === undefined ? "" : canonicalWhen(rule.when)]);
}

/**
 * Checks the 1 to 256 rules of a policy: known kinds and fields, every value in bounds, fences that exist, no two rules
 * of one kind (and key) with the same `when`, and nothing that cuts the phone off.
 * Returns the first problem, or undefined when all is well; never throws.
 */
export function readRules(value: unknown): RuleProblem | undefined {
  const problem = listProblem(value, 1, mostRules, "");
  if (problem) return problem;
  const rules = value as unknown[];
  const fences = fenceNames(rules);
  const seen = new Set<string>();
  for (const [index, rule] of rules.entries()) {
    const where = `[${index}]`;
    if (typeof rule !== "object" || rule === null || Array.isArray(rule))
      return { where, problem: "must be an object" };
    const { kind: name, when } = rule as { kind?: unknown; when?: unknown };
    const kind = kindOf(name);
    if (!kind) return { where: `${where}.kind`, problem: `must be one of ${Object.keys(ruleKinds).join(", ")}` };
    const found =
      fieldsProblem(kind, rule as Record<string, unknown>, where) ??
      (when === undefined ? undefined : whenProblem(when, fences, `${where}.when`));
    if (found) return found;
    const own = identity(kind, rule as { kind: string });
    if (seen.has(own)) return { where: `${where}.kind`, problem: "stands twice with the same `when`" };
    seen.add(own);
  }
  return rulesTogether(rules as Rule[]);
}

/** Whether rules that were read can destroy data: a function of the document alone (PROTOCOL section 5). */
export function isDestructive(rules: readonly unknown[]): boolean {
  return rules.some((rule) => kindOf((rule as { kind?: unknown }).kind)?.destructive === true);
}
