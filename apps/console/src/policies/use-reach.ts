import { useQuery } from "@tanstack/react-query";
import { type VerifiedOrder, verifyOrder } from "../orders/verify.ts";
import { gatekeeper, useOrganisation } from "../organisation/context.tsx";
import { useServer } from "../remote/use-server.ts";
import { type ReachNow, reachNow } from "./reach.ts";
import { type OrderRow, readOrder, readOrders } from "./read.ts";
import type { StandingPolicy } from "./standing.ts";

/** How far one policy has come: releases proved by the log, results by the server's word. */
export interface PolicyReach {
  now: ReachNow;
  verified: VerifiedOrder;
  row: OrderRow;
}

/** The newest policy orders with their progress, for a list; what is not among them is asked for by itself. */
export function usePolicyOrders() {
  return useServer({
    about: ["order", "phone"],
    path: "/api/v1/orders?action=policy&limit=200&results=0",
    read: readOrders,
    keep: true,
  });
}

/** The progress of `policy`. `row`: where a list had it already. */
export function useReach(policy: StandingPolicy | undefined, row?: OrderRow, waits = false) {
  const organisation = useOrganisation();
  const { head, frozen } = organisation;
  const asked = useServer({
    about: ["order", "phone"],
    path: `/api/v1/orders/${policy?.hash ?? ""}?results=0&targets=false`,
    read: readOrder,
    enabled: policy !== undefined && row === undefined && !waits,
    keep: true,
  });
  const said = row ?? (asked.data?.hash === policy?.hash ? asked.data : undefined);
  const last = said?.releases.at(-1)?.index ?? -1;
  const proof = useQuery({
    queryKey: ["reach", policy?.hash, last, last < head.size, frozen],
    queryFn: () =>
      verifyOrder(
        {
          hash: policy!.hash,
          envelope: said!.envelope as never,
          releases: said!.releases as never,
          state: said!.state,
        },
        organisation,
        gatekeeper,
      ),
    enabled: policy !== undefined && said !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const verified = proof.data;
  const reach: PolicyReach | undefined =
    policy && said && verified
      ? {
          now: reachNow(
            verified,
            said.outcomes,
            organisation.trust.newest.body.brake.reach.seconds,
            { destructive: policy.destructive, frozen },
            Math.floor(Date.now() / 1000),
          ),
          verified,
          row: said,
        }
      : undefined;
  return { reach, error: asked.error ?? proof.error };
}
