// What policies and groups are called. A signed policy has an id and no name: names could tell outsiders who it is about, and a
// name that nobody signs must not look as if somebody had. So this browser remembers names, and where an id was made from a
// name (ADR 0015) anybody who knows the name can prove that it belongs.

import { kindOf, type Language, type Rule } from "@rempart/policy";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useOrganisation } from "../organisation/context.tsx";
import { keepNote, keptNote } from "../organisation/store.ts";

/** Names by id. */
export interface KeptNames {
  readonly policies: Readonly<Record<string, string>>;
  readonly groups: Readonly<Record<string, string>>;
}

const none: KeptNames = { policies: {}, groups: {} };
const noteOf = (genesis: string): string => `${genesis}/policy-names`;
const keyOf = (genesis: string) => ["kept", "policy-names", genesis] as const;

/** The form that a name has in files; what has another could not be exported. */
export const namePattern = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u;

/** Names that this browser remembers, and how to remember more. */
export function useNames(): { names: KeptNames; remember(more: Partial<KeptNames>): Promise<void> } {
  const { genesis } = useOrganisation();
  const client = useQueryClient();
  const { data = none } = useQuery({
    queryKey: keyOf(genesis),
    queryFn: async () => (await keptNote<KeptNames>(noteOf(genesis))) ?? none,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return {
    names: data,
    remember: async (more) => {
      const now = (await keptNote<KeptNames>(noteOf(genesis))) ?? none;
      await keepNote(noteOf(genesis), {
        policies: { ...now.policies, ...more.policies },
        groups: { ...now.groups, ...more.groups },
      });
      await client.invalidateQueries({ queryKey: keyOf(genesis) });
    },
  };
}

/** The id that a policy of this name has for a group (ADR 0015). Loads the configuration's code when it is first asked. */
export async function idOfName(genesis: string, name: string, group: string): Promise<string> {
  const { idOf } = await import("@rempart/configuration");
  return idOf(genesis, "policy", name, group);
}

/** What a policy is about, for one whose name nobody here knows: its first rules. */
export function summaryOf(
  rules: readonly Pick<Rule, "kind">[],
  language: Language,
  more: (n: number) => string,
): string {
  const names = [...new Set(rules.map(({ kind }) => kind))].flatMap((kind) => {
    const row = kindOf(kind);
    return row ? [row.name[language]] : [];
  });
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} ${more(names.length - 3)}` : shown;
}
