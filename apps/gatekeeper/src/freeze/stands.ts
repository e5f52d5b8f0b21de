import { type Document, decidingRow, hasQuorum, type Order, Refusal, targetCount } from "@rempart/trust";
import type { Context } from "../context.ts";

/** Whether an order may go out now: nothing is frozen, or its quorum also satisfies a row for that case. */
export async function passesFreeze(context: Context, order: Document<Order>): Promise<boolean> {
  if (!context.freezes.frozen) return true;
  const charter = context.charters.newest;
  if (order.body.charter !== charter.hash) return false;
  try {
    const row = decidingRow(charter, order.body.action, targetCount(order.body.targets), true);
    return await hasQuorum(order, charter, row);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
