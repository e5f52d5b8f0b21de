// What a new charter ends or cuts off (PROTOCOL section 4), worked out from the documents' own bytes and the verified log.
// What phones did with them is the server's word; an order that it hides is missed, because the log released it.

import { type Released, shown } from "@rempart/client";
import {
  type Charter,
  type Document,
  isStanding,
  type JsonValue,
  type Order,
  openEnvelope,
  orderType,
} from "@rempart/trust";
import type { Context } from "../context.ts";
import { counted, t } from "../language/language.ts";
import { told } from "../problem.ts";
import { askServer } from "../remote/server.ts";
import { releasedOf } from "../standing/released.ts";

export interface Affected {
  hash: string;
  action: string;
  stream?: string;
  createdAt: number;
  /** `charter`: a one-shot order that was not carried out everywhere; `from`, `void`: a standing document cut off. */
  why: "charter" | "from" | "void";
  /** Version of the charter that it names. */
  version: number;
}

interface Known {
  document: Document<Order>;
  state: string;
  done: boolean;
}

/** Orders for the gatekeeper itself: carried out the moment they were accepted, or meaningless afterwards. */
const ownActions: ReadonlySet<string> = new Set(["freeze", "unfreeze", "cancel", "pace", "admit"]);
const mostOrders = 10_000;

function readKnown(row: JsonValue): Known | undefined {
  const { hash, envelope, state, outcomes, phones } = (row ?? {}) as Record<string, JsonValue | undefined>;
  try {
    const document = openEnvelope(orderType, envelope ?? null);
    if (document.hash !== hash) return undefined;
    const reported = Object.values((outcomes ?? {}) as Record<string, JsonValue>).reduce(
      (sum: number, n) => sum + Number(n),
      0,
    );
    return {
      document,
      state: typeof state === "string" ? state : "unknown",
      done: typeof phones === "number" && reported >= phones,
    };
  } catch {
    return undefined;
  }
}

/** Every order of the server's books whose bytes give its hash, newest first, at most 10,000. */
async function knownOrders(context: Context): Promise<Known[]> {
  const found: Known[] = [];
  let before = "";
  do {
    const answer = (await askServer(context, `/api/v1/orders?limit=200${before}`, { lax: true })) as
      | { orders?: JsonValue[]; next?: JsonValue }
      | undefined;
    for (const row of answer?.orders ?? []) {
      const known = readKnown(row);
      if (known) found.push(known);
    }
    before = typeof answer?.next === "number" ? `&before=${answer.next}` : "";
  } while (before !== "" && found.length < mostOrders);
  return found;
}

/** Why `known` counts no more under the last of `chain`; undefined when it still does. */
function reason(known: Known, released: Released, chain: readonly Charter[], now: number): Affected["why"] | undefined {
  const { body, hash } = known.document;
  const at = chain.findIndex((charter) => charter.hash === body.charter);
  const later = chain.slice(at + 1);
  if (at < 0 || later.length === 0 || ownActions.has(body.action) || known.state === "cancelled") return undefined;
  if (!isStanding(body)) {
    const over = known.done || (body.expiresAt !== undefined && body.expiresAt < now);
    return over ? undefined : "charter";
  }
  if (later.some((charter) => charter.body.voids.includes(hash))) return "void";
  const from = Math.min(...later.map((charter) => charter.body.from));
  return (released.get(hash) ?? 0) >= from ? "from" : undefined;
}

/** The newest document of each stream; `assign` is a stream of its own for each phone, so all of it stays. */
function newestOnly(orders: readonly Known[]): Known[] {
  const newest = new Map<string, number>();
  for (const { document } of orders) {
    const { stream, n } = document.body;
    if (stream !== undefined && n !== undefined) newest.set(stream, Math.max(newest.get(stream) ?? 0, n));
  }
  return orders.filter(({ document: { body } }) => body.n === undefined || body.n === newest.get(body.stream!));
}

/** What ended or was cut off under the last charter of `chain`, and how many released orders the server does not show. */
export async function affectedOrders(
  context: Context,
  chain: readonly Charter[],
): Promise<{ orders: Affected[]; hidden: number }> {
  const orders: Affected[] = [];
  const { head, trust } = await context.head();
  const released = await releasedOf(context, head, trust.newest.genesis);
  const known = await knownOrders(context);
  for (const one of newestOnly(known)) {
    const why = reason(one, released, chain, context.now());
    const { body, hash } = one.document;
    const version = chain.findIndex((charter) => charter.hash === body.charter) + 1;
    const stream = body.stream === undefined ? {} : { stream: body.stream };
    if (why) orders.push({ hash, action: body.action, ...stream, createdAt: body.createdAt, why, version });
  }
  const shownHashes = new Set(known.map((one) => one.document.hash));
  return { orders, hidden: [...released.keys()].filter((hash) => !shownHashes.has(hash)).length };
}

const whyWords: Record<Affected["why"], string> = {
  charter: t`ends: it names an older charter and was not carried out everywhere`,
  from: t`is cut off: it was released after the log entry from which older charters count no more`,
  void: t`is void: the charter names it`,
};

/** One affected order as a line. */
export function affectedLine(one: Affected): string {
  return `  ${one.hash}  ${one.action}${one.stream ? ` ${shown(one.stream)}` : ""} ${whyWords[one.why]}`;
}

/** The list in words, or why there is none: a ceremony must not wait for a server. */
export async function affectedLines(
  context: Context,
  chain: readonly Charter[],
): Promise<{ orders: Affected[] | undefined; lines: string[] }> {
  const unknown = (why: string) => ({
    orders: undefined,
    lines: [
      t`Which orders end is not known here (${why}). Any person's profile lists them: rempart order list --ended`,
    ],
  });
  const { key } = await context.profile();
  if (key === undefined) return unknown(t`this profile has no person's key to ask the server with`);
  try {
    const { orders, hidden } = await affectedOrders(context, chain);
    return { orders, lines: listLines(orders, hidden) };
  } catch (error) {
    return unknown(told(error).message);
  }
}

function listLines(orders: readonly Affected[], hidden: number): string[] {
  const title = t`${counted(orders.length, "order")} must be signed again${orders.length > 0 ? ":" : "."}`;
  const kept = t`The log released ${counted(hidden, "order")} that the server does not show: ask again in a moment, then ask who runs it.`;
  return [title, ...orders.map(affectedLine), ...(hidden > 0 ? [kept] : [])];
}

/** `order list --ended`. */
export async function listEnded(context: Context): Promise<void> {
  const { charters } = await context.sync();
  const { orders, hidden } = await affectedOrders(context, charters);
  context.result({ orders, hidden }, [...listLines(orders, hidden), t`Draft one again: rempart order again HASH`]);
}
