// One value out of several claims.
import type { Json } from "../kinds/shape.ts";
import { kindOf } from "../kinds/table.ts";
import { byText, type Claims, canonical } from "./claims.ts";

function sets(values: readonly Json[]): string[][] {
  return values as string[][];
}

/** Position of an option in the table: the last is the most restrictive. */
export function strictness(kind: string, field: string, value: Json): number {
  const row = kindOf(kind)?.fields[field];
  return row?.type === "choice" ? row.options.findIndex((option) => option.value === value) : -1;
}

/** The value that satisfies all claims, or the most restrictive of them. Claims are in order and at least one. */
export function fold({ kind, field, merge, claims }: Claims): Json {
  const values = claims.map((claim) => claim.value);
  switch (merge) {
    case "any":
      return values.includes(true);
    case "all":
      return !values.includes(false);
    case "least":
      return Math.min(...(values as number[]));
    case "greatest":
      return Math.max(...(values as number[]));
    case "strictest":
      return values.reduce((a, b) => (strictness(kind, field!, b) > strictness(kind, field!, a) ? b : a));
    case "union":
      return [...new Set(sets(values).flat())].sort(byText);
    case "intersection":
      return sets(values)
        .reduce((a, b) => a.filter((item) => b.includes(item)))
        .toSorted(byText);
    case "each":
      return [...new Map(values.map((value) => [canonical(value), value]))]
        .sort(([a], [b]) => byText(a, b))
        .map(([, value]) => value);
    case "pick":
      return values[0]!;
  }
}

/** Whether every claim has a share in the value, rather than one having won over the others. */
export function isShared({ merge }: Claims): boolean {
  return merge === "union" || merge === "intersection" || merge === "each";
}
