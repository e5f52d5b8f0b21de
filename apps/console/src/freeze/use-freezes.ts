import { useQueries } from "@tanstack/react-query";
import { gatekeeper, useOrganisation } from "../organisation/context.tsx";
import { useServerAsk } from "../session/context.tsx";
import { type FoundFreeze, findFreeze, freezesInForce } from "./find.ts";

/** A freeze in force, and who froze as far as it is proven. */
export interface Freeze {
  hash: string;
  found: FoundFreeze | undefined;
}

/** How long until a freeze is looked for again whose release was not in the head yet, or that the server did not show. */
const againMs = 5_000;
/** After so many tries the log's word on who and when is enough. */
const mostTries = 6;

/** The freezes in force, by the signed head. Empty when nothing is frozen. */
export function useFreezes(): Freeze[] {
  const organisation = useOrganisation();
  const server = useServerAsk();
  const hashes = freezesInForce(organisation.head, organisation.status.freezes);
  const found = useQueries({
    queries: hashes.map((hash) => ({
      queryKey: ["freeze", organisation.genesis, hash],
      queryFn: async () => (await findFreeze(hash, organisation, gatekeeper, server)) ?? null,
      staleTime: Number.POSITIVE_INFINITY,
      refetchInterval: ({ state }: { state: { data: FoundFreeze | null | undefined; dataUpdateCount: number } }) =>
        state.data && (state.data.reason !== undefined || state.dataUpdateCount >= mostTries)
          ? (false as const)
          : againMs,
      retry: false,
    })),
  });
  return hashes.map((hash, index) => ({ hash, found: found[index]?.data ?? undefined }));
}
