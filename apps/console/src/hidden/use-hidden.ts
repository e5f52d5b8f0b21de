import { useQuery } from "@tanstack/react-query";
import { gatekeeper, useOrganisation } from "../organisation/context.tsx";
import { useServerAsk } from "../session/context.tsx";
import { findHidden, type Hidden } from "./hidden.ts";

/** Which released orders the server does not show, as of the newest verified head. */
export function useHidden(): Hidden | undefined {
  const { genesis, head } = useOrganisation();
  const server = useServerAsk();
  const { data } = useQuery({
    queryKey: ["hidden", genesis, head.epoch, head.size],
    queryFn: async () => (await findHidden(gatekeeper, server, head, genesis)) ?? null,
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? undefined;
}
