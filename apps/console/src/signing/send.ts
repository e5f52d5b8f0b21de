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
import type { JsonValue, Signer } from "@rempart/trust";

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

/** A document with the signature that was just made: what is still to be handed on. */
export interface Signed {
  review: Review;
  /** The signatures that were added, as JSON. */
  made: readonly JsonValue[];
  /** Whether the server does not hold the document yet. */
  isNew: boolean;
}

/** What became of a signature. */
export type Sent =
  /**
   * Accepted by the gatekeeper. `proved`: a fresh head of the log holds it. `submitted` is undefined when another browser
   * handed it in first.
   */
  | { state: "sent"; review: Review; submitted: Submitted | undefined; proved: boolean }
  /** Signed, and waiting for others. */
  | { state: "waiting"; review: Review }
  /** Signed, but nobody took it: the connection is gone. The signature is not lost; `deliver` tries again. */
  | { state: "kept"; signed: Signed; error: unknown };

/** That the log of a head which answers a nonce of ours holds the document, or the release of this order. */
async function prove({ gatekeeper, trust }: Tools, review: Review, index: number): Promise<boolean> {
  try {
    const { head } = await freshHead(gatekeeper, await syncCharters(gatekeeper, trust));
    await proveEntry(gatekeeper, head, index, review.hash, review.kind);
    return true;
  } catch (error) {
    // It was taken; only the proof is still to come. A proof that is wrong is another matter.
    if (codeOf(error) === "network") return false;
    throw error;
  }
}

/** Leaves the document with the server for others to sign, and has the gatekeeper wake them. */
async function leave({ gatekeeper, server }: Tools, { review, made, isNew }: Signed): Promise<void> {
  const { envelope } = review.document;
  if (isNew) await server("/api/v1/drafts", { body: draftJson(envelope, review.targets ?? []) });
  else for (const signature of made) await server(`/api/v1/drafts/${review.hash}/signatures`, { body: { signature } });
  // Nobody is woken when this fails; the document waits in their inbox all the same.
  await gatekeeper("/gate/v1/announce", { body: { envelope } }).catch(() => undefined);
}

/** Hands on what was signed: to the gatekeeper when it is complete, else to the server. Rejects with what they refuse. */
export async function deliver(tools: Tools, signed: Signed): Promise<Sent> {
  const { review } = signed;
  try {
    if (review.complete) return await release(tools, review);
    await leave(tools, signed);
    return { state: "waiting", review };
  } catch (error) {
    if (codeOf(error) !== "network" && codeOf(error) !== "unavailable") throw error;
    // Complete, and the gatekeeper is away: whoever opens the inbox next can send it.
    if (review.complete) await leave(tools, signed).catch(() => undefined);
    return { state: "kept", signed, error };
  }
}

/**
 * Signs exactly what was shown, then releases it or leaves it for others. `texts`: what was shown of its sealed texts.
 * `isNew`: the server does not hold it yet. Rejects with what `requireTimely`, `requireRead`, the signer and both sides
 * refuse.
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
  return await deliver(tools, { review, made, isNew });
}

/** Leaves a document that its drafter does not sign, for those who can. */
export async function leaveUnsigned(tools: Tools, review: Review): Promise<Sent> {
  await leave(tools, { review, made: [], isNew: true });
  return { state: "waiting", review };
}

/** Hands a complete document to the gatekeeper and proves that it was taken. */
export async function release(tools: Tools, review: Review): Promise<Sent & { state: "sent" }> {
  requireComplete(review, tools.now());
  let submitted: Submitted;
  try {
    submitted = await submit(tools.gatekeeper, review.hash, review.document.envelope, review.targets);
  } catch (error) {
    // The last two may sign in the same second: then the other's browser was first, and all is well.
    if (codeOf(error) !== "replay") throw error;
    return { state: "sent", review, submitted: undefined, proved: false };
  }
  return { state: "sent", review, submitted, proved: await prove(tools, review, submitted.index) };
}
