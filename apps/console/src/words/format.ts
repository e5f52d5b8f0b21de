// Numbers, dates, ages as people of the country write them.

import { type Language, useLanguage } from "./language.ts";

const locales: Record<Language, string> = { en: "en-GB", fr: "fr-FR" };
const minute = 60;
const hour = 3600;
const day = 86_400;

/** How things are written in one language. Times are Unix seconds. */
export interface Format {
  locale: string;
  number(value: number): string;
  /** "1 phone", "2 phones": picks by the language's rule. French: zero and one are singular. */
  count(value: number, one: string, other: string): string;
  dateTime(seconds: number): string;
  date(seconds: number): string;
  /** "3 min ago", "il y a 3 min". */
  ago(seconds: number, now?: number): string;
  /** "2 days", "45 minutes": the largest fitting unit, rounded up. */
  duration(seconds: number): string;
  list(items: readonly string[]): string;
  percent(part: number, whole: number): string;
}

function units(seconds: number): [value: number, unit: "second" | "minute" | "hour" | "day"] {
  if (seconds < minute) return [Math.ceil(seconds), "second"];
  if (seconds < hour) return [Math.ceil(seconds / minute), "minute"];
  if (seconds < 2 * day) return [Math.ceil(seconds / hour), "hour"];
  return [Math.ceil(seconds / day), "day"];
}

function make(language: Language): Format {
  const locale = locales[language];
  const numbers = new Intl.NumberFormat(locale);
  const plural = new Intl.PluralRules(locale);
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const relative = new Intl.RelativeTimeFormat(locale, { style: "short", numeric: "auto" });
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  return {
    locale,
    number: (value) => numbers.format(value),
    count: (value, one, other) => `${numbers.format(value)} ${plural.select(value) === "one" ? one : other}`,
    dateTime: (seconds) => dateTime.format(seconds * 1000),
    date: (seconds) => date.format(seconds * 1000),
    ago: (seconds, now = Date.now() / 1000) => {
      const age = Math.max(0, now - seconds);
      if (age < 45) return relative.format(0, "second");
      if (age < hour) return relative.format(-Math.round(age / minute), "minute");
      if (age < day) return relative.format(-Math.round(age / hour), "hour");
      if (age < 60 * day) return relative.format(-Math.round(age / day), "day");
      return date.format(seconds * 1000);
    },
    duration: (seconds) => {
      const [value, unit] = units(seconds);
      return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
    },
    list: (items) => list.format(items),
    percent: (part, whole) => percent.format(whole === 0 ? 0 : part / whole),
  };
}

const formats: Record<Language, Format> = { en: make("en"), fr: make("fr") };

/** How things are written in `language`. */
export function formatOf(language: Language): Format {
  return formats[language];
}

/** How things are written in the language in use. */
export function useFormat(): Format {
  return formats[useLanguage()];
}
