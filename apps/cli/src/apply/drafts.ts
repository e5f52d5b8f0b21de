// Orders for a plan: those that wait for signatures already, else new ones. That makes applying twice, or by two
// people, or again after a cut, one and the same.
import { buildOrder, orderId, payloadOf, type Review, review } from "@rempart/client";
import { type Change, canonical } from "@rempart/configuration";
import { type JsonObject, type JsonValue, openEnvelope, orderType, Refusal } from "@rempart/trust";
import type { Context } from "../context.ts";
import { askServer } from "../remote/server.ts";

/** An order is accepted within a day of its making; one that is nearly over is made anew. */
const fresh = 20 * 3600;

/** One order of a plan. */
export interface Work {
  change: Change;
  review: Review;
  /** It waits with the server already. */
  waiting: boolean;
}

function keyOf(fields: {
  stream?: string;
  n?: number;
  prev?: string;
  group: string;
  action: string;
  params: JsonObject;
}): string {
  const { stream = "", n = 0, prev = "", group, action, params } = fields;
  return canonical([stream, n, prev, group, action, params]);
}

/** The drafts that wait, by what they would do; unreadable and foreign ones are nobody's. */
async function waitingDrafts(context: Context): Promise<Map<string, JsonValue>> {
  const { newest } = await context.trust();
  const found = new Map<string, JsonValue>();
  let before: number | undefined;
  for (;;) {
    const from = before === undefined ? "" : `&before=${before}`;
    const answer = await askServer(context, `/api/v1/drafts?state=waiting&limit=100${from}`, { lax: true });
    const { drafts, next } = (answer ?? {}) as { drafts?: JsonValue; next?: JsonValue };
    for (const row of Array.isArray(drafts) ? drafts : []) {
      const envelope = (row as JsonObject | null)?.envelope ?? null;
      try {
        const { body } = openEnvelope(orderType, envelope);
        if (body.charter !== newest.hash || body.stream === undefined || !("group" in body.targets)) continue;
        if (context.now() - body.createdAt > fresh || body.createdAt > context.now() + 60) continue;
        const { params } = payloadOf(envelope) as { params: JsonObject };
        const key = keyOf({
          ...(body as { stream: string; action: string }),
          ...pick(body),
          group: body.targets.group,
          params,
        });
        // Newest first: of two that do the same, the first shown is the later one.
        if (!found.has(key)) found.set(key, envelope);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
    if (typeof next !== "number" || (before !== undefined && next >= before)) return found;
    before = next;
  }
}

function pick({ n, prev }: { n?: number; prev?: string }): { n?: number; prev?: string } {
  return { ...(n === undefined ? {} : { n }), ...(prev === undefined ? {} : { prev }) };
}

/** An order for every change: the one that waits, judged from its bytes, or a new one. Nothing is signed. */
export async function ordersFor(context: Context, changes: readonly Change[], reason: string): Promise<Work[]> {
  const { trust, frozen } = await context.head();
  const waiting = changes.length > 0 ? await waitingDrafts(context) : new Map<string, JsonValue>();
  const works: Work[] = [];
  for (const change of changes) {
    const envelope = waiting.get(keyOf(change));
    if (envelope !== undefined) {
      const { hash } = openEnvelope(orderType, envelope);
      works.push({ change, review: await review(hash, envelope, [], trust.charters, frozen), waiting: true });
      continue;
    }
    const { action, params, group, stream } = change;
    const { document } = buildOrder(trust.newest, {
      ...{ id: orderId(context.io.now()), action, params, aim: { group }, reason: { code: reason } },
      ...{ now: context.now(), stream, ...pick(change) },
    });
    works.push({
      change,
      review: await review(document.hash, document.envelope, [], trust.charters, frozen),
      waiting: false,
    });
  }
  return works;
}
