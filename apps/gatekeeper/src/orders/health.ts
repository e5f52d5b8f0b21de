// The first hour of a standing document is a canary: when too many of the phones that it reached fail, the clock lets it
// reach no more of them (docs/adr/0010). One approver more on the same document lets it go on.
import { type JsonValue, openEnvelope, resultType } from "@rempart/trust";
import type pg from "pg";
import type { Context } from "../context.ts";
import { emit } from "../link/outbox.ts";
import { say } from "../output.ts";
import type { Entry, OrderBook } from "./book.ts";

/** At least this many phones, which are more than this share of those that reported. */
const leastFailures = 3;
const permille = 200;

/** Whether `entry` still waits to reach all whom it concerns. */
export function isGrowing(entry: Entry): boolean {
  return entry.standing && entry.state === "released" && !("all" in entry.releases.at(-1)!.document.body.reach);
}

/** Notes what a phone last said of an order. Only failures that the phone reports as such count, not refusals. */
export function noteOutcome(entry: Entry, device: string, outcome: string): void {
  if (isGrowing(entry)) entry.failures.set(device, outcome === "failed");
}

function figures({ failures }: Entry): { failed: number; reported: number } {
  let failed = 0;
  for (const one of failures.values()) if (one) failed++;
  return { failed, reported: failures.size };
}

/** Whether too many of those who reported failed. */
export function isFailing(entry: Entry): boolean {
  if (entry.failures.size < leastFailures) return false;
  const { failed, reported } = figures(entry);
  return failed >= leastFailures && failed * 1000 > permille * reported;
}

/** Stops the reach of `entry` where it is, for good until people lift it, and has everybody told. */
export async function halt(context: Context, entry: Entry): Promise<void> {
  const order = entry.document.hash;
  const told = figures(entry);
  await context.log.append(async (tx) => {
    await tx.query("update accepted_order set halted = true where hash = $1", [order]);
    await emit(tx, [{ type: "halted", body: { order, ...told } }]);
    return { entries: [], value: undefined };
  });
  entry.halted = true;
  say("alarm", { kind: "rollout.halted", order, ...told });
  context.nudge();
  context.notices.alarm();
}

/** Reads again what phones said of documents that still grow. */
export async function loadOutcomes(pool: Pick<pg.Pool, "query">, book: OrderBook): Promise<void> {
  const growing = [...book.byHash.values()].filter(isGrowing).map(({ document }) => document.hash);
  if (growing.length === 0) return;
  const { rows } = await pool.query<{ order_hash: string; device: string; envelope: string }>(
    "select order_hash, device, envelope from result where order_hash = any($1) order by device, seq",
    [growing],
  );
  for (const { order_hash, device, envelope } of rows) {
    const { outcome } = openEnvelope(resultType, JSON.parse(envelope) as JsonValue).body;
    noteOutcome(book.byHash.get(order_hash)!, device, outcome);
  }
}
