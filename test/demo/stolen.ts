// Orders as the attacker finds them in the databases that were stolen.
import { type Document, type JsonValue, type Order, openEnvelope, orderType } from "@rempart/trust";
import { readToken } from "./ordinary.ts";
import type { World } from "./world.ts";

const kept = new Map<string, Document<Order>>();

/** Remembers an order that never went through the server. */
export function keepOrder(order: Document<Order>): void {
  kept.set(order.hash, order);
}

/** The order of this hash. */
export async function readOrder(world: World, hash: string): Promise<Document<Order>> {
  const have = kept.get(hash);
  if (have) return have;
  const response = await fetch(`${world.urls.server}/api/v1/orders/${hash}`, {
    headers: { authorization: `Bearer ${await readToken(world)}` },
  });
  const { envelope } = (await response.json()) as { envelope: JsonValue };
  return openEnvelope(orderType, envelope);
}
