// Drafts of policies, in this browser alone until they are signed or thrown away.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useOrganisation } from "../../organisation/context.tsx";
import { keepNote, keptNote } from "../../organisation/store.ts";
import type { PolicyDraft } from "./draft.ts";

type Drafts = Readonly<Record<string, PolicyDraft>>;

const noteOf = (genesis: string): string => `${genesis}/policy-drafts`;
/** Writes one after the other: two quick ones must not undo each other. */
let writing: Promise<unknown> = Promise.resolve();

function change(genesis: string, make: (now: Drafts) => Drafts): Promise<unknown> {
  writing = writing
    .catch(() => undefined)
    .then(async () => keepNote(noteOf(genesis), make((await keptNote<Drafts>(noteOf(genesis))) ?? {})));
  return writing;
}

function without(drafts: Drafts, key: string): Drafts {
  const { [key]: _, ...rest } = drafts;
  return rest;
}

export interface KeptDrafts {
  /** Undefined until they are read. */
  drafts: Drafts | undefined;
  save(draft: PolicyDraft): void;
  drop(key: string): void;
}

/** The drafts that this browser keeps. What is saved shows at once. */
export function useDrafts(): KeptDrafts {
  const { genesis } = useOrganisation();
  const client = useQueryClient();
  const key = useMemo(() => ["kept", "policy-drafts", genesis] as const, [genesis]);
  const { data } = useQuery({
    queryKey: key,
    queryFn: async () => (await keptNote<Drafts>(noteOf(genesis))) ?? {},
    staleTime: Number.POSITIVE_INFINITY,
  });
  return {
    drafts: data,
    save: (draft) => {
      client.setQueryData<Drafts>(key, (now = {}) => ({ ...now, [draft.key]: draft }));
      void change(genesis, (now) => ({ ...now, [draft.key]: draft }));
    },
    drop: (name) => {
      client.setQueryData<Drafts>(key, (now = {}) => without(now, name));
      void change(genesis, (now) => without(now, name));
    },
  };
}
