// Settings and conditions in plain words.
import type { Field, Json, Text } from "../kinds/shape.ts";
import { kindOf } from "../kinds/table.ts";
import type { Area, Hours, When } from "../rule.ts";

export type Language = keyof Text;

/** The same sentence in every language, built once for each. */
export function both(make: (language: Language) => string): Text {
  return { en: make("en"), fr: make("fr") };
}

const colon: Text = { en: ": ", fr: " : " };
const yes: Text = { en: "yes", fr: "oui" };
const no: Text = { en: "no", fr: "non" };
const nothing: Text = { en: "nothing", fr: "rien" };
const dayNames: Record<Language, string[]> = {
  en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  fr: ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
};

/** A minute of the day as people write it; 1440 is 24:00. */
function clock(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

export function hoursWords(hours: readonly Hours[], language: Language): string {
  return hours
    .map(({ days, from, to, zone }) => {
      const names = days.toSorted((a, b) => a - b).map((day) => dayNames[language][day - 1]);
      return `${names.join(" ")} ${clock(from)}-${clock(to)} (${zone})`;
    })
    .join(language === "en" ? " or " : " ou ");
}

/** A condition, such as "inside Head office, Mon Tue 08:00-18:00 (Europe/Paris)". */
export function whenWords({ inside, outside, hours }: When): Text {
  return both((language) => {
    const [within, without, or] = language === "en" ? ["inside", "outside", " or "] : ["dans", "hors de", " ou "];
    return [
      ...(inside ? [`${within} ${inside.join(or)}`] : []),
      ...(outside ? [`${without} ${outside.join(", ")}`] : []),
      ...(hours ? [hoursWords(hours, language)] : []),
    ].join(", ");
  });
}

function areaWords(area: Area, language: Language): string {
  if ("circle" in area) {
    const { lat, lon, radius } = area.circle;
    const [word, around] = language === "en" ? ["circle", "around"] : ["cercle", "autour de"];
    return `${word}, ${radius} m, ${around} ${(lat / 1e7).toFixed(5)} ${(lon / 1e7).toFixed(5)}`;
  }
  const { outer, holes = [] } = area.polygon;
  return language === "en"
    ? `polygon of ${outer.length} points, ${holes.length} holes`
    : `polygone de ${outer.length} points, ${holes.length} trous`;
}

/** The value of a field as people say it. */
export function valueWords(field: Field, value: Json, language: Language): string {
  const option = (one: Json): string =>
    "options" in field ? (field.options.find((known) => known.value === one)?.[language] ?? String(one)) : String(one);
  switch (field.type) {
    case "boolean":
      return (value ? yes : no)[language];
    case "integer":
      return field.unit ? `${value} ${field.unit[language]}` : String(value);
    case "choice":
      return option(value);
    case "text":
      return String(value);
    case "set":
    case "choices":
      return (value as Json[]).map(option).join(", ") || nothing[language];
    case "hours": {
      // Merged hours are a list of lists, all of which must hold.
      const lists = (Array.isArray((value as Json[])[0]) ? value : [value]) as unknown as Hours[][];
      return lists.map((one) => hoursWords(one, language)).join(language === "en" ? " and " : " et ");
    }
    case "area":
      return areaWords(value as unknown as Area, language);
  }
}

/** What a setting is about: "Passcode, shortest length". */
export function settingName(about: { kind: string; field?: string; named?: { [field: string]: string } }): Text {
  const row = kindOf(about.kind);
  if (!row) return both(() => about.kind);
  return both((language) => {
    const name = [row.name[language], ...Object.values(about.named ?? {})].join(" ");
    return about.field === undefined ? name : `${name}, ${row.fields[about.field]!.label[language]}`;
  });
}

/** The value of a setting: of its field, or of all fields of a rule that is one value. */
export function settingValue(about: { kind: string; field?: string }, value: Json): Text {
  const row = kindOf(about.kind);
  if (!row) return both(() => JSON.stringify(value));
  return both((language) => {
    if (about.field !== undefined) return valueWords(row.fields[about.field]!, value, language);
    const values = value as { [field: string]: Json };
    return Object.entries(row.fields)
      .filter(([key]) => values[key] !== undefined && !row.key?.includes(key))
      .map(([key, field]) => `${field.label[language]} ${valueWords(field, values[key]!, language)}`)
      .join("; ");
  });
}

/** "Passcode, shortest length: 6 characters". */
export function settingWords(setting: {
  kind: string;
  field?: string;
  named?: { [field: string]: string };
  value: Json;
}): Text {
  const name = settingName(setting);
  const value = settingValue(setting, setting.value);
  return both((language) => name[language] + colon[language] + value[language]);
}
