// The founding default as sentences: which numbers each is made of, and what stands behind it once there are fewer approvers
// than it asks for.

import type { RuleNumbers } from "@rempart/client";
import { cappedNumber } from "./checks.ts";
import { approverCount, type Plan } from "./plan.ts";

export type SentenceId =
  | "everyday"
  | "few"
  | "many"
  | "standing"
  | "agent"
  | "ticket"
  | "freeze"
  | "frozen"
  | "brake"
  | "hold"
  | "reach";

const parts: readonly (readonly [SentenceId, readonly (keyof RuleNumbers)[]])[] = [
  ["everyday", ["limitPhones", "limitSeconds"]],
  ["few", ["fewMax", "fewApprovers"]],
  ["many", ["manyApprovers"]],
  ["standing", ["standingApprovers"]],
  ["agent", ["agentApprovers"]],
  ["ticket", ["ticketApprovers"]],
  ["freeze", ["unfreezeApprovers"]],
  ["frozen", ["frozenLockApprovers", "frozenWipeApprovers"]],
  ["brake", ["brakePhones", "brakeSeconds", "brakeDayPhones", "brakeDaySeconds"]],
  ["hold", ["holdAbove", "holdSeconds"]],
  ["reach", ["reachLeast", "reachPermille", "reachSeconds"]],
];

/** One rule as a sentence needs it. */
export interface Sentence {
  id: SentenceId;
  /** The numbers that make it, as the founder set them. */
  keys: readonly (keyof RuleNumbers)[];
  /** The numbers that will count: approvers are no more than there are. */
  numbers: RuleNumbers;
  /** Whether it asks for fewer approvers than the founder set, since there are no more. */
  lowered: boolean;
  /** Whether one approver is enough for all of it: then it protects nothing, whatever it was made for. */
  alone: boolean;
}

/** Whether a number counts approvers. */
export function countsApprovers(key: keyof RuleNumbers): boolean {
  return key.endsWith("Approvers");
}

function isByOneAlone(keys: Sentence["keys"], numbers: RuleNumbers): boolean {
  const counts = keys.filter(countsApprovers);
  return counts.length > 0 && counts.every((key) => numbers[key] <= 1);
}

/** The rules of a plan as sentences, in the order in which they matter. */
export function ruleSentences(plan: Plan): Sentence[] {
  const numbers = { ...plan.numbers };
  if (approverCount(plan) > 0)
    for (const key of Object.keys(numbers) as (keyof RuleNumbers)[])
      if (countsApprovers(key)) numbers[key] = cappedNumber(plan, numbers[key]);
  return parts.map(([id, keys]) => ({
    id,
    keys,
    numbers,
    lowered: keys.some((key) => numbers[key] !== plan.numbers[key]),
    // Lifting a freeze alone still leaves the freeze itself, which stops everything at once.
    alone: id !== "freeze" && isByOneAlone(keys, numbers),
  }));
}
