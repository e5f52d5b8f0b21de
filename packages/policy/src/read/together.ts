// What single fields cannot show: fields of a rule, and rules of a policy, that do not go together.
import type { Rule } from "../rule.ts";
import type { RuleProblem } from "./texts.ts";

const before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const year = 365;

/** Days from one day of the year to another, both included. */
function daysOf(from: string, to: string): number {
  const dayOf = (text: string): number => before[Number(text.slice(0, 2)) - 1]! + Number(text.slice(3));
  return ((dayOf(to) - dayOf(from) + year) % year) + 1;
}

/** What is wrong with the fields of one rule, each of which is good by itself. */
export function fieldsTogether(rule: Rule, where: string): RuleProblem | undefined {
  if (rule.kind === "os-update-window" && rule.from === rule.to)
    return { where: `${where}.to`, problem: "must differ from `from`" };
  if (rule.kind === "os-update-freeze" && daysOf(rule.from, rule.to) > 90)
    return { where: `${where}.to`, problem: "must be at most 90 days after `from`" };
  return undefined;
}

/**
 * A phone with neither Wi-Fi nor mobile data hears no order any more, so the two may not be off in one policy, not even
 * at different times: a phone that does not know the time or its place obeys both.
 */
export function rulesTogether(rules: readonly Rule[]): RuleProblem | undefined {
  const off = (kind: "wifi-radio" | "mobile-data"): boolean =>
    rules.some((rule) => rule.kind === kind && rule.disabled);
  return off("wifi-radio") && off("mobile-data")
    ? { where: "", problem: "must not switch off Wi-Fi and mobile data together" }
    : undefined;
}
