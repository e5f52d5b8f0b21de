// Questions to the server through TanStack Query. Every answer is the server's word; keys begin with the type of change that
// makes them stale (live/changes.ts).

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useServerAsk, useSession } from "../session/context.tsx";
import type { Reader } from "./read.ts";

/** Types of changes that the server's event stream tells. */
export type ChangeType =
  | "phone"
  | "order"
  | "app"
  | "rollout"
  | "draft"
  | "charter"
  | "ticket"
  | "freeze"
  | "group"
  | "alarm";

export interface ServerQuestion<T> {
  /** Asked again when one of these changes. */
  about: readonly ChangeType[];
  path: string;
  read: Reader<T>;
  enabled?: boolean;
  /** Keeps what was shown while the next answer is on its way, so that typing never empties the page. */
  keep?: boolean;
}

/** Asks the server, reads the answer, asks again when it changes. */
export function useServer<T>({ about, path, read, enabled = true, keep = false }: ServerQuestion<T>) {
  const ask = useServerAsk();
  // What one person was told is not another's: somebody else may go on in the same tab.
  const { person } = useSession();
  return useQuery({
    queryKey: ["server", about, path, person],
    queryFn: async ({ signal }) => read(await ask(path, { lax: true, signal }), path),
    enabled,
    staleTime: 15_000,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}
