// The other side of check-away.ts: a worker that checks one list of phones against one order and ends.

import { checkTargetList, type JsonValue, openEnvelope, orderType, Refusal } from "@rempart/trust";

export interface CheckQuestion {
  envelope: JsonValue;
  targets: readonly string[];
}

/** The sorted list and the hash of the order that signed it; or that it is another list. */
export type CheckAnswer = { hash: string; targets: string[] } | { refused: string };

function answer({ envelope, targets }: CheckQuestion): CheckAnswer {
  try {
    const { hash, body } = openEnvelope(orderType, envelope);
    return { hash, targets: checkTargetList(body, targets) };
  } catch (error) {
    return { refused: error instanceof Refusal ? error.code : "internal" };
  }
}

addEventListener("message", ({ data }: MessageEvent<CheckQuestion>) => postMessage(answer(data)));
