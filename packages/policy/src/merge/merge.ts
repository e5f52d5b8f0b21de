// What a phone must hold to, of all policies on it.
import type { Json, Text } from "../kinds/shape.ts";
import type { Kind, Table } from "../kinds/table.ts";
import type { RuleOf } from "../rule.ts";
import { type Applied, type Claim, type Claims, canonical, collectClaims, type Source } from "./claims.ts";
import { resolve } from "./conflicts.ts";
import { fold, isShared } from "./fold.ts";

/** One thing that a phone must hold to. */
export interface Setting {
  kind: string;
  field?: string;
  /** The key fields of a kind that may stand several times. */
  named?: { [field: string]: string };
  value: Json;
  /** Whose wish it is. */
  from: Source[];
  /** Wishes that gave way to a more restrictive one. */
  lost: Claim[];
}

/** Policies that cannot all have their way. */
export interface Conflict {
  code: "differs" | "not-allowed" | "nothing-allowed" | "cut-off";
  /** Keys of the settings that are concerned. */
  keys: string[];
  /** Apps or networks, where the conflict is about some. */
  items: string[];
  words: Text;
  sources: Source[];
}

/** Settings by key: `kind.field`, `kind/<key fields>.field`, or without field where the whole rule is the value. */
export interface Effective {
  settings: { [key: string]: Setting };
  conflicts: Conflict[];
}

/** Each source once, in order. */
export function distinctSources(sources: readonly Source[]): Source[] {
  return [...new Map(sources.map((source) => [`${source.policy} ${source.order}`, source])).values()];
}

function settingOf(claims: Claims): Setting {
  const { kind, field, named } = claims;
  const value = fold(claims);
  const winners = (): Claim[] => {
    const wanted = canonical(value);
    return claims.claims.filter((claim) => canonical(claim.value) === wanted);
  };
  const won = isShared(claims) || claims.claims.length === 1 ? claims.claims : winners();
  const lost = claims.claims.filter((claim) => !won.includes(claim));
  return {
    kind,
    ...(field === undefined ? {} : { field }),
    ...(named === undefined ? {} : { named }),
    value,
    from: distinctSources(won.map((one) => one.source)),
    lost,
  };
}

/**
 * Merges policies, whose rules are all taken to be in force (`activeRules` picks those). The most restrictive wins, as the
 * table says field by field; the order, grouping or repetition of policies makes no difference.
 */
export function merge(policies: readonly Applied[]): Effective {
  const settings = [...collectClaims(policies)].map(([key, claims]): [string, Setting] => [key, settingOf(claims)]);
  settings.sort(([a], [b]) => (a < b ? -1 : 1));
  return resolve(Object.fromEntries(settings));
}

type FieldOf<K extends Kind> = keyof Table[K]["fields"] & keyof RuleOf<K> & string;

/** The merged value of a field; undefined when no policy says anything. For kinds without key and not `whole`. */
export function wanted<K extends Kind, F extends FieldOf<K>>(
  effective: Effective,
  kind: K,
  field: F,
): NonNullable<RuleOf<K>[F]> | undefined {
  return effective.settings[`${kind}.${field}`]?.value as NonNullable<RuleOf<K>[F]> | undefined;
}
