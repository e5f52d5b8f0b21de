// The other side of draft-away.ts: a worker that drafts one order and ends.

import { draftOrder, type OrderWish } from "@rempart/client";
import { extendChain, type JsonValue } from "@rempart/trust";
import { faultOf } from "../problem/problem.ts";

export interface AwayQuestion {
  genesis: string;
  /** The chain of charters. */
  envelopes: readonly JsonValue[];
  frozen: boolean;
  wish: OrderWish;
}

export type AwayAnswer =
  | { hash: string; envelope: JsonValue; targets: string[]; texts: ReadonlyMap<string, string> }
  | { refused: { code: string; where: string; message: string } };

async function answer({ genesis, envelopes, frozen, wish }: AwayQuestion): Promise<AwayAnswer> {
  try {
    const charters = await extendChain([], genesis, envelopes);
    const { review, texts } = await draftOrder(wish, { charters, frozen });
    return {
      hash: review.hash,
      envelope: review.document.envelope,
      // A copy: what is frozen here would be none there.
      targets: [...(review.targets ?? [])],
      texts,
    };
  } catch (error) {
    const { code, where, message } = faultOf(error);
    return { refused: { code, where, message } };
  }
}

addEventListener("message", ({ data }: MessageEvent<AwayQuestion>) => {
  void answer(data).then((done) => postMessage(done));
});
