// What is selected in the list: some phones, by id; or all that the filters match, with exceptions. A million phones take
// no more room than ten.

import type { Phone } from "./phone.ts";

export type Selection =
  | { readonly mode: "some"; readonly phones: ReadonlyMap<string, Phone> }
  /** All that `query` matches (as the server is asked, without order), `total` when it was chosen, but for `except`. */
  | { readonly mode: "all"; readonly query: string; readonly total: number; readonly except: ReadonlySet<string> };

export const nothing: Selection = { mode: "some", phones: new Map() };
/** One by one or by range as many are kept; beyond, one selects all that match. */
export const mostByHand = 5_000;

/** How many phones are selected, by the server's count where it is all that match. */
export function countOf(selection: Selection): number {
  return selection.mode === "some" ? selection.phones.size : Math.max(0, selection.total - selection.except.size);
}

export function isSelected(selection: Selection, id: string): boolean {
  return selection.mode === "some" ? selection.phones.has(id) : !selection.except.has(id);
}

/** Selects a phone, or takes it out. */
export function toggle(selection: Selection, phone: Phone): Selection {
  if (selection.mode === "all") {
    const except = new Set(selection.except);
    if (!except.delete(phone.id)) except.add(phone.id);
    return { ...selection, except };
  }
  const phones = new Map(selection.phones);
  if (!phones.delete(phone.id) && phones.size < mostByHand) phones.set(phone.id, phone);
  return { mode: "some", phones };
}

/** Adds what lies between two rows. What is selected as all that match stays so, without exceptions among these. */
export function addRange(selection: Selection, range: readonly Phone[]): Selection {
  if (selection.mode === "all") {
    const except = new Set(selection.except);
    for (const { id } of range) except.delete(id);
    return { ...selection, except };
  }
  const phones = new Map(selection.phones);
  for (const phone of range) if (phones.size < mostByHand) phones.set(phone.id, phone);
  return { mode: "some", phones };
}

/** All that match. */
export function selectAll(query: string, total: number): Selection {
  return { mode: "all", query, total, except: new Set() };
}

/**
 * The selection after the filters changed: phones that were picked one by one stay, "all that match" is over, since it was
 * said of another list.
 */
export function afterFilter(selection: Selection, query: string): Selection {
  return selection.mode === "all" && selection.query !== query ? nothing : selection;
}
