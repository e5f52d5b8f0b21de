// The kinds of rules as people look for them.

import { type Language, type RuleKind, ruleKinds } from "@rempart/policy";

export const chapters = ["lock", "device", "links", "apps", "network", "location", "updates", "contact"] as const;
export type Chapter = (typeof chapters)[number];

export interface Found {
  chapter: Chapter;
  kinds: (readonly [kind: string, row: RuleKind])[];
}

/** Letters without accents and case: who types "ecran" means "écran". */
function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
}

/** Kinds whose name, help, fields or chapter hold every word, by chapter; those named so stand first. */
export function searchKinds(
  words: string,
  language: Language,
  chapterNames: Readonly<Record<Chapter, string>>,
): Found[] {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  const textOf = (kind: string, row: RuleKind): string =>
    plain(
      [
        ...[kind, row.name[language], row.help[language], chapterNames[row.subject]],
        ...Object.values(row.fields).flatMap((field) => [
          field.label[language],
          ...("options" in field ? field.options.map((option) => option[language]) : []),
        ]),
      ].join(" "),
    );
  const isNamed = (row: RuleKind): boolean => wanted.every((word) => plain(row.name[language]).includes(word));
  return chapters.flatMap((chapter): Found[] => {
    const kinds = Object.entries(ruleKinds)
      .filter(([kind, row]) => row.subject === chapter && wanted.every((word) => textOf(kind, row).includes(word)))
      .sort(([, a], [, b]) => Number(isNamed(b)) - Number(isNamed(a)));
    return kinds.length === 0 ? [] : [{ chapter, kinds }];
  });
}
