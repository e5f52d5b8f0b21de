// Settings that do not go together, and which of them gives way.
import type { Text } from "../kinds/shape.ts";
import { kindOf } from "../kinds/table.ts";
import type { Conflict, Effective, Setting } from "./merge.ts";
import { distinctSources } from "./merge.ts";

type Settings = Effective["settings"];

function conflict(code: Conflict["code"], settings: Settings, keys: string[], items: string[], words: Text): Conflict {
  const sources = keys.flatMap((key) => {
    const { from, lost } = settings[key]!;
    return [...from, ...(code === "differs" ? lost.map((claim) => claim.source) : [])];
  });
  return { code, keys, items, words, sources: distinctSources(sources) };
}

const list = (setting: Setting | undefined): string[] => (setting?.value as string[] | undefined) ?? [];

/** Items of `wanted` that a list of forbidden ones holds, or a list of allowed ones does not. */
function refused(settings: Settings, wanted: readonly string[], denied: string, allowed: string): [string, string][] {
  const no = new Set(list(settings[denied]));
  const only = settings[allowed] && new Set(list(settings[allowed]));
  return wanted.flatMap((item): [string, string][] => {
    if (no.has(item)) return [[item, denied]];
    return only && !only.has(item) ? [[item, allowed]] : [];
  });
}

/** Required apps that may not be there are not required: the more restrictive wish wins. */
function apps(settings: Settings, found: Conflict[]): Settings {
  const key = "apps-required.packages";
  const required = settings[key];
  if (!required) return settings;
  let left = list(required);
  for (const other of ["apps-removed.packages", "apps-denied.packages", "apps-allowed.packages"]) {
    const isAllowList = other === "apps-allowed.packages";
    const out = refused(settings, left, isAllowList ? "" : other, isAllowList ? other : "").map(([item]) => item);
    if (out.length === 0) continue;
    found.push(
      conflict("not-allowed", settings, [key, other], out, {
        en: `Apps are required and not allowed at once, and stay not allowed: ${out.join(", ")}`,
        fr: `Des applications sont à la fois requises et interdites, et restent interdites : ${out.join(", ")}`,
      }),
    );
    left = left.filter((item) => !out.includes(item));
  }
  return { ...settings, [key]: { ...required, value: left } };
}

/** Networks that the phone should know and may not join stay forbidden; nothing is taken off, it only is of no use. */
function networks(settings: Settings, found: Conflict[]): void {
  const known = Object.keys(settings).filter((key) => settings[key]!.kind === "wifi-network");
  for (const key of known) {
    const { ssid } = settings[key]!.value as { ssid: string };
    for (const [item, other] of refused(settings, [ssid], "wifi-denied.ssids", "wifi-allowed.ssids")) {
      found.push(
        conflict("not-allowed", settings, [key, other], [item], {
          en: `The phone shall know a network that it may not join: ${item}`,
          fr: `Le téléphone doit connaître un réseau qu’il n’a pas le droit de rejoindre : ${item}`,
        }),
      );
    }
  }
}

/** A phone with neither Wi-Fi nor mobile data could never be told anything again: mobile data stays. */
function links(settings: Settings, found: Conflict[]): Settings {
  const [wifi, mobile] = ["wifi-radio.disabled", "mobile-data.disabled"] as const;
  if (settings[wifi]?.value !== true || settings[mobile]?.value !== true) return settings;
  found.push(
    conflict("cut-off", settings, [wifi, mobile], [], {
      en: "Wi-Fi and mobile data are both to be off; mobile data stays on, or the phone would be out of reach for good",
      fr: "Le Wi-Fi et les données mobiles doivent tous deux être coupés ; les données mobiles restent, sinon le téléphone serait injoignable pour toujours",
    }),
  );
  return { ...settings, [mobile]: { ...settings[mobile], value: false } };
}

/** Finds what does not go together, and lets the less restrictive wish give way (mobile data: the one that cuts off). */
export function resolve(settings: Settings): Effective {
  const conflicts: Conflict[] = [];
  for (const [key, setting] of Object.entries(settings)) {
    const row = kindOf(setting.kind)!;
    const name = row.name;
    const picks = row.whole || row.fields[setting.field!]!.merge === "pick";
    if (picks && setting.lost.length > 0) {
      conflicts.push(
        conflict("differs", settings, [key], [], {
          en: `${name.en}: policies want different things; the one with the lowest id wins`,
          fr: `${name.fr} : des politiques veulent des choses différentes ; celle dont l’identifiant est le plus petit l’emporte`,
        }),
      );
    }
    const meets = setting.field !== undefined && row.fields[setting.field]!.merge === "intersection";
    if (meets && list(setting).length === 0) {
      conflicts.push(
        conflict("nothing-allowed", settings, [key], [], {
          en: `${name.en}: the lists have nothing in common, so nothing is allowed`,
          fr: `${name.fr} : les listes n’ont rien en commun, donc rien n’est autorisé`,
        }),
      );
    }
  }
  networks(settings, conflicts);
  return { settings: links(apps(settings, conflicts), conflicts), conflicts };
}
