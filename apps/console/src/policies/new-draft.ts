// Drafts that begin with something: a policy that stands, an older version of it, a copy.

import type { Rule } from "@rempart/policy";
import { draftOfRule, type PolicyDraft } from "./edit/draft.ts";
import type { StandingPolicy } from "./standing.ts";

const now = (): number => Math.floor(Date.now() / 1000);

/** The key of a draft for a policy that does not stand yet. */
export function newKey(): string {
  return `new-${Date.now().toString(36)}`;
}

/** The next number of a policy: with the rules that stand, or those of an older version. */
export function draftToChange(
  policy: StandingPolicy,
  name: string,
  rules: readonly Rule[] = policy.rules ?? [],
): PolicyDraft {
  const { id, group, n, hash } = policy;
  return { key: id, id, name, group, rules: rules.map(draftOfRule), base: { n, hash }, at: now() };
}

/** A policy of its own with the same rules. */
export function draftToCopy(rules: PolicyDraft["rules"], name: string, group: string): PolicyDraft {
  return { key: newKey(), name, group, rules, at: now() };
}
