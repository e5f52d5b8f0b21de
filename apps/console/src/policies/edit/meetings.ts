// Where a draft meets other policies on the same phones: who gives way, by the code with which phones merge.

import {
  type Applied,
  type Claim,
  type Conflict,
  everyGroup,
  merge,
  type Rule,
  settingName,
  settingValue,
  type Text,
} from "@rempart/policy";

/** A setting that this policy and others both want something of. */
export interface Meeting {
  key: string;
  name: Text;
  /** What this policy wants. */
  mine: Text;
  /** What holds on a phone that has all of them. */
  holds: Text;
  outcome: "gives-way" | "wins" | "same" | "together";
  /** The others, by policy id. */
  others: { policy: string; value: Text }[];
}

export interface Meetings {
  settings: Meeting[];
  conflicts: Conflict[];
}

/** Whether two groups can hold the same phone for certain: the same one, or the one that holds all. */
export function overlaps(a: string, b: string): boolean {
  return a === b || a === everyGroup || b === everyGroup;
}

function always(rules: readonly Rule[]): Rule[] {
  return rules.filter((rule) => !("when" in rule && rule.when));
}

/**
 * What happens where `mine` meets `others`, all of which stand. Rules with a condition are left out: whether they meet is a
 * matter of time and place. Phones in several groups may meet further policies: the plan counts those.
 */
export function meetingsOf(mine: Applied, others: readonly Applied[]): Meetings {
  const near = others.filter((one) => one.policy !== mine.policy && overlaps(one.group, mine.group));
  const all = [mine, ...near].map((one) => ({ ...one, rules: always(one.rules) }));
  const own = merge([all[0]!]);
  const together = merge(all);
  const alone = new Map(near.map((one) => [one.policy, merge([{ ...one, rules: always(one.rules) }])]));
  const settings = Object.entries(own.settings).flatMap(([key, setting]): Meeting[] => {
    const merged = together.settings[key]!;
    const wishes = near.flatMap(({ policy }): Meeting["others"] => {
      const theirs = alone.get(policy)!.settings[key];
      return theirs ? [{ policy, value: settingValue(theirs, theirs.value) }] : [];
    });
    if (wishes.length === 0) return [];
    const mineLost = merged.lost.some(({ source }: Claim) => source.policy === mine.policy);
    const holds = settingValue(merged, merged.value);
    const wanted = settingValue(setting, setting.value);
    const same = wishes.every(({ value }) => value.en === wanted.en) && holds.en === wanted.en;
    const outcome = mineLost ? "gives-way" : same ? "same" : merged.lost.length > 0 ? "wins" : "together";
    return [{ key, name: settingName(setting), mine: wanted, holds, outcome, others: wishes }];
  });
  const before = new Set([...own.conflicts].map(({ words }) => words.en));
  const conflicts = together.conflicts.filter(
    ({ sources, words }) => sources.some(({ policy }) => policy === mine.policy) && !before.has(words.en),
  );
  return { settings, conflicts };
}
