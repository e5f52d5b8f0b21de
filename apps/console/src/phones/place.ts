// Where a lost phone said it is. One position, the newest; nothing here keeps or draws a trail.

import { type Place, placeOf } from "@rempart/client";
import { type Concerning, isProven } from "./concerning.ts";
import type { Reports } from "./reports.ts";

/**
 * The newest answer to a proven `locate`, opened; "locked" where it is sealed and not opened here; undefined where there is
 * none. `since`: a position of before the phone was lost is nobody's business.
 */
export function lastPlace(orders: readonly Concerning[], { told }: Reports): Place | "locked" | undefined {
  const proven = orders.filter(isProven);
  const asked = new Set(proven.filter(({ said }) => said.action === "locate").map(({ said }) => said.hash));
  const lost = proven.find(
    ({ verified, word }) =>
      verified.review.document.body.action === "lost-mode" && word?.proven === true && word.outcome === "done",
  );
  const since = lost?.word?.at ?? 0;
  const answer = told.find(
    ({ kind, outcome, order, at }) =>
      kind === "order" && outcome === "done" && order !== undefined && asked.has(order) && at >= since,
  );
  if (!answer) return undefined;
  if (answer.locked) return "locked";
  const { hash, at, data } = answer;
  if (data === undefined) return undefined;
  return placeOf({ hash, kind: "order", outcome: "done", at, signed: "phone", data });
}

/** Degrees x 10^7 as degrees with five decimals: about a metre. */
export function degrees(value: number): number {
  return Math.round(Math.abs(value) / 100) / 100_000;
}
