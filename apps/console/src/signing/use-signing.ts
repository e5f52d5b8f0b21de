import {
  countedStream,
  type Drafted,
  draftAgain,
  draftOrder,
  nextPosition,
  type Opened,
  type OrderWish,
  openParams,
  type Position,
  type Review,
  requireNext,
  review as reviewOf,
} from "@rempart/client";
import type { Action, JsonObject } from "@rempart/trust";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { gatekeeper, useOrganisation } from "../organisation/context.tsx";
import { useServerAsk } from "../session/context.tsx";
import { useSigner } from "../session/signer.tsx";
import { draftAway, isLarge } from "./draft-away.ts";
import { deliver, leaveUnsigned, release, type Sent, type Signed, signAndSend, type Tools } from "./send.ts";

/** What a person wants done; time is added here, and the place in the stream where it is not known from verified documents. */
export type Wish = Omit<OrderWish, "now">;

/** Drafting, signing and sending for whoever is signed in, under the charters and head that this browser verified. */
export interface Signing {
  /** Builds and judges a document; nothing is signed and nothing sent. */
  draft(wish: Wish): Promise<Drafted>;
  /** The same content under the charter in force, for an order that a new charter ended. `opened`: its texts. */
  again(old: Review, opened: readonly Opened[]): Promise<Drafted>;
  /** `wish` afresh, made from a document of the charter in force that lapsed. */
  afresh(wish: Wish, old: Review): Promise<Drafted>;
  /** Signs what was shown and sends it on. `isNew`: the server does not hold it yet. */
  send(review: Review, texts: readonly Opened[], isNew: boolean): Promise<Sent>;
  /** Hands on again what was signed while nobody answered. */
  deliver(signed: Signed): Promise<Sent>;
  /** Leaves a draft for others, without a signature of one's own. */
  leave(review: Review): Promise<Sent>;
  /** Hands a complete document to the gatekeeper, when whoever signed last could not. */
  release(review: Review): Promise<Sent>;
}

export function useSigning(): Signing {
  const { trust, frozen } = useOrganisation();
  const server = useServerAsk();
  const signer = useSigner();
  const client = useQueryClient();
  return useMemo(() => {
    const tools: Tools = { gatekeeper, server, trust, frozen, signer, now: () => Math.floor(Date.now() / 1000) };
    const judging = { charters: trust.charters, frozen };
    const positionOf = async (action: Action, params: JsonObject): Promise<Position | undefined> => {
      const stream = countedStream(action, params);
      return stream === undefined ? undefined : await nextPosition(server, stream);
    };
    const fresh = async <T>(work: Promise<T>): Promise<T> => {
      try {
        return await work;
      } finally {
        void client.invalidateQueries();
      }
    };
    const draft = async (wish: Wish): Promise<Drafted> => {
      const position = wish.position ?? (await positionOf(wish.action, wish.params ?? {}));
      const whole = { ...wish, now: Date.now(), ...(position ? { position } : {}) };
      return isLarge(whole) ? draftAway(whole, judging) : draftOrder(whole, judging);
    };
    return {
      draft,
      afresh: async (wish, old) => {
        const position = await positionOf(wish.action, wish.params ?? {});
        if (old.kind === "order") requireNext(old.document, position);
        return draft({ ...wish, ...(position ? { position } : {}) });
      },
      again: async (old, opened) => {
        const position =
          old.kind === "order" ? await positionOf(old.document.body.action, openParams(old.document)) : undefined;
        return draftAgain(old, opened, Date.now(), position, judging);
      },
      send: (review, texts, isNew) => fresh(signAndSend(tools, review, texts, isNew)),
      deliver: (signed) => fresh(deliver(tools, signed)),
      leave: (review) => fresh(leaveUnsigned(tools, review)),
      release: (review) => fresh(release(tools, review)),
    };
  }, [trust, frozen, server, signer, client]);
}

/** The document judged under what is known now: a freeze or a new charter shows before anybody signs. */
export function useJudged(shown: Review): Review {
  const { trust, frozen } = useOrganisation();
  const { charters } = trust;
  const [judged, setJudged] = useState({ of: shown, review: shown });
  useEffect(() => {
    let stale = false;
    reviewOf(shown.hash, shown.document.envelope, shown.targets, charters, frozen).then(
      (review) => stale || setJudged({ of: shown, review }),
      // It was judged before; what cannot be judged again stays refused by the gatekeeper.
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [shown, charters, frozen]);
  return judged.of === shown ? judged.review : shown;
}
