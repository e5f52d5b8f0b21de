// The states of a document, each with a word, a shape and a colour (state-mark.tsx).

import { isDestructive, isStanding, type Order, type Reach, type Release, targetCount } from "@rempart/trust";

export const orderStates = [
  "draft",
  "waiting",
  "held",
  "released",
  "reached",
  "done",
  "failed",
  "refused",
  "cancelled",
  "expired",
  "withdrawn",
  "ended",
] as const;
export type OrderState = (typeof orderStates)[number];

/** How many phones a document may have reached, by releases that the log proves. */
export interface Reached {
  phones: number;
  /** Phones that it is for, by the gatekeeper's record in the log. */
  of: number;
  all: boolean;
}

/** Unix seconds until which the brake holds the whole order; undefined where it does not. `accepted`: Unix seconds. */
export function heldUntil(
  order: Order,
  hold: { above: number; seconds: number },
  accepted: number,
): number | undefined {
  if (!isDestructive(order) || isStanding(order)) return undefined;
  return (targetCount(order.targets) ?? 0) > hold.above ? accepted + hold.seconds : undefined;
}

function below(reach: Reach, leaves: readonly string[] | undefined, phones: number, bound: number): number {
  if (!("below" in reach)) return 0;
  // Hex of equal length sorts as its bytes do.
  return leaves ? leaves.filter((leaf) => leaf < reach.below).length : Math.min(phones, bound);
}

/**
 * What the proven releases of one order reach together. `leaves`: hex leaves of the signed list, where there is one;
 * `bound`: how many phones the charter lets a standing document reach first, where the list is a group's.
 */
export function reachedBy(
  releases: readonly Release[],
  leaves: readonly string[] | undefined,
  bound: (phones: number) => number,
): Reached {
  const of = Math.max(0, ...releases.map((release) => release.phones));
  if (releases.some(({ reach }) => "all" in reach)) return { phones: of, of, all: true };
  const named = new Set(releases.flatMap(({ reach }) => ("phones" in reach ? reach.phones : [])));
  const first = Math.max(0, ...releases.map((one) => below(one.reach, leaves, one.phones, bound(one.phones))));
  const phones = Math.min(of, named.size + first);
  return { phones, of, all: of > 0 && phones === of };
}

/** What the server says became of a draft. */
export interface SaidDraft {
  /** waiting, accepted, refused (by the gatekeeper), withdrawn, expired. */
  state: string;
}

/** The state of a draft: time and charter by this browser, the rest by the server's word. `now`: Unix seconds. */
export function draftState(
  review: { current: boolean; acceptedUntil: number },
  said: SaidDraft,
  now: number,
): OrderState {
  if (said.state === "accepted") return "released";
  if (said.state === "withdrawn") return "withdrawn";
  if (!review.current) return "ended";
  if (now > review.acceptedUntil) return "expired";
  return said.state === "refused" ? "refused" : "waiting";
}

/** What the server says became of an order. */
export interface SaidOrder {
  /** held, released, cancelled, ended. */
  state: string;
  outcomes: Readonly<Record<string, number>>;
  phones: number;
}

/** What a phone says last about an order: that it did it, or that it did not. */
const didIt: readonly string[] = ["done", "started", "observed"];
const didNot: readonly string[] = ["failed", "refused", "unsupported", "interrupted"];

/** What is proven of an order, as far as its state needs it. */
export interface ProvenState {
  proven: boolean;
  heldUntil: number | undefined;
  ended: boolean;
  expiresAt: number | undefined;
  reached: Reached | undefined;
}

/**
 * The state of an accepted order. `held`, `ended` and `expired` come from signed bytes and this browser's clock, which the
 * server cannot talk away; `cancelled` and what phones did is the server's word. `now`: Unix seconds.
 */
export function orderState(
  proven: ProvenState,
  said: SaidOrder,
  now: number,
): { state: OrderState; by: "here" | "server" } {
  if (said.state === "cancelled") return { state: "cancelled", by: "server" };
  // Nothing reaches a phone while the brake holds: answers that are counted then are made up.
  const isHeld = proven.heldUntil !== undefined && now < proven.heldUntil;
  const count = (words: readonly string[]): number => words.reduce((sum, word) => sum + (said.outcomes[word] ?? 0), 0);
  const failures = count(didNot);
  const answered = count(didIt) + failures;
  if (!isHeld && said.phones > 0 && answered >= said.phones)
    return { state: failures > 0 ? "failed" : "done", by: "server" };
  if (proven.ended || said.state === "ended") return { state: "ended", by: proven.ended ? "here" : "server" };
  if (isHeld) return { state: "held", by: "here" };
  if (proven.expiresAt !== undefined && now > proven.expiresAt) return { state: "expired", by: "here" };
  if (answered > 0) return { state: "reached", by: "server" };
  if (said.state === "held" && !proven.proven) return { state: "held", by: "server" };
  return { state: "released", by: proven.proven ? "here" : "server" };
}

/**
 * Whether taking the order back is offered. For what destroys, the server's word that it is over takes that away from nobody:
 * it could call a held wipe cancelled, and let it go out. `now`: Unix seconds.
 */
export function mayCancel(order: Order, proven: ProvenState, said: SaidOrder, now: number): boolean {
  if (proven.ended || (proven.expiresAt !== undefined && now > proven.expiresAt)) return false;
  if (isDestructive(order) && proven.proven && !proven.reached?.all) return true;
  // A standing document goes on: phones that enrol later would get it.
  const isOver = orderState(proven, said, now).state === "done" && !isStanding(order);
  return (said.state === "held" || said.state === "released") && !isOver;
}
