import { useLanguage, useWords } from "../words/language.ts";
import { summaryOf, useNames } from "./names.ts";
import type { StandingPolicy } from "./standing.ts";
import { useGroups } from "./use-groups.ts";
import { policiesWords } from "./words.ts";

/** What things are called on this screen. */
export interface Called {
  /** The name that this browser remembers, else what the policy is about, else the beginning of its id. */
  policy(id: string): string;
  /** Whether `policy` gives a name, rather than a description. */
  isNamed(id: string): boolean;
  group(id: string): string;
}

/** Names of policies and groups, for sentences. */
export function useCalled(policies: readonly StandingPolicy[] | undefined): Called {
  const words = useWords(policiesWords);
  const language = useLanguage();
  const { names } = useNames();
  const { of } = useGroups();
  const nameOf = (id: string): string | undefined =>
    Object.hasOwn(names.policies, id) ? names.policies[id] : undefined;
  return {
    policy: (id) => {
      const rules = policies?.find((one) => one.id === id)?.rules;
      const about = rules && summaryOf(rules, language, words.andMore);
      return nameOf(id) ?? (about || words.unnamed(id.slice(0, 6)));
    },
    isNamed: (id) => nameOf(id) !== undefined,
    group: (id) => {
      const { by, label } = of(id);
      return by === "all" ? words.everyPhone : (label ?? words.group(id.slice(0, 6)));
    },
  };
}
