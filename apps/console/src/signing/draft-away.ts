// Drafting for thousands of phones beside the page: their tree takes seconds to hash, in which nothing may stand still.

import { type Drafted, type Judging, type OrderWish, rememberChecked, review } from "@rempart/client";
import { Problem } from "../problem/problem.ts";
import { askWorker } from "../remote/ask-worker.ts";
import type { AwayAnswer, AwayQuestion } from "./draft-worker.ts";
import workerUrl from "./draft-worker.ts?worker&url";

/** Up to here the tree is there before anybody notices (a tenth of a second). */
const atOnce = 5_000;

/** Whether drafting it would make the page stand still. */
export function isLarge({ aim }: OrderWish): boolean {
  return "phones" in aim && aim.phones.length > atOnce;
}

/** As `draftOrder`, with the same refusals. The charters are verified again there: only what is signed crosses over. */
export async function draftAway(wish: OrderWish, { charters, frozen }: Judging): Promise<Drafted> {
  const envelopes = charters.map(({ document }) => document.envelope);
  const question: AwayQuestion = { genesis: charters[0]!.genesis, envelopes, frozen, wish };
  const answer = await askWorker<AwayQuestion, AwayAnswer>(workerUrl, question);
  if ("refused" in answer) throw new Problem(answer.refused.code, answer.refused.where, answer.refused.message);
  const { hash, envelope, targets, texts } = answer;
  // Our own code built the tree, a moment ago, from this list.
  rememberChecked(targets, hash);
  return { review: await review(hash, envelope, targets, charters, frozen), texts: new Map(texts) };
}
