// Orders as they concern one phone, each verified here: the order, its releases, the phone's place in the signed list, the
// phone's own word on it. What does not verify is kept as such, so that it hides no other.

import type { Ask } from "@rempart/client";
import type { Applied, Rule } from "@rempart/policy";
import {
  type Document,
  everyPhone,
  forms,
  fromHex,
  type JsonValue,
  type Order,
  paramsOf,
  targetLeaf,
  verifyInclusion,
} from "@rempart/trust";
import { type PhoneKey, verifyResult } from "../orders/results.ts";
import { type Ground, type VerifiedOrder, verifyOrder } from "../orders/verify.ts";
import { Problem } from "../problem/problem.ts";
import type { ConcerningOrder } from "./phone.ts";

/** What a phone said of an order. */
export interface Word {
  outcome: string;
  code: string | undefined;
  /** The phone's own time, Unix seconds. */
  at: number;
  /** Whether the phone's signature was checked. */
  proven: boolean;
  hash: string;
}

/** An order that concerns a phone. `verified` is absent where something of it failed, which `error` then tells. */
export interface Concerning {
  said: ConcerningOrder;
  verified?: VerifiedOrder & { review: { kind: "order" } };
  /** Whether the signed list is proved to hold this phone; undefined for groups and where no proof came. */
  named?: boolean;
  word?: Word;
  error?: unknown;
}

/** Whether the list that the order signed holds the phone, by the proof shown. Refuses with `target.proof` a wrong one. */
function isNamed({ body }: Document<Order>, device: string, target: ConcerningOrder["target"]): boolean | undefined {
  if (!("count" in body.targets) || target === undefined) return undefined;
  const { count, root } = body.targets;
  const path = forms.path(target.proof, "target.proof");
  const claim = { index: target.index, size: count, leaf: targetLeaf(body.id, device), root: fromHex(root), path };
  if (!verifyInclusion(claim))
    throw new Problem("target.proof", device, "the signed list does not hold this phone where the server says");
  return true;
}

async function wordOf(
  genesis: string,
  device: string,
  said: ConcerningOrder,
  key: PhoneKey | undefined,
): Promise<Word | undefined> {
  if (said.result === undefined) return undefined;
  const { outcome, code, hash } = said.result;
  const shown = { device, outcome, code, envelope: said.result.envelope as JsonValue };
  const { result, proven } = await verifyResult(genesis, said.hash, shown, key);
  return { outcome, code, at: result.at, proven, hash };
}

/** Verifies one. Rejects only with `network`: whatever is wrong with the order stands in the answer. */
export async function verifyConcerning(
  said: ConcerningOrder,
  device: string,
  ground: Ground,
  ask: Ask,
  key: PhoneKey | undefined,
): Promise<Concerning> {
  try {
    const { hash, releases, state } = said;
    const shown = releases.map(({ index, envelope }) => ({ index, envelope: envelope as JsonValue }));
    const verified = await verifyOrder(
      { hash, envelope: said.envelope as JsonValue, releases: shown, state },
      ground,
      ask,
    );
    const { review } = verified;
    if (review.kind !== "order") throw new Problem("answer", hash, "an invitation is shown as an order");
    const named = isNamed(review.document, device, said.target);
    const word = await wordOf(ground.trust.newest.genesis, device, said, key);
    return {
      said,
      verified: { ...verified, review },
      ...(named === undefined ? {} : { named }),
      ...(word === undefined ? {} : { word }),
    };
  } catch (error) {
    if ((error as { code?: string }).code === "network") throw error;
    return { said, error };
  }
}

/** Whether signatures and log prove that this order was released. */
export function isProven(one: Concerning): one is Concerning & { verified: NonNullable<Concerning["verified"]> } {
  const { verified } = one;
  if (verified === undefined) return false;
  const { review, releases, contradictions } = verified;
  return review.complete && releases.length > 0 && contradictions.length === 0;
}

/** Groups that a signed order puts a phone into. */
export interface Assigned {
  groups: readonly string[];
  order: string;
  /** Whether the phone's own signature says that it took the order: before that it stays where it was. */
  taken: boolean;
}

/** The groups that a proven `assign` puts the phone into; undefined where nothing proves any. */
export function assignedGroups(documents: readonly Concerning[]): Assigned | undefined {
  for (const one of documents) {
    if (one.said.action !== "assign" || one.named !== true || !isProven(one)) continue;
    const { document } = one.verified.review;
    if (document.body.action !== "assign") continue;
    const taken = one.word?.proven === true && one.word.outcome === "done";
    return { groups: paramsOf(document, "assign").groups, order: document.hash, taken };
  }
  return undefined;
}

/** The policies on a phone of these groups, from proven documents alone. */
export function policiesOn(documents: readonly Concerning[], groups: readonly string[]): Applied[] {
  return documents.filter(isProven).flatMap(({ verified: { review } }): Applied[] => {
    const { body, hash } = review.document;
    if (body.action !== "policy" || !("group" in body.targets)) return [];
    const { group } = body.targets;
    if (group !== everyPhone && !groups.includes(group)) return [];
    const params = paramsOf(review.document, "policy");
    if (!("rules" in params)) return [];
    const signers = review.signers.map(({ id }) => id);
    return [{ policy: params.id, order: hash, signers, group, rules: params.rules as unknown as Rule[] }];
  });
}

/** Orders that the phone is proved to have carried out. */
export function takenBy(documents: readonly Concerning[]): ReadonlySet<string> {
  return new Set(documents.filter(({ word }) => word?.proven && word.outcome === "done").map(({ said }) => said.hash));
}

/** A document of a stream that was not shown. */
export interface Hidden {
  stream: string;
  n: number;
  /** The number of the one that was shown. */
  shown: number | undefined;
  /** The phone signed that it holds it; or the server itself names it. */
  by: "phone" | "server";
}

/**
 * Standing documents that exist and were not shown. The phone signs which number of each stream it holds; the server names the
 * newest of each stream, which may be for another group.
 */
export function hiddenDocuments(
  documents: readonly Concerning[],
  held: readonly { stream: string; n: number }[],
): Hidden[] {
  const shown = new Map<string, number>();
  for (const { said, verified } of documents) {
    // A number counts only out of signed bytes.
    const n = verified?.review.document.body.n;
    if (said.stream !== undefined && n !== undefined) shown.set(verified!.review.document.body.stream!, n);
  }
  const byPhone = held
    .filter(({ stream, n }) => stream.startsWith("policy/") && n > (shown.get(stream) ?? 0))
    .map(({ stream, n }): Hidden => ({ stream, n, shown: shown.get(stream), by: "phone" }));
  const known = new Set(byPhone.map(({ stream }) => stream));
  const byServer = documents.flatMap(({ said: { newest, stream, n } }): Hidden[] =>
    stream === undefined || newest?.n === undefined || newest.n <= (n ?? 0) || known.has(stream)
      ? []
      : [{ stream, n: newest.n, shown: n, by: "server" }],
  );
  return [...byPhone, ...byServer];
}
