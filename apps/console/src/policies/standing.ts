// What stands: every order that the log released, recomputed down to its signed root, and its bytes from a server that is not
// believed. A server that keeps one back is found out.

import {
  type Ask,
  type KeptReleases,
  type Position,
  type ReleasedStore,
  releasedOrders,
  type WhatStands,
  whatStands,
} from "@rempart/client";
import { applyChanges, type Rule, type StandingDocument } from "@rempart/policy";
import {
  type Document,
  type Head,
  isDestructive,
  type JsonObject,
  type JsonValue,
  type Order,
  signersOf,
  standingActions,
} from "@rempart/trust";
import type { Organisation } from "../organisation/follow.ts";
import { keepNote, keptNote } from "../organisation/store.ts";

/** A policy that stands, or stood until it was ended; every field but `name` is signed and was verified here. */
export interface StandingPolicy {
  id: string;
  stream: string;
  n: number;
  hash: string;
  group: string;
  /** Absent when this document ends the policy. */
  rules?: readonly Rule[];
  /** Unix seconds. */
  createdAt: number;
  /** Ids of the people who signed. */
  signers: readonly string[];
  /** A charter cut it off: phones keep it, nobody new gets it. */
  cutOff: boolean;
  destructive: boolean;
}

/** Everything that stands, as of one verified head. */
export interface StandingHere {
  policies: readonly StandingPolicy[];
  /** All standing documents with what they replaced for other groups: what a plan is computed on. */
  documents: readonly StandingDocument[];
  standing: WhatStands["standing"];
  /** Released orders that the server keeps back: newer documents may be among them. */
  hidden: readonly string[];
}

function releasedStore(genesis: string): ReleasedStore {
  const note = `${genesis}/released`;
  return {
    read: () => keptNote<KeptReleases>(note),
    write: (kept) => keepNote(note, kept),
  };
}

/** Envelopes that were found before, by order hash: their hash says what they are, whenever they came. */
const found = new Map<string, JsonValue>();
const mostFound = 50_000;
/** More than any entry of a server's database has. */
const first = Number.MAX_SAFE_INTEGER;

/** The server, with what it handed on before as its first page: it is asked for what is new, not for all again. */
function remembering(server: Ask): Ask {
  return async (path, options) => {
    if (!path.startsWith("/api/v1/orders?limit=")) return server(path, options);
    if (!path.includes("&before="))
      return { orders: [...found.values()].map((envelope) => ({ envelope })), next: first };
    return server(path.replace(`&before=${first}`, ""), options);
  };
}

function remember(orders: ReadonlyMap<string, Document<Order>>): void {
  for (const [hash, { envelope }] of orders) {
    if (found.size >= mostFound) return;
    found.set(hash, envelope);
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

function groupOf({ body }: Document<Order>): string {
  return "group" in body.targets ? body.targets.group : "";
}

async function policyOf(
  document: Document<Order>,
  cutOff: boolean,
  { charters }: Organisation["trust"],
): Promise<StandingPolicy> {
  const { body, hash } = document;
  const params = body.params as { id: string; rules?: readonly Rule[] };
  const charter = charters.find((one) => one.hash === body.charter)!;
  return {
    ...{ id: params.id, stream: body.stream!, n: body.n!, hash, group: groupOf(document), createdAt: body.createdAt },
    ...(params.rules ? { rules: params.rules } : {}),
    signers: (await signersOf(document, charter)).map(({ id }) => id),
    ...{ cutOff, destructive: isDestructive(body) },
  };
}

/**
 * What stands under `head`, verified. Rejects with `log.consistency`, `log.entry`, `signature.quorum`, `network`; what the
 * server keeps back is said in `hidden`.
 */
export async function standingHere(
  gatekeeper: Ask,
  server: Ask,
  { genesis, trust }: Pick<Organisation, "genesis" | "trust">,
  head: Head,
): Promise<StandingHere> {
  const released = await releasedOrders(gatekeeper, head, genesis, releasedStore(genesis));
  const stands = await whatStands(remembering(server), released, trust, pause, true);
  remember(stands.orders);
  const newest = new Map(stands.standing.map((one) => [one.hash, one.cutOff === true]));
  const policies: StandingPolicy[] = [];
  for (const [hash, cutOff] of newest) {
    const document = stands.orders.get(hash)!;
    if (document.body.action === "policy") policies.push(await policyOf(document, cutOff, trust));
  }
  const inOrder = [...stands.orders.values()]
    .filter(({ body }) => standingActions.has(body.action) && body.stream !== undefined && "group" in body.targets)
    .sort((a, b) => released.get(a.hash)! - released.get(b.hash)!);
  const sets = inOrder.map((document) => ({
    set: {
      ...{ stream: document.body.stream!, order: document.hash, signers: [], group: groupOf(document) },
      params: document.body.params as unknown as StandingDocument["params"],
    },
  }));
  // A document whose successor went to another group still stands for phones of the old one.
  const { documents } = applyChanges({ phones: [], documents: [] }, sets);
  return { policies, documents, standing: stands.standing, hidden: stands.hidden };
}

/** The next place in a stream, by what was verified: no server is asked. */
export function nextIn({ standing }: StandingHere, stream: string): Position {
  const newest = standing.find((one) => one.stream === stream);
  return newest ? { n: newest.n + 1, prev: newest.hash } : { n: 1 };
}

/** The parameters that end a policy. */
export function endOf(id: string): JsonObject {
  return { id, removed: true };
}
