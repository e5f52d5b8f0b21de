// Texts as values: this package speaks no language. A client shows the English, or fills in its own words by the key.

/** "1 phone", "3 phones": a number with the word it counts, which every language bends in its own way. */
export interface Counted {
  readonly count: number;
  /** The English singular. */
  readonly word: string;
}

/** What fills a place of a text; texts stand in texts. */
export type Value = string | Counted | Said;

/** A text: its English with {0}, {1} for what is filled in, and what is filled in. */
export interface Said {
  readonly key: string;
  readonly values: readonly Value[];
}

/** A text with values. The key is the English, its parts joined with {0}, {1}, ...; a catalogue translates it. */
export function say(parts: TemplateStringsArray, ...values: readonly (Value | number)[]): Said {
  const key = parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`);
  return { key, values: values.map((value) => (typeof value === "number" ? String(value) : value)) };
}

/** "1 phone", "3 phones", in English. */
function plural({ count, word }: Counted): string {
  if (count === 1) return `${count} ${word}`;
  return `${count} ${word}${word.endsWith("s") ? "es" : "s"}`;
}

/** The text in English. */
export function english(value: Value): string {
  if (typeof value === "string") return value;
  if ("word" in value) return plural(value);
  return value.key.replace(/\{(\d)\}/g, (_, index: string) => english(value.values[Number(index)] ?? ""));
}
