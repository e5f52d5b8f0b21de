// What a founder has decided so far. Nothing in it is secret: it is kept in this browser, so that a page that was loaded
// again goes on where it stood. Private keys are not here (memory.ts), and go when the page does.

import { foundingNumbers, type RuleNumbers } from "@rempart/client";

export const stepNames = ["address", "gatekeeper", "organisation", "people", "rules", "roots", "review"] as const;
export type StepName = (typeof stepNames)[number];

export const roles = ["approver", "operator", "auditor"] as const;
export type Role = (typeof roles)[number];

/** A public key of a person. `spki` in padded base64. */
export interface PlannedKey {
  kid: string;
  spki: string;
  kind: "webauthn" | "key";
  /** Whether the passkey derives secrets, which is what opens sealed texts. */
  prf?: boolean;
}

export interface PlannedPerson {
  id: string;
  name: string;
  role: Role;
  keys: PlannedKey[];
  /** Where the first key was made. */
  from: "passkey" | "file" | "request";
  /** The key of an invited person's browser that the directory's key is sealed to; SPKI in padded base64. */
  transfer?: string;
}

/** A key that is kept offline: a root, or the spare of the phones' TLS. */
export interface PlannedPaper {
  /** `root-1`, `root-2`, ..., `spare-tls`. */
  id: string;
  kid: string;
  spki: string;
  /** Whether somebody said, or showed, that it lies in its place. */
  saved: boolean;
}

export interface PlannedWitness {
  kid: string;
  spki: string;
}

export interface Plan {
  step: StepName;
  /** This page's origin first. */
  origins: string[];
  rpId: string;
  rendezvous: string[];
  organisation: string;
  people: PlannedPerson[];
  numbers: RuleNumbers;
  rootCount: number;
  threshold: number;
  papers: PlannedPaper[];
  witnesses: PlannedWitness[];
  /** How many witnesses phones demand. */
  k: number;
}

/** A plan as it begins at `origin`, for whoever decides nothing further. */
export function newPlan(origin: string): Plan {
  return {
    step: "address",
    origins: [origin],
    rpId: new URL(origin).hostname,
    rendezvous: [],
    organisation: "",
    people: [],
    numbers: { ...foundingNumbers },
    rootCount: 3,
    threshold: 2,
    papers: [],
    witnesses: [],
    k: 0,
  };
}

/** Those who may sign for `role`; an approver is an operator too. */
export function holders(people: readonly PlannedPerson[], role: Role): PlannedPerson[] {
  return people.filter((person) => person.role === role || (role === "operator" && person.role === "approver"));
}

/** How many approvers there will be. */
export function approverCount(plan: Plan): number {
  return plan.people.filter(({ role }) => role === "approver").length;
}

/** Which keys are to be kept offline: the roots, then the spare of the phones' TLS. */
export function paperIds(plan: Plan): string[] {
  return [...Array.from({ length: plan.rootCount }, (_, index) => `root-${index + 1}`), "spare-tls"];
}

/**
 * How an approver will open sealed texts: with the passkey, through the browser of theirs that was invited, or, where
 * neither can, with a passphrase from paper.
 */
export function openingOf(person: PlannedPerson): "prf" | "transfer" | "passphrase" {
  if (person.from === "request" && person.transfer !== undefined) return "transfer";
  return person.keys.some(({ kind, prf }) => kind === "webauthn" && prf === true) ? "prf" : "passphrase";
}

/** Approvers who need a passphrase on paper for sealed texts. */
export function paperApprovers(plan: Plan): PlannedPerson[] {
  return plan.people.filter((person) => person.role === "approver" && openingOf(person) === "passphrase");
}

/** Addresses that phones call, as a first idea: this host's own names on the gatekeeper's TLS port. */
export function rendezvousIdea(origin: string, tlsPort: number): string[] {
  const { hostname } = new URL(origin);
  if (hostname === "localhost" || hostname === "127.0.0.1")
    return [`https://localhost:${tlsPort}`, `https://127.0.0.1:${tlsPort}`];
  return [`https://${hostname}:${tlsPort}`, ""];
}

/** Hosts that passkeys may be bound to at `origin`: the host and the domains above it. The browser refuses public suffixes. */
export function rpIdChoices(origin: string): string[] {
  const { hostname } = new URL(origin);
  if (!/[a-z]/.test(hostname) || hostname.includes(":")) return [hostname];
  const labels = hostname.split(".");
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, index) => labels.slice(index).join("."));
}
