// Columns of the phones' list, and which of them somebody wants to see on this browser.

import type { SortKey } from "./filters.ts";

/** Every column: the least width in px, its share of what is left, what it sorts by. The first one is always shown. */
export const columns = {
  phone: { least: 200, share: 2, sort: "model" },
  state: { least: 140, share: 1, sort: undefined },
  compliance: { least: 160, share: 1, sort: "compliance" },
  os: { least: 180, share: 1, sort: "os" },
  patch: { least: 110, share: 0.7, sort: "patch" },
  platform: { least: 90, share: 0.6, sort: undefined },
  groups: { least: 140, share: 1.4, sort: undefined },
  seen: { least: 110, share: 0.8, sort: "seen" },
  enrolled: { least: 110, share: 0.8, sort: "enrolled" },
} as const satisfies Record<string, { least: number; share: number; sort: SortKey | undefined }>;

export type Column = keyof typeof columns;
export const allColumns = Object.keys(columns) as Column[];
/** Shown until somebody chooses others. */
export const usualColumns: readonly Column[] = ["phone", "state", "compliance", "os", "groups", "seen"];
/** What a narrow screen has room for. */
export const narrowColumns: readonly Column[] = ["phone", "state", "seen"];

/** Reads a remembered choice; whatever is no column is passed over, the order is ours. */
export function readColumns(text: string | null): readonly Column[] {
  if (text === null) return usualColumns;
  const named = new Set(text.split(","));
  return allColumns.filter((column) => column === "phone" || named.has(column));
}

const mark = 40;
/** A phone's screen has 390 px for three columns. */
const narrowLeast: Partial<Record<Column, number>> = { phone: 148, state: 88, seen: 78 };

/** How wide each column is: a place for the mark of selection, then each column; the same for every row, whatever is in it. */
export function layout(shown: readonly Column[]): { gridTemplateColumns: string; minWidth: number } {
  const isNarrow = shown === narrowColumns;
  const least = (column: Column): number => (isNarrow ? (narrowLeast[column] ?? 90) : columns[column].least);
  return {
    gridTemplateColumns: `${mark}px ${shown.map((column) => `minmax(${least(column)}px, ${columns[column].share}fr)`).join(" ")}`,
    minWidth: mark + shown.reduce((sum, column) => sum + least(column), 0),
  };
}
