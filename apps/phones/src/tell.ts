// What a phone says of its own accord: signed, numbered, in the queue beside the results of orders.
import { attach } from "./attach.ts";
import type { Held, Queued } from "./memory.ts";
import type { Phone } from "./phone.ts";

/** Unsent observations beyond which a phone waits with new ones: who is away for months must not fill the memory. */
const mostUnsent = 256;
const keptAlerts = 128;

/** Whether there is room for observations. What is not told now is seen again at a later check. */
export function mayTell(phone: Phone): boolean {
  return phone.memory.queue.length < mostUnsent;
}

/** A later result of an order that was begun before. */
export function orderResult(phone: Phone, held: Held, outcome: "done" | "failed"): Promise<Queued> {
  return phone.result({ kind: "order", order: held.order, index: held.index, outcome });
}

/** A signed observation with its `data`, `ahead` results after the newest one. Only within `exclusive`. */
export function observation(
  phone: Phone,
  kind: "inventory" | "drift" | "fence" | "alert",
  outcome: "observed" | "done" | "failed",
  data: unknown,
  ahead = 0,
): Promise<Queued> {
  const attached = attach(data)!;
  return phone.result({ kind, outcome, data: attached.sha256 }, attached, ahead);
}

/** Alerts something once for each `key`, while there is room. */
export async function alert(phone: Phone, key: string, data: { what: string; [field: string]: unknown }) {
  await phone.exclusive(async () => {
    if (phone.over || phone.memory.leaving || !mayTell(phone)) return;
    const { alerts } = phone.memory.told;
    if (alerts.includes(key)) return;
    const queued = [await observation(phone, "alert", "observed", data)];
    await phone.write({ t: "self", told: { alerts: [...alerts, key].slice(-keptAlerts) }, queued });
    phone.emit("alert", data);
  });
  tell(phone);
}

/** Sends what is queued now, beside a poll that may wait for minutes. */
export function tell(phone: Phone): void {
  if (!phone.over && phone.memory.queue.length > 0) phone.flush?.();
}
