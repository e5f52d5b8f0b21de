import type { Review } from "@rempart/client";
import { useQueries, useQuery } from "@tanstack/react-query";
import { gatekeeper, useOrganisation } from "../organisation/context.tsx";
import { withCheckedList } from "./check-away.ts";
import { type ShownOrder, type VerifiedOrder, verifyOrder } from "./verify.ts";

/** Everything about `shown` that a verification depends on; two lies never share an answer. */
function shownKey({ hash, envelope, targets, releases, state }: ShownOrder): string {
  const held = (releases ?? []).map(({ index, envelope: one }) => [index, one]);
  return JSON.stringify([hash, envelope, targets?.length, targets?.[0], held, state]);
}

/** How long after a release its proof is looked for again while the head does not hold it yet. */
const againMs = 2_000;

/** `verifyOrder` for a component: again when the charters, the freeze or what is shown changes. */
export function useVerified(shown: ShownOrder | undefined) {
  const organisation = useOrganisation();
  const { trust, frozen } = organisation;
  return useQuery<VerifiedOrder>({
    queryKey: ["verified", trust.newest.hash, frozen, shown && shownKey(shown)],
    queryFn: async () => verifyOrder(await withCheckedList(shown!), organisation, gatekeeper),
    enabled: shown !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    // The same document as verified a moment ago stays in sight, with whatever dialog stands over it.
    placeholderData: (before) => (before?.review.hash === shown?.hash ? before : undefined),
    refetchInterval: ({ state: { data } }) => (data !== undefined && data.pending > 0 ? againMs : false),
    retry: false,
  });
}

/** A row of a list: the document that was asked for, or why it cannot be shown. */
export type Row = { shown: ShownOrder; review: Review | undefined; error: unknown };

/** The documents of a list, each judged from its bytes; proofs in the log are for whoever opens one. */
export function useReviewed(list: readonly ShownOrder[]): Row[] {
  const organisation = useOrganisation();
  const { trust, frozen } = organisation;
  const results = useQueries({
    queries: list.map((shown) => {
      const { state: _, releases: __, ...bare } = shown;
      return {
        queryKey: ["reviewed", trust.newest.hash, frozen, shownKey(bare)],
        queryFn: async () => (await verifyOrder(await withCheckedList(bare), organisation, gatekeeper)).review,
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 60_000,
        retry: false,
      };
    }),
  });
  return list.map((shown, index) => ({
    shown,
    review: results[index]?.data,
    error: results[index]?.error ?? undefined,
  }));
}
