import {
  countedStream,
  type Drafted,
  draftOrder,
  nextPosition,
  type Opened,
  type OrderWish,
  type Review,
} from "@rempart/client";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { gatekeeper, useOrganisation } from "../organisation/context.tsx";
import { useServerAsk } from "../session/context.tsx";
import { useSigner } from "../session/signer.tsx";
import { release, type Sent, signAndSend, type Tools } from "./send.ts";

/** What a person wants done; time and place in the stream are added here. */
export type Wish = Omit<OrderWish, "now" | "position">;

/** Drafting, signing and sending for whoever is signed in, under the charters and head that this browser verified. */
export interface Signing {
  /** Builds and judges a document; nothing is signed and nothing sent. */
  draft(wish: Wish): Promise<Drafted>;
  /** Signs what was shown and sends it on. `isNew`: the server does not hold it yet. */
  send(review: Review, texts: readonly Opened[], isNew: boolean): Promise<Sent>;
  /** Hands a complete document to the gatekeeper, when whoever signed last could not. */
  release(review: Review): Promise<unknown>;
}

export function useSigning(): Signing {
  const { trust, frozen } = useOrganisation();
  const server = useServerAsk();
  const signer = useSigner();
  const client = useQueryClient();
  return useMemo(() => {
    const tools: Tools = { gatekeeper, server, trust, frozen, signer, now: () => Math.floor(Date.now() / 1000) };
    const fresh = async <T>(work: Promise<T>): Promise<T> => {
      try {
        return await work;
      } finally {
        void client.invalidateQueries();
      }
    };
    return {
      draft: async (wish) => {
        const stream = countedStream(wish.action, wish.params ?? {});
        const position = stream === undefined ? undefined : await nextPosition(server, stream);
        const judging = { charters: trust.charters, frozen };
        return draftOrder({ ...wish, now: Date.now(), ...(position ? { position } : {}) }, judging);
      },
      send: (review, texts, isNew) => fresh(signAndSend(tools, review, texts, isNew)),
      release: (review) => fresh(release(tools, review)),
    };
  }, [trust, frozen, server, signer, client]);
}
