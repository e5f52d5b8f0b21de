// From a document that a person read to one that is released, or waits for others. The client whose signature completes the
// quorum hands it to the gatekeeper itself: a server that sleeps or lies stops nothing.

import {
  type Ask,
  codeOf,
  draftJson,
  freshHead,
  type Opened,
  proveEntry,
  type Review,
  requireComplete,
  requireRead,
  reviewWith,
  type Submitted,
  signReview,
  submit,
  syncCharters,
  type Trust,
} from "@rempart/client";
import type { Signer } from "@rempart/trust";

/** What signing needs from around it. */
export interface Tools {
  gatekeeper: Ask;
  server: Ask;
  trust: Trust;
  frozen: boolean;
  signer(): Promise<Signer>;
  /** Unix seconds. */
  now(): number;
}

/** What became of a signature. */
export type Sent =
  /** Released or held by the brake, and proved by the log. */
  | { state: "sent"; review: Review; submitted: Submitted }
  /** Signed, and waiting for others. */
  | { state: "waiting"; review: Review };

/** That the log of a head which answers a nonce of ours holds the document, or the release of this order. */
async function prove({ gatekeeper, trust }: Tools, review: Review, index: number): Promise<void> {
  const { head } = await freshHead(gatekeeper, await syncCharters(gatekeeper, trust));
  await proveEntry(gatekeeper, head, index, review.hash, review.kind);
}

/** Leaves the document with the server for others to sign, and has the gatekeeper wake them. */
async function leave({ gatekeeper, server }: Tools, review: Review, isNew: boolean, made: unknown): Promise<void> {
  const { envelope } = review.document;
  if (isNew) await server("/api/v1/drafts", { body: draftJson(envelope, review.targets ?? []) });
  else await server(`/api/v1/drafts/${review.hash}/signatures`, { body: { signature: made } });
  // Nobody is woken when this fails; the document waits in their inbox all the same.
  await gatekeeper("/gate/v1/announce", { body: { envelope } }).catch(() => undefined);
}

/**
 * Signs exactly what was shown, then releases it or leaves it for others. `texts`: what was shown of its sealed texts.
 * `isNew`: the server does not hold it yet. Rejects with what `requireTimely`, `requireRead`, the signer and both sides refuse.
 */
export async function signAndSend(
  tools: Tools,
  shown: Review,
  texts: readonly Opened[],
  isNew: boolean,
): Promise<Sent> {
  requireRead(texts);
  const made = await signReview(shown, [await tools.signer()], tools.now());
  const review = await reviewWith(shown, made, { charters: tools.trust.charters, frozen: tools.frozen });
  if (!review.complete) {
    await leave(tools, review, isNew, made[0]);
    return { state: "waiting", review };
  }
  return { state: "sent", review, submitted: await release(tools, review) };
}

/** Hands a complete document to the gatekeeper and proves that it was taken. */
export async function release(tools: Tools, review: Review): Promise<Submitted> {
  requireComplete(review, tools.now());
  try {
    const submitted = await submit(tools.gatekeeper, review.hash, review.document.envelope, review.targets);
    await prove(tools, review, submitted.index);
    return submitted;
  } catch (error) {
    // The last two may sign in the same second: then the other's browser was first, and all is well.
    if (codeOf(error) !== "replay") throw error;
    return { index: 0, hash: review.hash, state: "released" };
  }
}
