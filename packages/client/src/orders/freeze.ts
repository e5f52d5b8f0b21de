import { forms, type Head, schema } from "@rempart/trust";
import { type Ask, part } from "../remote/ask.ts";

/**
 * Freezes in force, for an order that lifts them: what the verified head names, and what the gatekeeper (`ask`) adds by its
 * word. At most 16, as many as one order lifts.
 */
export async function freezesInForce(ask: Ask, head: Head): Promise<string[]> {
  const told = part("status", await ask("/gate/v1/status"), "freezes", schema.set(forms.hash, 0, 16));
  return [...new Set(head.freeze === undefined ? told : [head.freeze, ...told])].slice(0, 16);
}
