// Which orders the log holds releases of. The log is read once: what was verified is kept by the client, and the next time
// only what came after it is downloaded and shown to continue it.
import { CompactRange } from "@rempart/log";
import { fromHex, type Head, leafHash, openEnvelope, releaseType, toHex } from "@rempart/trust";
import { ClientError, codeOf } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import { erasedHash, fetchEntries } from "../log/download.ts";
import type { Ask } from "../remote/ask.ts";

/** Orders by hash, with the index of their first release. */
export type Released = ReadonlyMap<string, number>;

/** What was verified up to a size of the log, as plain data that a client keeps: a file, a database of the browser. */
export interface KeptReleases {
  epoch: number;
  size: number;
  /** Roots of the perfect subtrees in hex, the largest first. */
  peaks: string[];
  orders: { order: string; index: number }[];
}

/** Where a client keeps it. Whoever can write there can hide orders: it is as private as the pinned chain. */
export interface ReleasedStore {
  read(): Promise<KeptReleases | undefined>;
  write(kept: KeptReleases): Promise<void>;
}

interface Grown {
  range: CompactRange;
  orders: Map<string, number>;
}

function grownFrom(kept: KeptReleases | undefined, head: Head): Grown {
  // Of another epoch, or of a log that was cut since: the whole log is read again.
  if (!kept || kept.epoch !== head.epoch || kept.size > head.size)
    return { range: new CompactRange(), orders: new Map() };
  return {
    range: new CompactRange(kept.size, kept.peaks.map(fromHex)),
    orders: new Map(kept.orders.map(({ order, index }) => [order, index])),
  };
}

/** Extends what was kept by the entries up to `head`, and refuses with `log.consistency` what does not give its root. */
async function extend(ask: Ask, { range, orders }: Grown, head: Head, genesis: string): Promise<void> {
  const from = range.size;
  const entries = await fetchEntries(ask, head, genesis, from);
  for (let index = from; index < head.size; index++) {
    const entry = entries[index]!;
    const hash = "erasure" in entry ? await erasedHash(ask, head, entries, index, entry.erasure) : entry.hash;
    range.push(leafHash(fromHex(hash)));
    if (entry.type !== releaseType.name || !("envelope" in entry)) continue;
    const { order } = openEnvelope(releaseType, entry.envelope).body;
    if (!orders.has(order)) orders.set(order, index);
  }
  if (range.size !== head.size || toHex(range.root()) !== head.root)
    throw new ClientError(
      "log.consistency",
      `log.${head.size}`,
      say`The entries do not give the root that the log's key signed.`,
    );
}

/**
 * Every order that the log of `head` (verified, fresh) released, recomputed down to its signed root. `ask` goes to the
 * gatekeeper. Refuses with `log.consistency`, `log.entry`, `log.inclusion`, `org`.
 */
export async function releasedOrders(ask: Ask, head: Head, genesis: string, store: ReleasedStore): Promise<Released> {
  let grown = grownFrom(await store.read(), head);
  const before = grown.range.size;
  try {
    await extend(ask, grown, head, genesis);
  } catch (error) {
    // What was kept may be damaged, and must not stand in the way.
    if (before === 0 || codeOf(error) !== "log.consistency") throw error;
    grown = { range: new CompactRange(), orders: new Map() };
    await extend(ask, grown, head, genesis);
  }
  const { range, orders } = grown;
  if (range.size !== before)
    await store.write({
      epoch: head.epoch,
      size: range.size,
      peaks: range.peaks().map(toHex),
      orders: [...orders].map(([order, index]) => ({ order, index })),
    });
  return orders;
}
