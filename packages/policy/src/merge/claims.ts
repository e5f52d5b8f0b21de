// What each rule of each policy claims, by the key of a setting.
import type { Json, Merge } from "../kinds/shape.ts";
import { kindOf } from "../kinds/table.ts";
import type { Rule } from "../rule.ts";

/** Where a setting comes from: the policy, the order that carried it, who signed that, for which group. */
export interface Source {
  policy: string;
  order: string;
  signers: readonly string[];
  group: string;
}

/** A policy on a phone. */
export interface Applied extends Source {
  rules: readonly Rule[];
}

export interface Claim {
  value: Json;
  source: Source;
}

/** All claims to one setting. */
export interface Claims {
  kind: string;
  /** Absent where the rule as a whole is the value. */
  field?: string;
  /** What tells it from others of its kind: the key fields. */
  named?: { [field: string]: string };
  merge: Merge;
  claims: Claim[];
}

/** Order of texts by UTF-16 unit: the same on every machine, whatever its language. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The same text for the same value: keys in order. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) {
    // Lists of names are the longest values there are.
    return value.every((item) => typeof item === "string")
      ? JSON.stringify(value)
      : `[${value.map(canonical).join(",")}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => byText(a, b));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}

/** What a rule claims. Fences belong to their policy and are no setting. */
function* claimsOf(rule: Rule): Generator<[key: string, Omit<Claims, "claims">, value: Json]> {
  const { kind, when: _, ...values } = rule as { kind: string; when?: unknown } & { [field: string]: Json };
  const row = kindOf(kind);
  if (!row || kind === "fence") return;
  const keys = row.key ?? [];
  const name = [kind, ...keys.map((field) => String(values[field]))].join("/");
  const named = keys.length === 0 ? {} : { named: Object.fromEntries(keys.map((key) => [key, String(values[key])])) };
  if (row.whole) {
    yield [name, { kind, ...named, merge: "pick" }, values];
    return;
  }
  for (const [field, value] of Object.entries(values)) {
    if (keys.includes(field)) continue;
    yield [`${name}.${field}`, { kind, field, ...named, merge: row.fields[field]!.merge }, value];
  }
}

const orderOf = ({ value, source }: Claim): string => `${source.policy} ${source.order} ${canonical(value)}`;

/** Every claim of `policies`, each once, in an order that depends on what they say alone. */
export function collectClaims(policies: readonly Applied[]): Map<string, Claims> {
  const all = new Map<string, Claims>();
  for (const { rules, policy, order, signers, group } of policies) {
    const source = { policy, order, signers, group };
    for (const rule of rules) {
      for (const [key, about, value] of claimsOf(rule)) {
        const claims = all.get(key) ?? { ...about, claims: [] };
        claims.claims.push({ value, source });
        all.set(key, claims);
      }
    }
  }
  for (const claims of all.values()) {
    if (claims.claims.length === 1) continue;
    const distinct = new Map(claims.claims.map((claim) => [orderOf(claim), claim]));
    claims.claims = [...distinct].sort(([a], [b]) => byText(a, b)).map(([, claim]) => claim);
  }
  return all;
}
