import type { RuleNumbers } from "@rempart/client";

/** What each number means, for `--help`. */
export const numberHelp: Record<keyof RuleNumbers, string> = {
  limitPhones: "phones per operator and limit window",
  limitSeconds: "seconds of the limit window",
  fewMax: "largest wipe that the smaller quorum may sign, in phones",
  fewApprovers: "approvers for a wipe of few phones",
  manyApprovers: "approvers for a wipe of more phones",
  standingApprovers: "approvers for policies, apps, certificates, OS updates, assignments",
  agentApprovers: "approvers for an update of the agent",
  ticketApprovers: "approvers for a ticket of several uses",
  unfreezeApprovers: "approvers who lift a freeze",
  frozenLockApprovers: "approvers for locking one phone while frozen",
  frozenWipeApprovers: "approvers for wiping one phone while frozen",
  brakePhones: "phones destroyed at most in the short window",
  brakeSeconds: "seconds of the short window",
  brakeDayPhones: "phones destroyed at most in the long window",
  brakeDaySeconds: "seconds of the long window",
  holdAbove: "destructive orders for more phones than this are held first",
  holdSeconds: "how long they are held",
  reachLeast: "phones a new standing document may always reach at first",
  reachPermille: "and of all phones, in thousandths",
  reachSeconds: "how long its reach stays bounded",
};
