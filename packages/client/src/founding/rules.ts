// The founding default of PROTOCOL section 5, every number of which a founder may change.
import type { Brake, Row } from "@rempart/trust";

/** Numbers of the founding default. Windows and times are seconds. */
export interface RuleNumbers {
  limitPhones: number;
  limitSeconds: number;
  fewMax: number;
  fewApprovers: number;
  manyApprovers: number;
  standingApprovers: number;
  agentApprovers: number;
  ticketApprovers: number;
  unfreezeApprovers: number;
  frozenLockApprovers: number;
  frozenWipeApprovers: number;
  brakePhones: number;
  brakeSeconds: number;
  brakeDayPhones: number;
  brakeDaySeconds: number;
  holdAbove: number;
  holdSeconds: number;
  reachLeast: number;
  reachPermille: number;
  reachSeconds: number;
}

/** What the numbers are unless the founder says otherwise. */
export const foundingNumbers: RuleNumbers = {
  limitPhones: 20,
  limitSeconds: 3600,
  fewMax: 10,
  fewApprovers: 2,
  manyApprovers: 3,
  standingApprovers: 2,
  agentApprovers: 3,
  ticketApprovers: 2,
  unfreezeApprovers: 2,
  frozenLockApprovers: 2,
  frozenWipeApprovers: 3,
  brakePhones: 10,
  brakeSeconds: 600,
  brakeDayPhones: 50,
  brakeDaySeconds: 86_400,
  holdAbove: 10,
  holdSeconds: 3600,
  reachLeast: 10,
  reachPermille: 10,
  reachSeconds: 3600,
};

/** The rules, the first that fits decides. `threshold` is the roots'. */
export function foundingRules(numbers: RuleNumbers, threshold: number): Row[] {
  const limit = { phones: numbers.limitPhones, seconds: numbers.limitSeconds };
  const operator = { role: "operator", count: 1 } as const;
  const approvers = (count: number) => ({ role: "approver", count }) as const;
  return [
    { actions: ["lock", "lost-mode", "ring", "message", "query"], when: "normal", need: operator, limit },
    { actions: ["locate"], max: 1, when: "normal", need: operator, limit },
    { actions: ["reveal"], when: "normal", need: approvers(1), limit },
    {
      actions: ["wipe", "unenrol", "clear-passcode"],
      max: numbers.fewMax,
      when: "normal",
      need: approvers(numbers.fewApprovers),
    },
    { actions: ["wipe", "unenrol", "clear-passcode"], when: "normal", need: approvers(numbers.manyApprovers) },
    {
      actions: ["policy", "os-update", "assign", "app", "certificate"],
      when: "normal",
      need: approvers(numbers.standingApprovers),
    },
    { actions: ["agent-update"], when: "normal", need: approvers(numbers.agentApprovers) },
    { actions: ["ticket", "admit"], max: 1, when: "normal", need: operator },
    { actions: ["ticket"], when: "normal", need: approvers(numbers.ticketApprovers) },
    { actions: ["freeze", "cancel"], when: "always", need: approvers(1) },
    { actions: ["unfreeze"], when: "always", need: approvers(numbers.unfreezeApprovers) },
    {
      actions: ["lock", "lost-mode", "locate"],
      max: 1,
      when: "frozen",
      need: approvers(numbers.frozenLockApprovers),
    },
    { actions: ["wipe"], max: 1, when: "frozen", need: approvers(numbers.frozenWipeApprovers) },
    { actions: ["pace"], when: "normal", need: { role: "root", count: threshold } },
  ];
}

/** The brake. */
export function foundingBrake(numbers: RuleNumbers): Brake {
  return {
    destructive: [
      { phones: numbers.brakePhones, seconds: numbers.brakeSeconds },
      { phones: numbers.brakeDayPhones, seconds: numbers.brakeDaySeconds },
    ],
    hold: { above: numbers.holdAbove, seconds: numbers.holdSeconds },
    reach: { least: numbers.reachLeast, permille: numbers.reachPermille, seconds: numbers.reachSeconds },
  };
}

/**
 * With fewer approvers than a rule asks for, nobody could ever act: the rule then asks for all of them. Returns what was
 * lowered too, because the founder must be told.
 */
export function capped(rows: readonly Row[], approvers: number): { rows: Row[]; lowered: Row[] } {
  const lowered: Row[] = [];
  const result = rows.map((row) => {
    if (row.need.role !== "approver" || row.need.count <= approvers) return row;
    const next: Row = { ...row, need: { role: "approver", count: approvers } };
    lowered.push(row);
    return next;
  });
  return { rows: result, lowered };
}
