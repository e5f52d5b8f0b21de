// A policy while it is being written: rules with fields that may still be missing. Plain data, kept in this browser until it
// is signed or thrown away.

import { type Json, kindOf, type Rule, type When } from "@rempart/policy";
import type { JsonObject } from "@rempart/trust";

/** A rule as far as it is filled in. */
export interface RuleDraft {
  /** Tells cards of one draft apart; means nothing elsewhere. */
  readonly uid: string;
  readonly kind: string;
  /** By field; what is not filled in is absent. */
  readonly values: { readonly [field: string]: Json };
  readonly when?: When;
}

/** Where a policy comes from that is to be for another group: ended there first. */
export interface Leaves {
  readonly id: string;
  readonly group: string;
  /** The order that ends it there was signed, or left for others. */
  readonly signed?: true;
}

/** A policy that somebody works on. */
export interface PolicyDraft {
  /** Id of the policy it changes; `new-...` for one that does not stand yet. */
  readonly key: string;
  readonly name: string;
  /** Absent: made from organisation, name and group when it is drafted for signing (ADR 0015). */
  readonly id?: string;
  readonly group: string;
  readonly rules: readonly RuleDraft[];
  /** The document that it was made from. */
  readonly base?: { readonly n: number; readonly hash: string };
  readonly leaves?: Leaves;
  /** When it was touched last, Unix seconds. */
  readonly at: number;
}

let counter = 0;

/** A fresh name for a card. */
export function newUid(): string {
  counter += 1;
  return `${Date.now().toString(36)}-${counter}`;
}

/** A rule of `kind` with what the table hints at; the rest is left for the person. Throws TypeError for a kind that is none. */
export function newRule(kind: string): RuleDraft {
  const row = kindOf(kind);
  if (!row) throw new TypeError(`there is no kind of rule ${kind}`);
  const filled = Object.entries(row.fields).flatMap(([name, field]): [string, Json][] => {
    if (field.hint !== undefined) return [[name, field.hint]];
    // Who adds "Microphone: switched off" means it to be so.
    return field.type === "boolean" && !field.optional ? [[name, true]] : [];
  });
  return { uid: newUid(), kind, values: Object.fromEntries(filled) };
}

/** A rule as a card, from one that stands or was read from a file. */
export function draftOfRule(rule: Rule | JsonObject): RuleDraft {
  const { kind, when, ...values } = rule as { kind: string; when?: When } & { [field: string]: Json };
  return { uid: newUid(), kind, values, ...(when === undefined ? {} : { when }) };
}

/** The rule as it would be signed, its fields in the table's order. It may not be complete: see `problemsOf`. */
export function ruleOf({ kind, values, when }: RuleDraft): JsonObject {
  const order = Object.keys(kindOf(kind)?.fields ?? {});
  const known = order.filter((name) => Object.hasOwn(values, name));
  const others = Object.keys(values).filter((name) => !order.includes(name));
  const fields = [...known, ...others].map((name) => [name, values[name]] as const);
  return { kind, ...Object.fromEntries(fields), ...(when === undefined ? {} : { when }) } as unknown as JsonObject;
}

/** All rules as they would be signed: fences first, so that a file can say them in degrees. */
export function rulesOf(rules: readonly RuleDraft[]): JsonObject[] {
  const fences = rules.filter(({ kind }) => kind === "fence");
  return [...fences, ...rules.filter(({ kind }) => kind !== "fence")].map(ruleOf);
}

/** The names of the fences that rules of this draft may name. */
export function fenceNames(rules: readonly RuleDraft[]): string[] {
  return rules.flatMap(({ kind, values }) =>
    kind === "fence" && typeof values.name === "string" && values.name !== "" ? [values.name] : [],
  );
}

/** The rule with a field set, or emptied. */
export function withValue(rule: RuleDraft, field: string, value: Json | undefined): RuleDraft {
  const { [field]: _, ...rest } = rule.values;
  return { ...rule, values: value === undefined ? rest : { ...rest, [field]: value } };
}

/** The rule under a condition, or without one. */
export function withWhen(rule: RuleDraft, when: When | undefined): RuleDraft {
  const { when: _, ...rest } = rule;
  return when === undefined ? rest : { ...rest, when };
}

/**
 * The draft for another group. A stream cannot take a policy from one group to another: what stands for the old group is
 * ended there and the new one is a document of its own (ADR 0015). Back to the old group, it is the old stream again.
 */
export function withGroup(draft: PolicyDraft, group: string): PolicyDraft {
  const { id, leaves, ...rest } = draft;
  if (leaves && leaves.group === group) return { ...rest, id: leaves.id, group };
  if (leaves) return { ...rest, leaves, group };
  if (id === undefined || draft.base === undefined) return { ...rest, ...(id === undefined ? {} : { id }), group };
  return group === draft.group ? draft : { ...rest, leaves: { id, group: draft.group }, group };
}
