// What a phone should do against what it says it does.
import type { Json, Merge, Text } from "../kinds/shape.ts";
import { kindOf } from "../kinds/table.ts";
import { canonical } from "../merge/claims.ts";
import { strictness } from "../merge/fold.ts";
import type { Effective, Setting } from "../merge/merge.ts";
import { both, settingName, settingValue } from "../words/words.ts";

/** What a phone says of itself. Nothing in it is trusted to be well formed. */
export interface Reported {
  /** What is in force, by the key of the setting. */
  settings: { [key: string]: Json };
  /** Keys that this phone cannot enforce: no drift, since `compile` said so before anyone signed. */
  unsupported?: readonly string[];
  /** Apps that do not belong to the system, the agent left out. */
  apps?: { installed: readonly string[]; suspended: readonly string[] };
}

/** One setting that a phone does not hold to. */
export interface Drift {
  key: string;
  kind: string;
  /** `weaker`: less than what is wanted. `unreported`: the phone does not say. */
  problem: "weaker" | "unreported";
  wanted: Json;
  found?: Json;
  /** Apps or networks, where the drift is about some. */
  items?: string[];
  words: Text;
}

const texts = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/** Whether `found` is at least as strict as `wanted`. */
function isMet(setting: Setting, merge: Merge, found: Json): boolean {
  const { value, kind, field } = setting;
  switch (merge) {
    case "any":
      return value !== true || found === true;
    case "all":
      return value !== false || found === false;
    case "least":
      return typeof found === "number" && found <= (value as number);
    case "greatest":
      return typeof found === "number" && found >= (value as number);
    case "strictest":
      return strictness(kind, field!, found) >= strictness(kind, field!, value);
    case "union":
      return excess(setting, merge, found).length === 0;
    case "intersection":
      return Array.isArray(found) && excess(setting, merge, found).length === 0;
    case "each":
    case "pick":
      return canonical(found) === canonical(value);
  }
}

/** Items of a union that are missing, or found beyond an intersection. */
function excess({ value }: Setting, merge: Merge, found: Json): string[] {
  const [wanted, has] = [texts(value), texts(found)];
  if (merge === "union") return wanted.filter((item) => !has.includes(item));
  return merge === "intersection" ? has.filter((item) => !wanted.includes(item)) : [];
}

/** Apps that are against a setting about apps; undefined for other settings. */
function appsAgainst(key: string, value: Json, apps: NonNullable<Reported["apps"]>): string[] | undefined {
  const named = new Set(texts(value));
  const suspended = new Set(apps.suspended);
  const usable = apps.installed.filter((app) => !suspended.has(app));
  switch (key) {
    case "apps-denied.packages":
      return usable.filter((app) => named.has(app));
    case "apps-allowed.packages":
      return usable.filter((app) => !named.has(app));
    case "apps-removed.packages":
      return apps.installed.filter((app) => named.has(app));
    case "apps-required.packages": {
      const installed = new Set(apps.installed);
      return [...named].filter((app) => !installed.has(app));
    }
    default:
      return undefined;
  }
}

function drift(key: string, setting: Setting, found: Json | undefined, items: string[]): Drift {
  const name = settingName(setting);
  const wanted = settingValue(setting, setting.value);
  const words = both((language) => {
    const [should, silent, not] =
      language === "en"
        ? ["should be", "the phone does not say", "not so"]
        : ["attendu", "le téléphone ne le dit pas", "non conforme"];
    const colon = language === "en" ? ": " : " : ";
    if (items.length > 0) return `${name[language]}${colon}${not}, ${items.join(", ")}`;
    return `${name[language]}${colon}${should} ${wanted[language]}${found === undefined ? ` (${silent})` : ""}`;
  });
  return {
    key,
    kind: setting.kind,
    problem: found === undefined && items.length === 0 ? "unreported" : "weaker",
    wanted: setting.value,
    ...(found === undefined ? {} : { found }),
    ...(items.length === 0 ? {} : { items }),
    words,
  };
}

/**
 * What a phone does not hold to, of what it should. A phone that is stricter than asked is in line. What asks for nothing
 * (`camera.disabled` false) is never out of line.
 */
export function compliance(effective: Effective, reported: Reported): Drift[] {
  const unsupported = new Set(reported.unsupported);
  const drifts: Drift[] = [];
  for (const [key, setting] of Object.entries(effective.settings)) {
    if (unsupported.has(key)) continue;
    const against = reported.apps && appsAgainst(key, setting.value, reported.apps);
    if (against) {
      if (against.length > 0) drifts.push(drift(key, setting, undefined, against));
      continue;
    }
    const merge = setting.field === undefined ? "pick" : kindOf(setting.kind)!.fields[setting.field]!.merge;
    const asksNothing = (merge === "any" && setting.value === false) || (merge === "all" && setting.value === true);
    if (asksNothing) continue;
    const found = Object.hasOwn(reported.settings, key) ? reported.settings[key] : undefined;
    if (found !== undefined && isMet(setting, merge, found)) continue;
    drifts.push(drift(key, setting, found, found === undefined ? [] : excess(setting, merge, found)));
  }
  return drifts;
}
