// What a restored gatekeeper is to become: the hashes of all entries that it lacks, proved against a head of its own key
// before a single one is stored.
import { appendLeaves, readEdge, restoreState } from "@rempart/log";
import { type Document, type Head, type JsonValue, leafHash, toHex } from "@rempart/trust";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";

/** At most this many entries in one refill: 32 MB of hashes. */
export const mostEntries = 1_000_000;

/** Entries `from` on have these hashes; the last one completes the signed head. */
export interface Plan {
  head: Document<Head>;
  from: number;
  hashes: readonly Uint8Array[];
}

/**
 * Proves that our entries with `hashes` after them are the log of `envelope`, a head of our own key above our size.
 * Refuses with `refill` when they are not, or when nothing is missing.
 */
export async function makePlan(
  context: Context,
  envelope: JsonValue,
  from: number,
  hashes: readonly Uint8Array[],
): Promise<Plan> {
  const { log, witnesses } = context;
  const head = await witnesses.learn(envelope, "a mirror shows a signed head");
  const { behind } = log;
  if (!behind) throw new GateError("refill", "head", "nothing is missing here");
  const { size, root } = head.body;
  if (size < behind.size)
    throw new GateError("refill", "head", `has ${size} entries, and ${behind.size} were signed. Use a newer mirror.`);
  if (from !== log.size())
    throw new GateError("refill", "from", `must be ${log.size()}, the first entry that is missing`);
  if (hashes.length !== size - from)
    throw new GateError("refill", "hashes", `must be ${size - from}, one for each entry`);
  const edge = await readEdge(log.tiles, from);
  const state = restoreState({ size: from, root: log.root(), edge });
  const until = appendLeaves(state, hashes.slice(0, behind.size - from).map(leafHash));
  const whole = appendLeaves(until.state, hashes.slice(behind.size - from).map(leafHash));
  if (toHex(until.root) !== toHex(behind.root) || toHex(whole.root) !== root)
    throw new GateError(
      "refill",
      "hashes",
      "do not continue this copy to the signed root: either the mirror is wrong, or this copy holds entries that were never signed. Then restore an older backup.",
    );
  return { head, from, hashes };
}
