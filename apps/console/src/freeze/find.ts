// Who froze the organisation and when. That it is frozen stands in the signed head, which names the freeze by its hash; who
// and when is proven by the release in the log, and by the document where the server still gives it.

import { type Ask, part } from "@rempart/client";
import {
  type Document,
  forms,
  fromHex,
  type JsonValue,
  leafHash,
  openEnvelope,
  type Release,
  releaseType,
  verifyInclusion,
} from "@rempart/trust";
import { orders } from "../orders/server.ts";
import { type Ground, verifyOrder } from "../orders/verify.ts";

/** What is proven of a freeze. */
export interface FoundFreeze {
  hash: string;
  /** People whose signatures froze it. */
  by: readonly string[];
  /** Unix seconds. */
  at: number;
  /** The reason's code; undefined when only the log was asked. */
  reason: string | undefined;
}

/** Entries that are looked through, newest first, when the server gives nothing: freezes are recent. */
const pageSize = 1_000;
const mostPages = 20;

function releaseOf(entry: unknown, hash: string): Document<Release> | undefined {
  const { envelope } = (entry ?? {}) as { envelope?: JsonValue };
  try {
    const document = openEnvelope(releaseType, envelope ?? null);
    return document.body.order === hash ? document : undefined;
  } catch {
    // Most entries are other documents.
    return undefined;
  }
}

/** Entries from `from` to `end`: the gatekeeper may cut its answers short, never to nothing. */
async function entriesOf(gatekeeper: Ask, from: number, end: number): Promise<unknown[]> {
  const found: unknown[] = [];
  while (from + found.length < end) {
    const next = from + found.length;
    const answer = await gatekeeper(`/log/v1/entries?from=${next}&limit=${end - next}`);
    const entries = part("entries", answer, "entries", (value) => (Array.isArray(value) ? value : []));
    if (entries.length === 0) break;
    found.push(...entries);
  }
  return found.slice(0, end - from);
}

/** Looks for the release of `hash` in the log, from its newest entry back, and proves it under the head. */
async function inLog(hash: string, { head }: Ground, gatekeeper: Ask): Promise<FoundFreeze | undefined> {
  let end = head.size;
  for (let page = 0; page < mostPages && end > 0; page++) {
    const from = Math.max(0, end - pageSize);
    for (const [offset, entry] of (await entriesOf(gatekeeper, from, end)).entries()) {
      const release = releaseOf(entry, hash);
      if (!release) continue;
      const index = from + offset;
      const answer = await gatekeeper(`/log/v1/inclusion/${index}?size=${head.size}`);
      const path = part("inclusion", answer, "path", forms.path);
      const claim = { index, size: head.size, leaf: leafHash(fromHex(release.hash)), root: fromHex(head.root), path };
      if (!verifyInclusion(claim)) return undefined;
      return { hash, by: release.body.by, at: release.body.accepted, reason: undefined };
    }
    end = from;
  }
  return undefined;
}

async function fromServer(hash: string, ground: Ground, gatekeeper: Ask, server: Ask) {
  // The list, not the one document: a server that did not hear of it yet has nothing to refuse.
  const path = "/api/v1/orders?action=freeze&results=0&limit=50";
  const told = orders(await server(path, { lax: true }), path).orders.find((one) => one.hash === hash);
  if (!told) return undefined;
  const { review, accepted, contradictions } = await verifyOrder(told, ground, gatekeeper);
  if (review.kind !== "order" || accepted === undefined || contradictions.length > 0) return undefined;
  const { body } = review.document;
  if (body.action !== "freeze") return undefined;
  return { hash, by: review.signers.map(({ id }) => id), at: accepted, reason: body.reason.code };
}

/**
 * The freeze of this hash, as far as it is proven: by its document when the server gives it and it verifies, else by the
 * log alone. Undefined when neither proves who froze. Rejects with `network` when the gatekeeper does not answer.
 */
export async function findFreeze(
  hash: string,
  ground: Ground,
  gatekeeper: Ask,
  server: Ask,
): Promise<FoundFreeze | undefined> {
  // A server that is away, lies or never heard of it must not keep the log from being asked.
  const found = await fromServer(hash, ground, gatekeeper, server).catch(() => undefined);
  return found ?? (await inLog(hash, ground, gatekeeper));
}

/** Freezes in force: the one that the signed head names, then those that the gatekeeper adds by its word. At most 16. */
export function freezesInForce(head: { freeze?: string | undefined }, told: readonly string[]): string[] {
  if (head.freeze === undefined) return [];
  const valid = told.filter((hash) => /^[0-9a-f]{64}$/.test(hash));
  return [...new Set([head.freeze, ...valid])].slice(0, 16);
}
