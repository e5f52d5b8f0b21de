import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { gatekeeper, useOrganisation } from "../organisation/context.tsx";
import { useServerAsk } from "../session/context.tsx";
import { standingHere } from "./standing.ts";

/** What stands, verified here; read again whenever the log has grown. */
export function useStandingPolicies() {
  const organisation = useOrganisation();
  const server = useServerAsk();
  const { genesis, head } = organisation;
  return useQuery({
    queryKey: ["standing", genesis, head.epoch, head.size],
    queryFn: () => standingHere(gatekeeper, server, organisation, head),
    placeholderData: keepPreviousData,
    // What the server keeps back now it may give a moment later.
    refetchInterval: ({ state }) => ((state.data?.hidden.length ?? 0) > 0 ? 5_000 : false),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
