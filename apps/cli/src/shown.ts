import { counted, t } from "./language/language.ts";

// Everything that comes from outside passes here before it reaches a terminal: an answer that moves the cursor, hides
// text or reverses its direction could make a person sign something else than they read.

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is made visible.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** `text` with control and direction characters spelled out, at most `most` characters. */
export function shown(text: string, most = 500): string {
  const cut = text.length > most ? `${text.slice(0, most)}...` : text;
  return cut
    .toWellFormed()
    .replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A hash in groups of four digits, for reading aloud and comparing. */
export function grouped(hex: string): string {
  return (hex.match(/.{1,4}/g) ?? []).join(" ");
}

/** Unix seconds as UTC, minutes precision. */
export function moment(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? t`time ${seconds}` : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** Seconds in the largest unit that divides them. */
export function span(seconds: number): string {
  for (const [unit, size] of [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ] as const) {
    if (seconds >= size && seconds % size === 0) return counted(seconds / size, unit);
  }
  return counted(seconds, "second");
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
