// What is proven of an order, what is only said, and what is contradicted. The server hands on envelopes and claims; here
// they are judged by the charters and the log head that this browser verified itself.

import {
  type Ask,
  ClientError,
  type Judging,
  part,
  type Review,
  review as reviewOf,
  say,
  type Trust,
} from "@rempart/client";
import {
  type Charter,
  checkAccepted,
  checkVoids,
  clockSkew,
  type Document,
  forms,
  fromHex,
  type Head,
  isDestructive,
  isStanding,
  type JsonValue,
  leafHash,
  type Order,
  openEnvelope,
  Refusal,
  type Release,
  reachBound,
  releaseType,
  targetLeaf,
  toHex,
  verifyInclusion,
} from "@rempart/trust";
import { heldUntil, type Reached, reachedBy } from "./state.ts";

/** An order as somebody shows it: all of it is a claim. */
export interface ShownOrder {
  /** The hash that was asked for. */
  hash: string;
  envelope: JsonValue;
  targets?: readonly string[] | undefined;
  releases?: readonly ShownRelease[] | undefined;
  /** The server's word: held, released, cancelled, ended; for a draft waiting, accepted, ... */
  state?: string | undefined;
}

export interface ShownRelease {
  index: number;
  envelope: JsonValue;
}

/** What verification needs to know; an `Organisation` has all of it. */
export interface Ground {
  trust: Trust;
  head: Head;
  frozen: boolean;
}

/** A release that stands in the log of the verified head. */
export interface ProvenRelease {
  index: number;
  document: Document<Release>;
  /** The inclusion proof, base64 of its nodes, as it can be checked again by anybody. */
  proof: ReleaseProof;
}

/** An inclusion proof under a head of this size and root. */
export interface ReleaseProof {
  size: number;
  root: string;
  /** Hex nodes, lowest first. */
  path: readonly string[];
}

/** Something that was said and is not so. `code` as in problem/words. */
export interface Contradiction {
  code: string;
  where: string;
  message: string;
}

/** What there is to know of an order. */
export interface VerifiedOrder {
  review: Review;
  /** In the order of the log. */
  releases: readonly ProvenRelease[];
  /** Releases that were shown with an index above the verified head: said, not proven yet. */
  pending: number;
  contradictions: readonly Contradiction[];
  /** When it was accepted, Unix seconds, by the log. */
  accepted: number | undefined;
  /** Until when the brake holds all of it, Unix seconds; also when that time has passed. */
  heldUntil: number | undefined;
  reached: Reached | undefined;
  /** Whether a later charter ended it, or cut it off (`from`, `voids`). */
  ended: boolean;
}

/** Proofs that were checked once. The log only grows, so what stood at an index stands there under every later head. */
const proofs = new Map<string, ReleaseProof>();
const mostProofs = 20_000;
/** Questions to the gatekeeper at the same time. */
const atOnce = 8;

async function prove(ask: Ask, { head, trust }: Ground, index: number, hash: string): Promise<ReleaseProof> {
  const key = `${trust.newest.genesis}/${head.epoch}/${index}/${hash}`;
  const known = proofs.get(key);
  if (known) return known;
  const answer = await ask(`/log/v1/inclusion/${index}?size=${head.size}`);
  const path = part("inclusion", answer, "path", forms.path);
  const claim = { index, size: head.size, leaf: leafHash(fromHex(hash)), root: fromHex(head.root), path };
  if (!verifyInclusion(claim))
    throw new ClientError("log.inclusion", `log.${index}`, say`The log's head does not prove this release.`);
  const proof = { size: head.size, root: head.root, path: path.map(toHex) };
  if (proofs.size >= mostProofs) proofs.delete(proofs.keys().next().value!);
  proofs.set(key, proof);
  return proof;
}

/** What was thrown, as a contradiction; rethrows what contradicts nothing, such as a connection that is gone. */
function contradictionOf(error: unknown): Contradiction {
  if (error instanceof ClientError || error instanceof Refusal)
    return { code: error.code, where: error.where, message: error.message };
  throw error;
}

