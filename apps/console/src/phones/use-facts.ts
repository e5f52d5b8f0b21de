// What the filters offer, with counts, and what the server calls the groups.

import { useMemo } from "react";
import { useServer } from "../remote/use-server.ts";
import { type Facets, facetsAnswer, groupsAnswer } from "./phone.ts";

/** Counts of each value among phones that are still here; those of the state among all. */
export function useFacets(): Facets | undefined {
  const of = (state: string) => ({
    about: ["group"] as const,
    path: `/api/v1/phones/facets${state}`,
    read: facetsAnswer,
  });
  const all = useServer(of("")).data?.facets;
  const ready = useServer(of("?state=ready")).data?.facets;
  const confirm = useServer(of("?state=confirm")).data?.facets;
  return useMemo(() => {
    if (!all || !ready || !confirm) return undefined;
    const added: Facets = {};
    for (const name of Object.keys(all)) {
      if (name === "state") {
        added[name] = all[name]!;
        continue;
      }
      const sum: Record<string, number> = Object.create(null);
      for (const part of [ready[name], confirm[name]])
        for (const [value, phones] of Object.entries(part ?? {})) sum[value] = (sum[value] ?? 0) + phones;
      added[name] = sum;
    }
    return added;
  }, [all, ready, confirm]);
}

export interface Groups {
  /** What the server calls a group; the beginning of its id where it has no name. */
  nameOf(id: string): string;
  list: readonly { id: string; phones: number; label?: string | undefined }[];
}

/** Groups by the server's word: who is in one is signed, what it is called is not. */
export function useGroups(): Groups {
  const { data } = useServer({ about: ["group"], path: "/api/v1/groups", read: groupsAnswer });
  return useMemo(() => {
    const list = data?.groups ?? [];
    const labels = new Map(list.map(({ id, label }) => [id, label]));
    return { list, nameOf: (id) => labels.get(id) ?? id.slice(0, 6) };
  }, [data]);
}
