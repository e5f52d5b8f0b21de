// English and French. A text is written once, in English, as t`...`; its French stands in fr/ under the English with {0},
// {1} for what is filled in. The test beside finds every text that has no French.
import type { Value } from "@rempart/client";
import { fill } from "@rempart/configuration";
import { french } from "./fr/index.ts";

export type Language = "en" | "fr";

/** The language of a command line: `--lang`, else the locale of the environment, else English. Programs read English. */
export function chosen(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Language {
  // Words stand in JSON too, and a program must find the same ones everywhere.
  if (argv.includes("--json")) return "en";
  const at = argv.findIndex((word) => word === "--lang" || word.startsWith("--lang="));
  const asked = at < 0 ? undefined : argv[at] === "--lang" ? argv[at + 1] : argv[at]!.slice("--lang=".length);
  const wanted = asked ?? (env.LC_ALL || env.LC_MESSAGES || env.LANG || "en");
  return /^fr\b|^fr_/i.test(wanted) ? "fr" : "en";
}

/** The language of this process. It is chosen once: a command speaks one language from beginning to end. */
export const language: Language = chosen(process.argv.slice(2), process.env);

/** A fixed text in this process's language. */
export function said(english: string): string {
  return language === "fr" && Object.hasOwn(french, english) ? french[english]! : english;
}

/** "1 phone", "3 phones", "2 witnesses"; in French "0 téléphone", "2 téléphones". */
export function counted(count: number, word: string): string {
  const one = language === "fr" ? count < 2 : count === 1;
  const many = word.endsWith("s") ? `${word}es` : `${word}s`;
  return `${count} ${said(one ? word : many)}`;
}

/** A text of packages/client, which speaks no language, in this process's. */
export function translated(value: Value): string {
  if (typeof value === "string") return value;
  if ("word" in value) return counted(value.count, value.word);
  return fill(said(value.key), value.values.map(translated));
}

/** A text with values in this process's language. Values are filled in as they are: what comes from outside was made safe by `shown`. */
export function t(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  const key = parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`);
  return fill(said(key), values.map(String));
}
