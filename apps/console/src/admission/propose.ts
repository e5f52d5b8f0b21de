// A new charter that lets one more person in, and nothing else but rules that this makes fillable again: a founder alone had
// them lowered. The roots sign it; whoever serves it can change none of it.

import {
  type CharterJson,
  capped,
  changesSomething,
  diffCharters,
  foundingNumbers,
  foundingRules,
  judgeProposal,
  judgeSense,
  type KeyRequest,
  newProposal,
  nextBody,
  openBody,
  type Proposal,
  requestedCredential,
  requireSense,
  type Trust,
} from "@rempart/client";
import type { Charter, Row } from "@rempart/trust";
import { Problem } from "../problem/problem.ts";

type RuleJson = CharterJson["rules"][number];

/** A rule that asks for more approvers than before. */
export interface Raised {
  actions: Row["actions"];
  max?: number;
  from: number;
  to: number;
}

function isSameRule(rule: RuleJson, row: Row): boolean {
  const sameActions =
    rule.actions.length === row.actions.length && row.actions.every((one) => rule.actions.includes(one));
  return sameActions && rule.when === row.when && (rule.max === undefined) === (row.max === undefined);
}

/**
 * The rules of `charter` that ask for fewer approvers than the founding default, though `approvers` people could give more:
 * what a founder alone had lowered. Rules that the founder wrote otherwise on purpose are other rules, and stay.
 */
export function raisable(charter: Charter, approvers: number): Raised[] {
  const { rules, roots } = charter.body;
  const { rows } = capped(foundingRules(foundingNumbers, roots.threshold), approvers);
  return rules.flatMap((rule) => {
    const wanted = rows.find((row) => isSameRule(rule as unknown as RuleJson, row));
    if (!wanted || rule.need.role !== "approver" || rule.need.count >= wanted.need.count) return [];
    const max = rule.max === undefined ? {} : { max: rule.max };
    return [{ actions: rule.actions, ...max, from: rule.need.count, to: wanted.need.count }];
  });
}

/** How many approvers a charter has, with one more where `more`. */
export function approversOf(charter: Charter, more: boolean): number {
  return charter.body.people.filter(({ roles }) => roles.includes("approver")).length + (more ? 1 : 0);
}

/** What is to be signed. */
export interface AdmissionWish {
  trust: Trust;
  /** Size of the log as its head was verified just now. */
  size: number;
  request: KeyRequest;
  role: string;
  raise: readonly Raised[];
  /** Unix seconds. */
  now: number;
}

/**
 * The proposal, judged. Refuses with `charter.sense` what would lock people out, with `admission.more` when anything but
 * people and rules would change, and with the codes of form.
 */
export async function proposeAdmission({ trust, size, request, role, raise, now }: AdmissionWish): Promise<Proposal> {
  const base = trust.newest;
  const body = nextBody(base, size, now);
  body.people.push({ id: request.person!, roles: [role], credentials: [requestedCredential(request)] });
  for (const rule of body.rules) {
    const raised = raise.find((one) => one.actions.join() === rule.actions.join() && one.max === rule.max);
    if (raised && rule.need.role === "approver" && rule.need.count === raised.from) rule.need.count = raised.to;
  }
  const next = await openBody(body);
  const names = [{ id: request.person!, name: request.name }];
  requireSense(judgeSense(base, next, names));
  const differences = diffCharters(base.body, next.body, names);
  const foreign = differences.filter(({ field }) => field !== "people" && field !== "rules");
  if (changesSomething(foreign)) throw new Problem("admission.more", foreign[0]!.field, "would change too");
  return await judgeProposal(trust, newProposal(trust, next, names));
}
