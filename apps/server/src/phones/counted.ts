// How many phones match, where the counts kept with each change say so already (facets.ts): most lists that people open.
import type { Database } from "../database/schema.ts";
import type { FacetName } from "./facets.ts";
import type { Filters } from "./query.ts";

/** Filters that are facets with one value for each phone. */
const single = ["platform", "model", "os", "compliance"] as const satisfies readonly FacetName[];

/** How many phones `wanted` matches, if it narrows by state and one facet at most; undefined for all else. */
export async function countKept(database: Database, wanted: Filters): Promise<number | undefined> {
  const { state, ...others } = wanted;
  const names = Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const facet = single.find((one) => one === names[0]);
  if (names.length > 1 || (names.length === 1 && facet === undefined)) return undefined;
  let kept = database
    .selectFrom("phone_facet")
    .select((one) => one.fn.coalesce(one.fn.sum<string>("phones"), one.val("0")).as("phones"))
    .where("facet", "=", facet ?? "state");
  if (state !== undefined) kept = kept.where("state", "in", state);
  if (facet !== undefined) kept = kept.where("value", "in", others[facet] ?? []);
  return Number((await kept.executeTakeFirstOrThrow()).phones);
}
