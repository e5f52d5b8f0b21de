// What a change does, setting by setting, before anybody signs: computed by the code with which phones merge, over all phones
// that the server tells of. It can make the plan count wrongly, and nothing else.

import {
  type Change,
  type Fleet,
  type FleetPhone,
  type Json,
  type Plan,
  plan,
  type SettingChange,
  type StandingDocument,
  type Target,
  type Text,
} from "@rempart/policy";

/** Phones of a kind that can do a setting in part or not at all, and why. */
export interface Limit {
  phones: number;
  why: Text;
  /** "android 9", for people to find them. */
  versions: string[];
}

/** One thing that phones are told from then on, otherwise, or no longer. */
export interface PlanRow {
  key: string;
  change: SettingChange["change"];
  name: Text;
  before?: Text;
  after?: Text;
  phones: number;
  approximated: Limit[];
  impossible: Limit[];
  /** The phone may destroy data by it. */
  destructive: boolean;
}

export interface ShownPlan {
  /** Phones that the server tells of, and those for which something changes. */
  phones: number;
  touched: number;
  rows: PlanRow[];
  conflicts: { words: Text; phones: number }[];
}

const classOf = ({ groups, target }: FleetPhone): string =>
  JSON.stringify([target.platform, target.os, target.enrolment, ...[...new Set(groups)].sort()]);

/**
 * `plan` for many phones: those of one version in the same groups are told the same, so one of them is asked for all. For
 * changes of documents only, not of groups.
 */
export function planFor(fleet: Fleet, changes: readonly { set: StandingDocument }[]): Plan {
  const classes = Map.groupBy(fleet.phones, classOf);
  const one = [...classes.values()].map((members) => members[0]!);
  const members = new Map([...classes.values()].map((all) => [all[0]!.device, all]));
  const planned = plan({ phones: one, documents: fleet.documents }, changes as readonly Change[]);
  const groups = planned.groups.map((group) => ({
    ...group,
    devices: group.devices.flatMap((device) => members.get(device)!.map((phone) => phone.device)),
  }));
  const touched = groups.reduce((sum, { devices }) => sum + devices.length, 0);
  return { phones: fleet.phones.length, touched, groups };
}

function note(limits: Limit[], why: Text, { platform, os }: Target, phones: number): void {
  const version = `${platform} ${os}`;
  const known = limits.find((limit) => limit.why.en === why.en);
  if (!known) {
    limits.push({ phones, why, versions: [version] });
    return;
  }
  known.phones += phones;
  if (!known.versions.includes(version)) known.versions.push(version);
}

const order: Record<PlanRow["change"], number> = { removed: 0, changed: 1, added: 2 };

/** The plan as rows: what destroys first, then what ends, changes, begins. */
export function shownPlan({ phones, touched, groups }: Plan): ShownPlan {
  const rows = new Map<string, PlanRow>();
  const conflicts = new Map<string, { words: Text; phones: number }>();
  for (const { devices, changes, conflicts: own, target } of groups) {
    for (const { key, change, name, before, after, verdict, destructive } of changes) {
      const id = JSON.stringify([key, before?.value ?? null, after?.value ?? null]);
      const row: PlanRow = rows.get(id) ?? {
        ...{ key, change, name, phones: 0, approximated: [], impossible: [], destructive },
        ...(before ? { before: before.words } : {}),
        ...(after ? { after: after.words } : {}),
      };
      row.phones += devices.length;
      if (verdict?.why && verdict.verdict !== "enforced")
        note(
          verdict.verdict === "approximated" ? row.approximated : row.impossible,
          verdict.why,
          target,
          devices.length,
        );
      rows.set(id, row);
    }
    for (const { code, keys, items, words } of own) {
      const id = JSON.stringify([code, keys, items]);
      conflicts.set(id, { words, phones: (conflicts.get(id)?.phones ?? 0) + devices.length });
    }
  }
  const sorted = [...rows.values()].sort(
    (a, b) =>
      Number(b.destructive) - Number(a.destructive) || order[a.change] - order[b.change] || (a.key < b.key ? -1 : 1),
  );
  return { phones, touched, rows: sorted, conflicts: [...conflicts.values()] };
}

/** The difference between two documents of one stream on a phone that has nothing else: in words, setting by setting. */
export function differenceOf(
  before: StandingDocument["params"] | undefined,
  after: StandingDocument["params"],
): PlanRow[] {
  const group = "diff";
  const document = (order: string, params: StandingDocument["params"]): StandingDocument => ({
    ...{ stream: "policy/x", order, signers: [], group },
    params: { ...params, id: "x" } as { [field: string]: Json },
  });
  const phone: FleetPhone = {
    ...{ device: "x", groups: [group] },
    target: { platform: "android", os: "16", enrolment: "device-owner" },
  };
  const documents = before ? [document("before", before)] : [];
  const planned = plan({ phones: [phone], documents }, [{ set: document("after", after) }]);
  // One phone that stands for none: its verdicts say nothing.
  return shownPlan(planned).rows.map((row) => ({ ...row, approximated: [], impossible: [] }));
}