/**
 * How long before the head a release above it may have been made, in seconds: the gatekeeper writes it down at once, so that an
 * older one is in the log or was never released. Without this a server could call released for ever what nothing proves.
 */
const onItsWay = 120;

/** Refuses with `log.inclusion` a release above the head that no head to come can hold. */
function checkOnItsWay({ body }: Document<Release>, { head }: Ground, index: number, now: number): void {
  if (body.at < head.time - onItsWay)
    throw new ClientError(
      "log.inclusion",
      `log.${index}`,
      say`The log's head is younger than this release, and does not hold it.`,
    );
  if (body.at > now + clockSkew) throw new Refusal("window.early", `log.${index}`);
}

async function proveReleases(shown: ShownOrder, ground: Ground, ask: Ask, now: number, found: Contradiction[]) {
  const proven: ProvenRelease[] = [];
  let pending = 0;
  const one = async ({ index, envelope }: ShownRelease): Promise<void> => {
    try {
      const document = openEnvelope(releaseType, envelope);
      if (document.body.org !== ground.trust.newest.genesis) throw new Refusal("org", `log.${index}`);
      if (document.body.order !== shown.hash)
        throw new ClientError("log.inclusion", `log.${index}`, say`The release shown is that of another order.`);
      if (!Number.isSafeInteger(index) || index < 0)
        throw new ClientError("log.inclusion", `log.${index}`, say`The log has no such place.`);
      if (index >= ground.head.size) {
        checkOnItsWay(document, ground, index, now);
        pending++;
      } else proven.push({ index, document, proof: await prove(ask, ground, index, document.hash) });
    } catch (error) {
      found.push(contradictionOf(error));
    }
  };
  const all = shown.releases ?? [];
  for (let at = 0; at < all.length; at += atOnce) await Promise.all(all.slice(at, at + atOnce).map(one));
  return { proven: proven.sort((a, b) => a.index - b.index), pending };
}

/** The order judged by its charter, as it was in normal times or, where that fails, as it is allowed under a freeze. */
async function judged(shown: ShownOrder, charters: readonly Charter[], frozen: boolean): Promise<Review> {
  const judging = (state: boolean) => reviewOf(shown.hash, shown.envelope, shown.targets, charters, state);
  const now = await judging(frozen);
  if (now.complete || !shown.releases?.length) return now;
  // Whether it was frozen when a past order was accepted is not known here; either row's quorum made it right.
  const other = await judging(!frozen);
  return other.complete ? other : now;
}

/** Whether later charters ended the order or cut it off; the order of the checks is the phone's (PROTOCOL section 4). */
function isEnded(order: Document<Order>, charters: readonly Charter[], firstIndex: number | undefined): boolean {
  const at = charters.findIndex((charter) => charter.hash === order.body.charter);
  const later = charters.slice(at + 1);
  try {
    checkVoids(order, charters.slice(at));
  } catch {
    return true;
  }
  if (later.length === 0) return false;
  if (!isStanding(order.body) && order.body.action !== "unfreeze") return true;
  return firstIndex !== undefined && later.some((charter) => firstIndex >= charter.body.from);
}

/** The index that decides about `from`: that of the release with which the order was accepted, where it is among these. */
function firstIndex(releases: readonly ProvenRelease[]): number | undefined {
  return releases.find(({ document: { body } }) => body.accepted === body.at)?.index;
}

