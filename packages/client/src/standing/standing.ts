// What stands now: the newest document of every stream. The log says which orders there are, their hashes say that the
// server gave the right bytes, their signatures say who wanted it. A server that keeps one back is found out.

import type { Standing } from "@rempart/configuration";
import {
  type Charter,
  checkVoids,
  type Document,
  type JsonObject,
  type JsonValue,
  type Order,
  openEnvelope,
  orderType,
  paramsOf,
  Refusal,
} from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import { review } from "../orders/review.ts";
import type { Ask } from "../remote/ask.ts";
import { payloadOf, type Trust } from "../remote/trust.ts";
import type { Released } from "./released.ts";

const patience = 5;
const pageSize = 200;
/** Pages beyond those that the released orders fill: what is held, or has no release yet. A list that goes on is a lie. */
const spare = 500;

interface Found {
  orders: Map<string, Document<Order>>;
  /** Released orders that the server does not give. */
  hidden: string[];
}

function readOrder(envelope: JsonValue | undefined): Document<Order> | undefined {
  try {
    return openEnvelope(orderType, envelope ?? null);
  } catch (error) {
    // Whatever the server calls an order and is none counts as not given.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

async function fromLists(server: Ask, wanted: Set<string>, orders: Found["orders"], released: number): Promise<void> {
  let before: number | undefined;
  for (let pages = Math.ceil(released / pageSize) + spare; wanted.size > 0 && pages > 0; pages--) {
    const from = before === undefined ? "" : `&before=${before}`;
    const answer = await server(`/api/v1/orders?limit=${pageSize}${from}`, { lax: true });
    const { orders: rows, next } = (answer ?? {}) as { orders?: JsonValue; next?: JsonValue };
    for (const row of Array.isArray(rows) ? rows : []) {
      const document = readOrder((row as JsonObject | null)?.envelope);
      if (document && wanted.delete(document.hash)) orders.set(document.hash, document);
    }
    if (typeof next !== "number" || !Number.isSafeInteger(next) || (before !== undefined && next >= before)) return;
    before = next;
  }
}

/** The bytes of every released order, from a server that is not believed: an order is what its hash says. */
async function findOrders(server: Ask, released: Released, pause: Pause): Promise<Found> {
  const orders: Found["orders"] = new Map();
  const wanted = new Set(released.keys());
  for (let attempt = 0; wanted.size > 0 && attempt < patience; attempt++) {
    // Events reach the server a moment after the release.
    if (attempt > 0) await pause(attempt * 300);
    await fromLists(server, wanted, orders, released.size);
  }
  return { orders, hidden: [...wanted] };
}

/** Whether a newer charter, or a cancellation, keeps the gatekeeper from handing the document to another phone. */
function isCutOff(
  document: Document<Order>,
  index: number,
  charters: readonly Charter[],
  cancelled: ReadonlySet<string>,
): boolean {
  if (cancelled.has(document.hash)) return true;
  const named = charters.findIndex(({ hash }) => hash === document.body.charter);
  const later = charters.slice(named + 1);
  if (later.some(({ body }) => index >= body.from)) return true;
  try {
    checkVoids(document, charters.slice(Math.max(0, named)));
    return false;
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
}

async function checkSigned(document: Document<Order>, charters: readonly Charter[]): Promise<void> {
  const judged = await review(document.hash, document.envelope, [], charters, false);
  if (judged.complete) return;
  throw new ClientError(
    "signature.quorum",
    document.hash,
    say`The log holds a release of this order, but too few people signed what the server gives for it. Find out why before you change anything.`,
  );
}

/** What stands now, each stream's newest document. */
export interface WhatStands {
  standing: Standing[];
  /** Released orders that the server keeps back: among them may be newer documents. */
  hidden: string[];
  /** The documents themselves, by hash: every released order that the server gave. */
  orders: ReadonlyMap<string, Document<Order>>;
}

/** Waits so many milliseconds. */
export type Pause = (milliseconds: number) => Promise<void>;

/**
 * The newest document of each stream, verified. `server` asks within a session; `released` is of `releasedOrders`. Refuses
 * with `order.hidden` when the server keeps released orders back, unless `incomplete`, and with `signature.quorum`.
 */
export async function whatStands(
  server: Ask,
  released: Released,
  { charters }: Pick<Trust, "charters">,
  pause: Pause,
  incomplete = false,
): Promise<WhatStands> {
  const { orders, hidden } = await findOrders(server, released, pause);
  if (hidden.length > 0 && !incomplete)
    throw new ClientError(
      "order.hidden",
      hidden[0]!,
      say`The log released ${hidden.length} orders that the server does not show, this one first. What stands cannot be told. Wait a moment, ask who runs the server, or add --incomplete to go on without them.`,
    );
  const newest = new Map<string, Document<Order>>();
  const cancelled = new Set<string>();
  for (const document of orders.values()) {
    const { action, stream, n } = document.body;
    if (action === "cancel") cancelled.add(paramsOf(document, "cancel").order);
    if (stream === undefined || n === undefined) continue;
    if ((newest.get(stream)?.body.n ?? 0) < n) newest.set(stream, document);
  }
  const standing: Standing[] = [];
  for (const [stream, document] of [...newest].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await checkSigned(document, charters);
    const { action, n, targets } = document.body;
    const { params } = payloadOf(document.envelope) as { params: JsonObject };
    const group = "group" in targets ? targets.group : "";
    const cutOff = isCutOff(document, released.get(document.hash)!, charters, cancelled);
    standing.push({ action, stream, n: n!, hash: document.hash, group, params, ...(cutOff ? { cutOff } : {}) });
  }
  return { standing, hidden, orders };
}
