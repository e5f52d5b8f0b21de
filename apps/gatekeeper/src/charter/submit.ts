import { type JsonValue, openCharter, verifySuccessor } from "@rempart/trust";
import type { Context } from "../context.ts";
import { requireEpoch, requireKeys, settleKeys } from "../keys/rotation.ts";
import { emit } from "../link/outbox.ts";
import { orderEvent } from "../orders/effects.ts";
import { forgetLeavers } from "../push/subscriptions.ts";
import { forgetCopies } from "../wrapped/copies.ts";

/** Takes the next charter: it ends every pending one-shot order and forgets who was muted (PROTOCOL sections 4 and 7). */
export async function submitCharter(
  context: Context,
  envelope: JsonValue,
): Promise<{ index: number; hash: string; state: "released" }> {
  const opened = await openCharter(envelope);
  const { body } = opened;
  // Signatures and chain first: a stranger learns nothing of the keys here, and costs no look at the disk.
  await verifySuccessor(context.charters.newest, opened);
  await requireKeys(context, body);
  await requireEpoch(context.log, context.charters.newest.body, body);
  const ending = [...context.book.byHash.values()].filter(
    (entry) =>
      !entry.standing &&
      entry.document.body.action !== "unfreeze" &&
      (entry.pending.size > 0 || entry.state === "held"),
  );
  const hashes = ending.map((entry) => entry.document.hash);
  const { charter, index } = await context.charters.accept(context.log, envelope, async (tx, next) => {
    await tx.query("update accepted_order set state = 'ended' where hash = any($1)", [hashes]);
    await tx.query("delete from muted");
    await forgetCopies(tx, next);
    await forgetLeavers(tx, next);
    await emit(
      tx,
      hashes.map((hash) => ({ type: "order", body: orderEvent(context, hash, "ended") })),
    );
  });
  for (const entry of ending) context.book.close(entry, "ended");
  context.freezes.muted.clear();
  await settleKeys(context);
  context.nudge();
  context.waiters.wakeAll();
  return { index, hash: charter.hash, state: "released" };
}
