// A plan in words: one line for each thing that changes.
import type { Text } from "../kinds/shape.ts";
import { byText } from "../merge/claims.ts";
import { both, type Language } from "../words/words.ts";
import type { Plan, SettingChange } from "./plan.ts";

export interface PlanLine {
  key: string;
  change: SettingChange["change"];
  words: Text;
  /** Phones for which it changes so. */
  phones: number;
  /** Of them: those whose platform can do it in part, or not at all. */
  approximated: number;
  impossible: number;
  destructive: boolean;
}

const said: Record<Language, Record<string, string>> = {
  en: {
    colon: ": ",
    added: "new",
    removed: "no longer",
    phone: "phone",
    phones: "phones",
    approximated: "in part",
    impossible: "not possible on",
    destructive: "CAN ERASE THE PHONE",
    conflict: "Conflict",
  },
  fr: {
    colon: " : ",
    added: "nouveau",
    removed: "supprimé",
    phone: "téléphone",
    phones: "téléphones",
    approximated: "en partie",
    impossible: "impossible sur",
    destructive: "PEUT EFFACER LE TÉLÉPHONE",
    conflict: "Conflit",
  },
};

function wordsOf(line: Omit<PlanLine, "words">, { name, before, after }: SettingChange): Text {
  return both((language) => {
    const word = said[language];
    const values = before && after ? `${before.words[language]} → ${after.words[language]}` : undefined;
    const value =
      values ?? (after ? `${after.words[language]} (${word.added})` : `${before!.words[language]} (${word.removed})`);
    const limits = [
      ...(line.approximated > 0 ? [`${word.approximated}: ${line.approximated}`] : []),
      ...(line.impossible > 0 ? [`${word.impossible} ${line.impossible}`] : []),
      ...(line.destructive ? [word.destructive] : []),
    ];
    const count = `${line.phones} ${line.phones === 1 ? word.phone : word.phones}`;
    return `${name[language]}${word.colon}${value}; ${[count, ...limits].join("; ")}`;
  });
}

/** One line for each setting and pair of values, the same change on all its phones counted together; conflicts last. */
export function planLines(plan: Plan): PlanLine[] {
  const found = new Map<string, { line: Omit<PlanLine, "words">; change: SettingChange }>();
  const conflicts = new Map<string, { words: Text; phones: number }>();
  for (const { devices, changes, conflicts: own } of plan.groups) {
    for (const change of changes) {
      const { key, before, after, destructive, verdict } = change;
      const id = JSON.stringify([key, before?.value, after?.value]);
      const empty = { key, change: change.change, phones: 0, approximated: 0, impossible: 0, destructive };
      const { line } = found.get(id) ?? { line: empty };
      line.phones += devices.length;
      if (verdict?.verdict === "approximated") line.approximated += devices.length;
      if (verdict?.verdict === "not-possible") line.impossible += devices.length;
      found.set(id, { line, change });
    }
    for (const { code, keys, items, words } of own) {
      const id = JSON.stringify([code, keys, items]);
      conflicts.set(id, { words, phones: (conflicts.get(id)?.phones ?? 0) + devices.length });
    }
  }
  const lines = [...found]
    .sort(([a], [b]) => byText(a, b))
    .map(([, { line, change }]) => ({ ...line, words: wordsOf(line, change) }));
  const rest = [...conflicts].map(([id, { words, phones }]): PlanLine => {
    const [, keys] = JSON.parse(id) as [string, string[]];
    const text = both(
      (language) =>
        `${said[language].conflict}${said[language].colon}${words[language]}; ${phones} ${said[language].phones}`,
    );
    return {
      key: keys.join(" "),
      change: "changed",
      words: text,
      phones,
      approximated: 0,
      impossible: 0,
      destructive: false,
    };
  });
  return [...lines, ...rest];
}
