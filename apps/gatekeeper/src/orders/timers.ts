// What happens by the clock: a hold ends, the first hour of a standing document ends, an order expires, a slot is free.
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { emit } from "../link/outbox.ts";
import { say } from "../output.ts";
import type { Entry } from "./book.ts";
import { orderEvent } from "./effects.ts";
import { addRelease } from "./releases.ts";
import type { Slots } from "./slots.ts";

async function setState(context: Context, entry: Entry, state: "released" | "ended"): Promise<void> {
  const { hash } = entry.document;
  await context.log.append(async (tx) => {
    await tx.query("update accepted_order set state = $2 where hash = $1", [hash, state]);
    if (state === "ended") await tx.query("update order_target set settled = true where order_hash = $1", [hash]);
    await emit(tx, [{ type: "order", body: orderEvent(context, hash, state) }]);
    return { entries: [], value: undefined };
  });
  if (state === "released") entry.state = state;
  else context.book.close(entry, state);
  context.nudge();
}

async function tick(context: Context, slots: Slots, entry: Entry, now: number): Promise<void> {
  const { body } = entry.document;
  if (entry.state === "held" && entry.holdUntil !== undefined && now >= entry.holdUntil) {
    await setState(context, entry, "released");
    for (const device of entry.pending.keys()) context.waiters.wake(device);
  }
  if (entry.state !== "released") return;
  const expired = body.expiresAt !== undefined && now > body.expiresAt && entry.pending.size > 0;
  if (expired) return setState(context, entry, "ended");
  const last = entry.releases.at(-1)!.document.body;
  const { reach } = context.charters.newest.body.brake;
  if ("below" in last.reach && now >= entry.acceptedAt + reach.seconds && !context.freezes.frozen) {
    await addRelease(context, entry, { all: true });
  }
  if (entry.destructive && !context.freezes.frozen && slots.wait(entry) === 0) {
    for (const device of entry.pending.keys()) if (!entry.slots.has(device)) context.waiters.wake(device);
  }
}

/** Whether the clock alone can still change something about `entry`: nearly none of all orders ever accepted. */
function isOpen(entry: Entry): boolean {
  if (entry.state === "held") return true;
  if (entry.state !== "released") return false;
  return entry.pending.size > 0 || "below" in entry.releases.at(-1)!.document.body.reach;
}

/** Looks at every open order once a second. */
export function startTimers(context: Context, slots: Slots) {
  let running = false;
  async function round(): Promise<void> {
    if (running || !context.charters.founded) return;
    running = true;
    try {
      const now = nowSeconds();
      for (const entry of context.book.byHash.values()) {
        if (isOpen(entry)) await tick(context, slots, entry, now);
      }
    } catch (error) {
      say("error", { where: "timers", message: (error as Error).message });
    } finally {
      running = false;
    }
  }
  const timer = setInterval(() => void round(), 1000);
  return { stop: (): void => clearInterval(timer) };
}
