// Checking a list of thousands of phones beside the page: hashing their tree takes seconds.

import { rememberChecked } from "@rempart/client";
import { Refusal } from "@rempart/trust";
import { askWorker } from "../remote/ask-worker.ts";
import type { CheckAnswer, CheckQuestion } from "./check-worker.ts";
import workerUrl from "./check-worker.ts?worker&url";
import type { ShownOrder } from "./verify.ts";

/** Up to here it is done before anybody notices (a tenth of a second). */
const atOnce = 5_000;

/**
 * The same order with its list checked, where that would make the page stand still. Rejects with `targets.list` another list
 * than the one that was signed; all else that is wrong is left to whoever judges the order.
 */
export async function withCheckedList(shown: ShownOrder): Promise<ShownOrder> {
  const { envelope, targets } = shown;
  if (targets === undefined || targets.length <= atOnce) return shown;
  const checked = await askWorker<CheckQuestion, CheckAnswer>(workerUrl, { envelope, targets });
  if ("refused" in checked) {
    if (checked.refused === "targets.list") throw new Refusal("targets.list", "targets");
    return shown;
  }
  // By the hash of the bytes that were checked there: for another document it counts for nothing here.
  rememberChecked(checked.targets, checked.hash);
  return { ...shown, targets: checked.targets };
}
