// What a change will do, on which phones: by the code that phones themselves use.
import type { Target } from "../compile/compile.ts";
import type { Json, Text } from "../kinds/shape.ts";
import { byText } from "../merge/claims.ts";
import type { Conflict } from "../merge/merge.ts";
import { applyChanges, type Change, everyGroup, type Fleet, type FleetPhone, type StandingDocument } from "./fleet.ts";
import { type Outlook, outlookOf, type Told } from "./outlook.ts";

/** One thing that phones are told from then on, no longer, or otherwise. */
export interface SettingChange {
  key: string;
  change: "added" | "changed" | "removed";
  name: Text;
  before?: { value: Json; words: Text };
  after?: { value: Json; words: Text };
  /** What the platform makes of the new value. */
  verdict?: Told["verdict"];
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

/** Finds the outlook of phones, each combination of groups and target once. */
class Outlooks {
  readonly #byGroup = new Map<string, StandingDocument[]>();
  readonly #known = new Map<string, Outlook>();

  constructor(documents: readonly StandingDocument[]) {
    for (const document of documents) {
      const list = this.#byGroup.get(document.group) ?? [];
      list.push(document);
      this.#byGroup.set(document.group, list);
    }
  }

  /** The same text for phones that are told the same: its groups that any document is for, and its target. */
  signature({ groups, target }: FleetPhone): string {
    const named = groups.filter((group) => group !== everyGroup && this.#byGroup.has(group));
    const { platform, os, enrolment } = target;
    return `${platform} ${os} ${enrolment} ${[...new Set(named)].sort().join(" ")}`;
  }

  of(signature: string, { groups, target }: FleetPhone): Outlook {
    const known = this.#known.get(signature);
    if (known) return known;
    const mine = [...new Set([everyGroup, ...groups])].flatMap((group) => this.#byGroup.get(group) ?? []);
    const made = outlookOf(mine, target);
    this.#known.set(signature, made);
    return made;
  }
}

const half = ({ value, words }: Told): { value: Json; words: Text } => ({ value, words });

function changeOf(key: string, before: Told | undefined, after: Told | undefined): SettingChange | undefined {
  if (before?.canonical === after?.canonical) return undefined;
  const change = before === undefined ? "added" : after === undefined ? "removed" : "changed";
  return {
    key,
    change,
    name: (after ?? before!).name,
    ...(before ? { before: half(before) } : {}),
    ...(after ? { after: half(after) } : {}),
    ...(after?.verdict ? { verdict: after.verdict } : {}),
    destructive: after?.destructive === true,
  };
}

/** What differs between two outlooks, in the order of keys. */
export function differences(before: Outlook, after: Outlook): SettingChange[] {
  const keys = [...new Set([...before.told.keys(), ...after.told.keys()])].sort(byText);
  return keys
    .map((key) => changeOf(key, before.told.get(key), after.told.get(key)))
    .filter((change) => change !== undefined);
}

function newConflicts(before: Outlook, after: Outlook): Conflict[] {
  const name = ({ code, keys, items }: Conflict): string => JSON.stringify([code, keys, items]);
  const old = new Set(before.conflicts.map(name));
  return after.conflicts.filter((conflict) => !old.has(name(conflict)));
}

/**
 * What `changes` do to `fleet`: for groups of phones, every setting that is added, changed or removed, with what the
 * platform makes of it. Phones for which nothing changes stand in no group. Pure; 100,000 phones take about a second.
 */
export function plan(fleet: Fleet, changes: readonly Change[]): Plan {
  const next = applyChanges(fleet, changes);
  const [before, after] = [new Outlooks(fleet.documents), new Outlooks(next.documents)];
  const groups = new Map<string, PlanGroup>();
  for (const [index, phone] of fleet.phones.entries()) {
    const then = next.phones[index]!;
    const [first, second] = [before.signature(phone), after.signature(then)];
    const key = `${first}\n${second}`;
    let group = groups.get(key);
    if (!group) {
      const [old, fresh] = [before.of(first, phone), after.of(second, then)];
      group = {
        target: phone.target,
        devices: [],
        changes: differences(old, fresh),
        conflicts: newConflicts(old, fresh),
      };
      groups.set(key, group);
    }
    group.devices.push(phone.device);
  }
  const touched = [...groups.values()].filter((group) => group.changes.length > 0 || group.conflicts.length > 0);
  return {
    phones: fleet.phones.length,
    touched: touched.reduce((sum, group) => sum + group.devices.length, 0),
    groups: touched,
  };
}

/** What one phone is told; what a plan compares. */
export function outlookFor(fleet: Fleet, phone: FleetPhone): Outlook {
  const outlooks = new Outlooks(fleet.documents);
  return outlooks.of(outlooks.signature(phone), phone);
}
