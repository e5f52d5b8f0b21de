// From a selection to the list of phones that an order names, and what is known of them.

import type { Ask } from "@rempart/client";
import { Problem } from "../../problem/problem.ts";
import { idsAnswer } from "../phone.ts";
import { countOf, type Selection } from "../selection.ts";
import type { Chosen } from "./actions.ts";

/**
 * The ids of a selection. For all that match they are asked for now: whatever matches when the order is drafted is what the
 * document names. Rejects with `targets.many` more than an order can name, with `targets.none` when none is left.
 */
export async function idsOf(selection: Selection, ask: Ask): Promise<string[]> {
  if (selection.mode === "some") return [...selection.phones.keys()];
  const path = `/api/v1/phones/ids?${selection.query}`;
  const { ids, more } = idsAnswer(await ask(path, { lax: true }), path);
  if (more) throw new Problem("targets.many", "phones", "more than a million phones match");
  const left = [...new Set(ids)].filter((id) => !selection.except.has(id));
  if (left.length === 0) throw new Problem("targets.none", "phones", "no phone matches any more");
  return left;
}

/** What is known of the phones of a selection by hand. */
export function chosenByHand(selection: Selection & { mode: "some" }): Chosen {
  const phones = [...selection.phones.values()];
  const of = (test: (phone: (typeof phones)[number]) => boolean): number => phones.filter(test).length;
  return {
    count: phones.length,
    ios: of(({ platform }) => platform === "ios"),
    confirm: of(({ state }) => state === "confirm"),
    gone: of(({ state }) => state === "gone"),
  };
}

/** The server's query narrowed by one more value: none where the filters exclude it already. */
export function narrowed(query: string, name: string, value: string): string | undefined {
  const params = new URLSearchParams(query);
  const has = params.get(name);
  if (has !== null && !has.split(",").includes(value)) return undefined;
  params.set(name, value);
  return params.toString();
}

/** The groups that all of these phones are in, where they are known one by one. */
export function sharedGroups(selection: Selection): readonly string[] {
  if (selection.mode === "all" || countOf(selection) === 0) return [];
  const [first, ...others] = [...selection.phones.values()];
  return first!.groups.filter((group) => others.every(({ groups }) => groups.includes(group)));
}
