import { momentWords, spanWords } from "@rempart/client";
import { translated } from "./language/language.ts";

/** Unix seconds as UTC, minutes precision. */
export function moment(seconds: number): string {
  return translated(momentWords(seconds));
}

/** Seconds in the largest unit that divides them. */
export function span(seconds: number): string {
  return translated(spanWords(seconds));
}

/** Rows with their cells under each other; cells were made safe before. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, text] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, text.length);
  return rows.map((row) =>
    row
      .map((text, index) => text.padEnd(widths[index]!))
      .join("  ")
      .trimEnd(),
  );
}