function checkReleases(
  review: Review & { kind: "order" },
  releases: readonly ProvenRelease[],
  found: Contradiction[],
): void {
  const { body } = review.document;
  const [first] = releases;
  if (!first) return;
  const note = (code: string, where: string, message: string): void => void found.push({ code, where, message });
  if (!review.complete)
    note("signature.quorum", "signatures", "the log released it, but the signatures shown are too few");
  try {
    checkAccepted(body, first.document.body.accepted);
  } catch (error) {
    found.push(contradictionOf(error));
  }
  // Hashing a hundred thousand leaves takes a second: only where a release names phones.
  const namesPhones = releases.some(({ document }) => "phones" in document.body.reach);
  const leaves =
    namesPhones && review.targets
      ? new Set(review.targets.map((device) => toHex(targetLeaf(body.id, device))))
      : undefined;
  for (const { document, index } of releases) {
    const { reach } = document.body;
    if (isDestructive(body) && ("all" in reach || "below" in reach))
      note("release.reach", `log.${index}`, "a release of what destroys must name its phones");
    if ("phones" in reach && leaves && "count" in body.targets && reach.phones.some((leaf) => !leaves.has(leaf)))
      note("release.reach", `log.${index}`, "a release names a phone that is not on the signed list");
  }
}

function checkHold(
  shown: ShownOrder,
  until: number | undefined,
  releases: readonly ProvenRelease[],
  now: number,
  found: Contradiction[],
): void {
  if (until === undefined) return;
  const early = releases.find(({ document: { body } }) => "phones" in body.reach && body.at < until);
  if (early)
    found.push({
      code: "brake.held",
      where: `log.${early.index}`,
      message: "phones were reached while the brake had to hold the order",
    });
  if (now < until && shown.state === "released")
    found.push({ code: "state.held", where: "order.state", message: "the server calls released what the brake holds" });
}

/**
 * Verifies an order as it is shown: that it is the document of that hash, form, quorum under the charter it names, each
 * release's inclusion in the log of the verified head, reach and hold. `ask` goes to the gatekeeper; `now` is Unix seconds.
 *
 * Rejects, as `review` does, what cannot even be shown as the order that was asked for (`answer.hash`, `org`,
 * `charter.current`, `targets.list`, the codes of form), and with `network` when the gatekeeper does not answer. All else
 * that is wrong stands in `contradictions`.
 */
export async function verifyOrder(
  shown: ShownOrder,
  ground: Ground,
  ask: Ask,
  now: number = Math.floor(Date.now() / 1000),
): Promise<VerifiedOrder> {
  const { charters } = ground.trust;
  const contradictions: Contradiction[] = [];
  const review = await judged(shown, charters, ground.frozen);
  const { proven, pending } = await proveReleases(shown, ground, ask, now, contradictions);
  const none = { review, releases: proven, pending, contradictions };
  if (review.kind !== "order")
    return { ...none, accepted: undefined, heldUntil: undefined, reached: undefined, ended: false };
  const { body } = review.document;
  const { brake } = charters.find((charter) => charter.hash === body.charter)!.body;
  checkReleases(review, proven, contradictions);
  const accepted = proven[0]?.document.body.accepted;
  const until = accepted === undefined ? undefined : heldUntil(body, brake.hold, accepted);
  checkHold(shown, until, proven, now, contradictions);
  if (proven.length === 0 && pending === 0 && (shown.state === "released" || shown.state === "held"))
    contradictions.push({
      code: "log.inclusion",
      where: "order.releases",
      message: `the server calls it ${shown.state} and shows no release that the log proves`,
    });
  const isPartial = proven.some(({ document }) => "below" in document.body.reach);
  const leaves =
    isPartial && "count" in body.targets
      ? review.targets?.map((device) => toHex(targetLeaf(body.id, device)))
      : undefined;
  return {
    ...none,
    accepted,
    heldUntil: until,
    reached:
      proven.length === 0
        ? undefined
        : reachedBy(
            proven.map(({ document }) => document.body),
            leaves,
            (phones) => reachBound(brake.reach, phones),
          ),
    ended: isEnded(review.document, charters, firstIndex(proven)),
  };
}

/** What an order of this ground is judged under, for drafting. */
export function judgingOf({ trust, frozen }: Ground): Judging {
  return { charters: trust.charters, frozen };
}
