// What the server keeps back: the log, which the gatekeeper serves and this browser recomputes, says which orders were
// released. One that the server does not show is told on the first screen.

import { type Ask, type KeptReleases, type Released, type ReleasedStore, releasedOrders } from "@rempart/client";
import { type Head, type JsonValue, openEnvelope, orderType, Refusal } from "@rempart/trust";
import { keepNote, keptNote } from "../organisation/store.ts";
import { anything, listOf, shape } from "../remote/read.ts";

/** How many of the newest releases are compared. */
export const compared = 200;
/** Entries that are read without being asked for. A longer log is verified by the command line, or in steps by later visits. */
export const mostEntries = 50_000;
/** Events reach the server a moment after the release. */
const patienceMs = 4_000;

const page = shape({ orders: listOf(shape({ envelope: anything }), 200) });

/** Where this browser keeps what it verified of the log. */
function storeOf(genesis: string): ReleasedStore {
  const id = `${genesis}/released`;
  return { read: () => keptNote<KeptReleases>(id), write: (kept) => keepNote(id, kept) };
}

/** Of the `most` newest released orders, those whose hash is not among `shown`; the newest first. */
export function hiddenOf(released: Released, shown: ReadonlySet<string>, most = compared): string[] {
  return [...released]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([hash]) => hash)
    .filter((hash) => !shown.has(hash));
}

/** Hashes of the documents that the server's list really holds, whatever it calls them. */
async function shownBy(server: Ask, wanted: number): Promise<Set<string>> {
  const answer = page(await server(`/api/v1/orders?limit=${Math.max(1, wanted)}&results=0`, { lax: true }), "orders");
  const hashes = answer.orders.flatMap(({ envelope }) => {
    try {
      return [openEnvelope(orderType, envelope as JsonValue).hash];
    } catch (error) {
      // What is called an order and is none counts as not shown.
      if (error instanceof Refusal) return [];
      throw error;
    }
  });
  return new Set(hashes);
}

/** What was compared, and what is missing. */
export interface Hidden {
  released: number;
  hidden: string[];
}

/**
 * Compares the newest released orders with what the server shows. Undefined where the log grew by more than `mostEntries`
 * since this browser read it. Rejects as `releasedOrders` does when the log does not give its signed root.
 */
export async function findHidden(
  gatekeeper: Ask,
  server: Ask,
  head: Head,
  genesis: string,
): Promise<Hidden | undefined> {
  const store = storeOf(genesis);
  const kept = await store.read();
  if (head.size - (kept?.epoch === head.epoch ? kept.size : 0) > mostEntries) return undefined;
  const released = await releasedOrders(gatekeeper, head, genesis, store);
  const wanted = Math.min(compared, released.size);
  let hidden = hiddenOf(released, await shownBy(server, wanted));
  if (hidden.length > 0) {
    await new Promise((resolve) => setTimeout(resolve, patienceMs));
    hidden = hiddenOf(released, await shownBy(server, wanted));
  }
  return { released: released.size, hidden };
}
