// The same order again, for the phones that did not do it: a new document, built here, signed anew.

import { type Ask, type Opened, openParams, type Review, requireRead, textsOf } from "@rempart/client";
import { Problem } from "../problem/problem.ts";
import type { Wish } from "../signing/use-signing.ts";
import { orderPhones } from "./server.ts";

/** What is worth another try. */
export const failedOutcomes = ["failed", "refused", "interrupted", "unsupported"] as const;
const pageSize = 10_000;
const mostPages = 100;

/**
 * Phones of the signed list that the server says failed. A server that names others adds nobody; one that names none can
 * only delay. `ask` goes to the server. Rejects with `answer`.
 */
export async function failedPhones(ask: Ask, review: Review): Promise<string[]> {
  const signed = new Set(review.targets);
  const found: string[] = [];
  let after = "";
  for (let page = 0; page < mostPages; page++) {
    const path = `/api/v1/orders/${review.hash}/phones?outcome=${failedOutcomes.join(",")}&limit=${pageSize}${after}`;
    const { phones, next } = orderPhones(await ask(path, { lax: true }), path);
    found.push(...phones.map(({ device }) => device).filter((device) => signed.has(device)));
    if (next === undefined) break;
    after = `&after=${next}`;
  }
  return [...new Set(found)];
}

/**
 * The wish that an order was, with its texts: for `phones` alone, else for whom it was. Refuses with `secret.unread`, and
 * with `targets.list` when the phones are not known.
 */
export function wishOf(review: Review & { kind: "order" }, opened: readonly Opened[], phones?: string[]): Wish {
  requireRead(opened);
  const { action, reason, targets } = review.document.body;
  const listed = phones ?? review.targets;
  if ("count" in targets && listed === undefined)
    throw new Problem("targets.list", review.hash, "the list of phones was not given");
  return {
    action,
    params: openParams(review.document),
    aim: "count" in targets ? { phones: listed! } : targets,
    reason: reason.code,
    texts: textsOf(opened),
  };
}
