// What a change will do, on which phones: by the code that phones themselves use.
import type { Target, Verdict } from "../compile/compile.ts";
import type { Json, Text } from "../kinds/shape.ts";
import { byText } from "../merge/claims.ts";
import type { Conflict } from "../merge/merge.ts";
import { applyChanges, type Change, everyGroup, type Fleet, type FleetPhone, type StandingDocument } from "./fleet.ts";
import { isDestructiveTold, nameOf, type Outlook, outlookOf, type Told, verdictOf, wordsOf } from "./outlook.ts";

/** One thing that phones are told from then on, no longer, or otherwise. */
export interface SettingChange {
  key: string;
  change: "added" | "changed" | "removed";
  name: Text;
  before?: { value: Json; words: Text };
  after?: { value: Json; words: Text };
  /** What the platform makes of the new value. */
  verdict?: Pick<Verdict, "verdict" | "why">;
  /** The phone may destroy data by it. */
  destructive: boolean;
}

/** Phones for which the change is the same. */
export interface PlanGroup {
  target: Target;
  devices: string[];
  changes: SettingChange[];
  /** Conflicts that were not there before. */
  conflicts: Conflict[];
}

export interface Plan {
  /** Phones of the fleet, and those for which something changes. */
  phones: number;
  touched: number;
  groups: PlanGroup[];
}

/** Documents of the groups that a phone is in, looked up by group, each combination once. */
class Concerning {
  readonly #byGroup = new Map<string, StandingDocument[]>();
  readonly #known = new Map<string, StandingDocument[]>();

  constructor(documents: readonly StandingDocument[]) {
    for (const document of documents) {
      const list = this.#byGroup.get(document.group) ?? [];
      list.push(document);
      this.#byGroup.set(document.group, list);
    }
  }

  /** Always the same list for phones in the same groups, so that lists can be compared as objects. */
  of(groups: readonly string[]): StandingDocument[] {
    const named = groups.filter((group) => this.#byGroup.has(group) && group !== everyGroup);
    const signature = named.length > 1 ? [...new Set(named)].sort().join(" ") : (named[0] ?? "");
    const known = this.#known.get(signature);
    if (known) return known;
    const groupsOf = [everyGroup, ...(signature === "" ? [] : signature.split(" "))];
    const made = groupsOf.flatMap((group) => this.#byGroup.get(group) ?? []);
    this.#known.set(signature, made);
    return made;
  }
}

interface Difference {
  changes: { key: string; before?: Told | undefined; after?: Told | undefined }[];
  conflicts: Conflict[];
}

const nothing: Difference = { changes: [], conflicts: [] };

/** What differs between two outlooks, in the order of keys. */
function differenceOf(before: Outlook, after: Outlook): Difference {
  const keys = [...new Set([...before.told.keys(), ...after.told.keys()])].sort(byText);
  const name = ({ code, keys: own, items }: Conflict): string => JSON.stringify([code, own, items]);
  const old = new Set(before.conflicts.map(name));
  return {
    changes: keys
      .map((key) => ({ key, before: before.told.get(key), after: after.told.get(key) }))
      .filter((pair) => pair.before?.canonical !== pair.after?.canonical),
    conflicts: after.conflicts.filter((conflict) => !old.has(name(conflict))),
  };
}

const isOfPlatform = ({ params }: StandingDocument): boolean => "platform" in params;

/** Differences between lists of documents, each pair of lists compared once for a platform. */
class Differences {
  readonly #known = new Map<StandingDocument[], Map<StandingDocument[], Map<string, Difference>>>();
  readonly #outlooks = new Map<StandingDocument[], Map<string, Outlook>>();

  between(before: StandingDocument[], after: StandingDocument[], only: Target["platform"]): Difference {
    // Most lists say the same on every platform.
    const platform = before.some(isOfPlatform) || after.some(isOfPlatform) ? only : "android";
    const pairs = this.#known.get(before) ?? new Map<StandingDocument[], Map<string, Difference>>();
    const platforms = pairs.get(after) ?? new Map<string, Difference>();
    const known = platforms.get(platform);
    if (known) return known;
    const same = before.length === after.length && before.every((document, index) => document === after[index]);
    const made = same ? nothing : differenceOf(this.#outlook(before, platform), this.#outlook(after, platform));
    this.#known.set(before, pairs.set(after, platforms.set(platform, made)));
    return made;
  }

  #outlook(documents: StandingDocument[], platform: Target["platform"]): Outlook {
    const platforms = this.#outlooks.get(documents) ?? new Map<string, Outlook>();
    const made = platforms.get(platform) ?? outlookOf(documents, platform);
    this.#outlooks.set(documents, platforms.set(platform, made));
    return made;
  }
}

function changeFor({ key, before, after }: Difference["changes"][number], target: Target): SettingChange {
  const half = (told: Told): { value: Json; words: Text } => ({ value: told.value, words: wordsOf(told) });
  const verdict = after && verdictOf(after, target);
  return {
    key,
    change: before === undefined ? "added" : after === undefined ? "removed" : "changed",
    name: nameOf((after ?? before)!),
    ...(before ? { before: half(before) } : {}),
    ...(after ? { after: half(after) } : {}),
    ...(verdict ? { verdict } : {}),
    destructive: after !== undefined && isDestructiveTold(after),
  };
}

/**
 * What `changes` do to `fleet`: for groups of phones, every setting that is added, changed or removed, with what the
 * platform makes of it. Phones for which nothing changes stand in no group. Pure.
 */
export function plan(fleet: Fleet, changes: readonly Change[]): Plan {
  const next = applyChanges(fleet, changes);
  const [before, after] = [new Concerning(fleet.documents), new Concerning(next.documents)];
  const differences = new Differences();
  const groups = new Map<Difference, Map<string, PlanGroup>>();
  let touched = 0;
  for (const [index, phone] of fleet.phones.entries()) {
    const { target, device } = phone;
    const then = next.phones[index]!;
    const difference = differences.between(before.of(phone.groups), after.of(then.groups), target.platform);
    if (difference.changes.length === 0 && difference.conflicts.length === 0) continue;
    touched++;
    const targets = groups.get(difference) ?? new Map<string, PlanGroup>();
    const name = `${target.platform} ${target.enrolment} ${target.os}`;
    const group = targets.get(name) ?? {
      target,
      devices: [],
      changes: difference.changes.map((pair) => changeFor(pair, target)),
      conflicts: difference.conflicts,
    };
    group.devices.push(device);
    groups.set(difference, targets.set(name, group));
  }
  const all = [...groups.values()].flatMap((targets) => [...targets.values()]);
  return { phones: fleet.phones.length, touched, groups: all };
}

/** What one phone is told; what a plan compares. */
export function outlookFor(fleet: Fleet, phone: FleetPhone): Outlook {
  return outlookOf(new Concerning(fleet.documents).of(phone.groups), phone.target.platform);
}
