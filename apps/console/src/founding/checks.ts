// Whether a step of the founding may be left. Each fault is a key of words; what the charter's own schema would refuse at
// the end is refused at the step where it was typed.

import { foundingNumbers, type RuleNumbers } from "@rempart/client";
import { forms } from "@rempart/trust";
import { approverCount, type Plan, paperApprovers, paperIds, type StepName } from "./plan.ts";

export type Fault =
  | "rpId"
  | "originForm"
  | "originHost"
  | "originTwice"
  | "code"
  | "rendezvousForm"
  | "rendezvousFew"
  | "rendezvousTwice"
  | "name"
  | "noApprover"
  | "noneHere"
  | "personName"
  | "personTwice"
  | "numberForm"
  | "threshold"
  | "notMade"
  | "notSaved"
  | "papersUnsaved"
  | "witnessesNeeded";

/** What only this page's memory knows. */
export interface Remembered {
  /** Whether the founding code fitted the gatekeeper's keys. */
  code: boolean;
  /** Whether the sheet with a passphrase for sealed texts was made and saved, for each person's id. */
  sheets: ReadonlySet<string>;
}

const most = 4;

function reads(read: (value: string, where: string) => unknown, value: string): boolean {
  try {
    read(value, "");
    return true;
  } catch {
    return false;
  }
}

function isTwice(values: readonly string[]): boolean {
  return new Set(values).size !== values.length;
}

/** Whether a browser at `host` may use passkeys of `rpId`. */
export function mayUse(host: string, rpId: string): boolean {
  return host === rpId || host.endsWith(`.${rpId}`);
}

function address({ origins, rpId }: Plan): Fault[] {
  const faults: Fault[] = [];
  const hostOf = (origin: string): string => (URL.canParse(origin) ? new URL(origin).hostname : "");
  if (!/^[a-z0-9.-]+$/.test(rpId) || !mayUse(hostOf(origins[0]!), rpId)) faults.push("rpId");
  const [, ...further] = origins;
  const wellFormed = further.every((one) => forms.originPattern.test(one) && new URL(one).origin === one);
  if (!wellFormed || origins.length > most) faults.push("originForm");
  else if (!further.every((one) => mayUse(hostOf(one), rpId))) faults.push("originHost");
  if (isTwice(origins)) faults.push("originTwice");
  return faults;
}

function gatekeeper({ rendezvous }: Plan, { code }: Remembered): Fault[] {
  const given = rendezvous.filter((one) => one !== "");
  const faults: Fault[] = [];
  if (!code) faults.push("code");
  if (!given.every((one) => reads(forms.url, one))) faults.push("rendezvousForm");
  if (given.length < 2 || given.length > 8) faults.push("rendezvousFew");
  if (isTwice(given)) faults.push("rendezvousTwice");
  return code ? faults : ["code"];
}

function people({ people: planned }: Plan): Fault[] {
  const faults: Fault[] = [];
  const approvers = planned.filter(({ role }) => role === "approver");
  if (approvers.length === 0) faults.push("noApprover");
  else if (approvers.every(({ from }) => from === "request")) faults.push("noneHere");
  const names = planned.map(({ name }) => name.trim().toLocaleLowerCase());
  if (names.some((name) => name === "")) faults.push("personName");
  if (isTwice(names)) faults.push("personTwice");
  return faults;
}

/** Least and greatest value of each number. */
export function numberRange(key: keyof RuleNumbers): [least: number, most: number] {
  if (key.endsWith("Approvers")) return [1, 16];
  if (key.endsWith("Seconds")) return [0, 366 * 86_400];
  if (key === "reachPermille") return [0, 1000];
  return [key === "limitPhones" || key === "fewMax" ? 1 : 0, 1_000_000];
}

/** Whether a number may stand in the rules. */
export function fits(key: keyof RuleNumbers, value: number): boolean {
  const [least, greatest] = numberRange(key);
  return Number.isInteger(value) && value >= least && value <= greatest;
}

function rules({ numbers }: Plan): Fault[] {
  const keys = Object.keys(foundingNumbers) as (keyof RuleNumbers)[];
  return keys.every((key) => fits(key, numbers[key])) ? [] : ["numberForm"];
}

function roots(plan: Plan, { sheets }: Remembered): Fault[] {
  const { threshold, rootCount, papers } = plan;
  if (rootCount < 1 || rootCount > 8 || threshold < 1 || threshold > rootCount) return ["threshold"];
  const wanted = paperIds(plan);
  if (papers.length !== wanted.length || !wanted.every((id) => papers.some((one) => one.id === id))) return ["notMade"];
  const faults: Fault[] = [];
  if (!papers.every(({ saved }) => saved)) faults.push("notSaved");
  if (!paperApprovers(plan).every(({ id }) => sheets.has(id))) faults.push("papersUnsaved");
  return faults;
}

/** What stands against leaving a step; empty when nothing does. */
export function faultsOf(step: StepName, plan: Plan, remembered: Remembered): Fault[] {
  switch (step) {
    case "address":
      return address(plan);
    case "gatekeeper":
      return gatekeeper(plan, remembered);
    case "organisation":
      return plan.organisation.trim() === "" || plan.organisation.length > 64 ? ["name"] : [];
    case "people":
      return people(plan);
    case "rules":
      return rules(plan);
    case "roots":
      return roots(plan, remembered);
    case "review":
      return plan.k > plan.witnesses.length || (plan.k === 0 && plan.witnesses.length > 0) ? ["witnessesNeeded"] : [];
  }
}

/** How many approvers a rule can ask for: no more than there are. */
export function cappedNumber(plan: Plan, wanted: number): number {
  return Math.min(wanted, approverCount(plan));
}
