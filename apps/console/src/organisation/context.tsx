import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { asker } from "../remote/http.ts";
import { lookAround, type Organisation, type Standing } from "./follow.ts";

const Context = createContext<Organisation | undefined>(undefined);

/** An asker for the gatekeeper that served this page. It needs no session. */
export const gatekeeper = asker("");

const key = ["organisation"] as const;
/** How often the head is asked for: a freeze is seen within this time even when the server says nothing. */
const everyMs = 10_000;

/** What stands at this address, looked at again every ten seconds. */
export function useStanding() {
  return useQuery<Standing>({
    queryKey: key,
    queryFn: () => lookAround(gatekeeper),
    refetchInterval: everyMs,
    refetchOnWindowFocus: true,
    staleTime: 2_000,
  });
}

/** Looks again at once, after something that changes the head. */
export function useLookAgain(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: key });
}

export function OrganisationProvider({ value, children }: { value: Organisation; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** The organisation; only below the gate that found it known. */
export function useOrganisation(): Organisation {
  const organisation = useContext(Context);
  if (!organisation) throw new Error("no organisation is known here");
  return organisation;
}
