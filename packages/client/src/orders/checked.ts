// Lists of phones that were checked against the tree of a document. Hashing a hundred thousand leaves takes seconds, and a
// document is judged again each time the head, the charter or its signatures change: the same list of the same document is
// hashed once.

import { checkTargetList, type Document, type Order } from "@rempart/trust";

/** By the list itself, which is frozen, so that what was checked is what is used. */
const checked = new WeakMap<readonly string[], string>();

/**
 * Remembers that `targets` is the list that the document `hash` signed. Only for whoever built or checked the tree, on this
 * machine: a list that somebody sent is checked by `checkedTargets`.
 */
export function rememberChecked(targets: readonly string[], hash: string): void {
  checked.set(Object.freeze(targets), hash);
}

/** The sorted ids, or refuses with `targets.list` as `checkTargetList` does. */
export function checkedTargets(document: Document<Order>, targets: readonly string[]): string[] {
  if (checked.get(targets) === document.hash) return targets as string[];
  const sorted = checkTargetList(document.body, targets);
  rememberChecked(sorted, document.hash);
  return sorted;
}
