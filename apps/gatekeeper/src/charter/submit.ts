import { currentLog, type JsonValue, openCharter } from "@rempart/trust";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import { emit } from "../link/outbox.ts";
import { orderEvent } from "../orders/effects.ts";

/** Takes the next charter: it ends every pending one-shot order and forgets who was muted (PROTOCOL sections 4 and 7). */
export async function submitCharter(
  context: Context,
  envelope: JsonValue,
): Promise<{ index: number; hash: string; state: "released" }> {
  const { body } = await openCharter(envelope);
  // Its heads would bear a key that no phone believes any more, and its texts would be sealed to somebody else.
  if (currentLog(body).kid !== context.keys.log.kid || body.sealKey.kid !== context.keys.seal.kid) {
    throw new GateError("request", "envelope", "the charter does not name this gatekeeper's log and sealing keys");
  }
  const ending = [...context.book.byHash.values()].filter(
    (entry) =>
      !entry.standing &&
      entry.document.body.action !== "unfreeze" &&
      (entry.pending.size > 0 || entry.state === "held"),
  );
  const hashes = ending.map((entry) => entry.document.hash);
  const { charter, index } = await context.charters.accept(context.log, envelope, async (tx) => {
    await tx.query("update accepted_order set state = 'ended' where hash = any($1)", [hashes]);
    await tx.query("delete from muted");
    await emit(
      tx,
      hashes.map((hash) => ({ type: "order", body: orderEvent(context, hash, "ended") })),
    );
  });
  for (const entry of ending) context.book.close(entry, "ended");
  context.freezes.muted.clear();
  context.nudge();
  context.waiters.wakeAll();
  return { index, hash: charter.hash, state: "released" };
}
