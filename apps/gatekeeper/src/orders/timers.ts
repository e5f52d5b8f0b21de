// What happens by the clock: a hold ends, the first hour of a standing document ends, an order expires, a slot is free.
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { emit } from "../link/outbox.ts";
import { say } from "../output.ts";
import type { Entry } from "./book.ts";
import { orderEvent } from "./effects.ts";
import { halt, isFailing, isGrowing } from "./health.ts";
import { addRelease } from "./releases.ts";
import type { Slots } from "./slots.ts";

async function setState(context: Context, entry: Entry, state: "released" | "ended"): Promise<void> {
  const { hash } = entry.document;
  await context.log.append(async (tx) => {
    await tx.query("update accepted_order set state = $2 where hash = $1", [hash, state]);
    await emit(tx, [{ type: "order", body: orderEvent(context, hash, state) }]);
    return { entries: [], value: undefined };
  });
  if (state === "released") {
    entry.state = state;
    for (const device of entry.pending.keys()) context.waiters.wake(device);
    if (entry.destructive) context.notices.alarm();
  } else context.book.close(entry, state);
  context.nudge();
}

function shouldHalt(entry: Entry): boolean {
  return !entry.halted && isGrowing(entry) && isFailing(entry);
}

/** What the clock asks for, of an order as it is now. */
function due(context: Context, entry: Entry, now: number): "released" | "ended" | "halt" | "reach" | undefined {
  const { expiresAt } = entry.document.body;
  if (entry.state === "held") {
    return entry.holdUntil !== undefined && now >= entry.holdUntil ? "released" : undefined;
  }
  if (entry.state !== "released") return undefined;
  if (expiresAt !== undefined && now > expiresAt && entry.pending.size > 0) return "ended";
  if (shouldHalt(entry)) return "halt";
  if (entry.halted) return undefined;
  const { reach } = context.charters.newest.body.brake;
  const last = entry.releases.at(-1)!.document.body.reach;
  const over = "below" in last && now >= entry.acceptedAt + reach.seconds;
  return over && !context.freezes.frozen ? "reach" : undefined;
}

/** One change; looked at again inside the turn, since a cancel or a freeze may have come first. */
async function act(context: Context, entry: Entry): Promise<void> {
  const what = due(context, entry, nowSeconds());
  if (what === "reach") await addRelease(context, entry, { all: true });
  else if (what === "halt") await halt(context, entry);
  else if (what !== undefined) await setState(context, entry, what);
}

function wakeForSlot(context: Context, slots: Slots, entry: Entry): void {
  if (!entry.destructive || entry.state !== "released" || entry.pending.size === 0 || context.freezes.frozen) return;
  if (slots.wait(entry) > 0) return;
  for (const device of entry.pending.keys()) if (!entry.slots.has(device)) context.waiters.wake(device);
}

/** Whether the clock alone can still change something about `entry`: nearly none of all orders ever accepted. */
function isOpen(entry: Entry): boolean {
  if (entry.state === "held") return true;
  if (entry.state !== "released") return false;
  return entry.pending.size > 0 || shouldHalt(entry) || "below" in entry.releases.at(-1)!.document.body.reach;
}

/** Looks at every open order once a second. */
export function startTimers(context: Context, slots: Slots) {
  let running: Promise<void> | undefined;
  let stopped = false;
  /** Entries that fail are named once, not every second. */
  const failing = new Set<Entry>();

  async function look(entry: Entry, now: number): Promise<void> {
    try {
      while (!stopped && due(context, entry, now)) await context.decisions.run(() => act(context, entry));
      wakeForSlot(context, slots, entry);
      failing.delete(entry);
    } catch (error) {
      if (!failing.has(entry) && !stopped)
        say("error", { where: "timers", order: entry.document.hash, message: (error as Error).message });
      failing.add(entry);
    }
  }

  async function round(): Promise<void> {
    if (!context.charters.founded || context.log.behind) return;
    const now = nowSeconds();
    for (const entry of context.book.byHash.values()) {
      if (stopped) return;
      if (isOpen(entry)) await look(entry, now);
    }
  }
  const timer = setInterval(() => {
    running ??= round().finally(() => {
      running = undefined;
    });
  }, 1000);
  return {
    /** Begins nothing more; resolves when what was begun is done. */
    async stop(): Promise<void> {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
