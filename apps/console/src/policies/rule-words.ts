// A rule as a sentence, complete or not.

import { kindOf, type Language, settingName, settingValue, type When, whenWords } from "@rempart/policy";
import type { JsonObject, JsonValue } from "@rempart/trust";

const colon: Record<Language, string> = { en: ": ", fr: "\u00a0: " };
const semicolon: Record<Language, string> = { en: "; ", fr: "\u202f; " };

function fieldWords(kind: string, field: string, value: JsonValue, language: Language): string {
  const label = kindOf(kind)!.fields[field]!.label[language];
  // "switched off" says it; "switched off: yes" says it twice.
  return value === true ? label : `${label}${colon[language]}${settingValue({ kind, field }, value)[language]}`;
}

/** Name (with what tells it apart), what it wants, and when; empty texts for what is not filled in. */
export function ruleWords(rule: JsonObject, language: Language): { name: string; value: string; when: string } {
  const { kind, when, ...values } = rule as { kind: string; when?: When } & JsonObject;
  const row = kindOf(kind);
  if (!row) return { name: kind, value: "", when: "" };
  const keys = row.key ?? [];
  const named = keys.flatMap((key): [string, string][] =>
    values[key] === undefined ? [] : [[key, String(values[key])]],
  );
  const wants = Object.keys(row.fields).filter((field) => values[field] !== undefined && !keys.includes(field));
  return {
    name: settingName({ kind, named: Object.fromEntries(named) })[language],
    value: wants.map((field) => fieldWords(kind, field, values[field]!, language)).join(semicolon[language]),
    when: when && Object.keys(when).length > 0 ? whenWords(when)[language] : "",
  };
}
