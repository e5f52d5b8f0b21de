// Phase B (PROTOCOL sections 10 and 11): one order and all that proves it, in the order of the refusal codes.
import type { Charter } from "../charter/charter.ts";
import { type Release, releaseType } from "../documents/types.ts";
import { compareBytes, equalBytes, fromHex } from "../encoding/bytes.ts";
import { type Document, openEnvelope } from "../envelope/envelope.ts";
import type { JsonValue } from "../json/reader.ts";
import { leafHash, verifyInclusion } from "../merkle/index.ts";
import { checkAccepted, checkAuthority, checkSecrets, checkVoids, checkWindow } from "../order/checks.ts";
import { isDestructive, isStanding, type Order, orderType } from "../order/order.ts";
import { demand, Refusal } from "../refusal.ts";
import { targetLeaf } from "../target/target.ts";
import { type Item, readItem } from "./bundle.ts";
import type { Session } from "./head.ts";
import { isMember, type PhoneState, timeNow } from "./state.ts";

/** An order that this phone may carry out, now. */
export interface Verified {
  order: Document<Order>;
  release: Document<Release>;
  index: number;
  destructive: boolean;
  /** Opened texts by field, without their 32-byte nonces. */
  texts: Record<string, Uint8Array>;
}

/** The charter that the order names, if an order of its kind may still name it: `charter.current`, `charter.from`. */
function namedCharter(state: PhoneState, order: Order, firstIndex: number): { charter: Charter; later: Charter[] } {
  const at = state.charters.findIndex((charter) => charter.hash === order.charter);
  const charter = state.charters[at];
  demand(charter !== undefined, "charter.current", "order.charter", "names a charter this phone does not know");
  const later = state.charters.slice(at + 1);
  demand(later.length === 0 || isStanding(order) || order.action === "unfreeze", "charter.current", "order.charter");
  // The roots choose `from` to cut off what an intruder released under the older charter.
  demand(
    later.every((one) => firstIndex < one.body.from),
    "charter.from",
    "order.charter",
  );
  return { charter, later };
}

function checkTarget(state: PhoneState, order: Order, leaf: Uint8Array, item: Item): void {
  const { targets } = order;
  if ("group" in targets)
    demand(isMember(state, targets.group), "target.proof", "order.targets.group", "this phone is not of the group");
  if (!("count" in targets)) return;
  demand(item.target !== undefined, "target.proof", "item.target", "is missing");
  const claim = { leaf, index: item.target.index, size: targets.count, path: item.target.proof };
  demand(verifyInclusion({ ...claim, root: fromHex(targets.root) }), "target.proof", "item.target");
}

type First = NonNullable<Item["first"]> & { document: Document<Release> };

/**
 * The release, and where one is shown the first one, are in the log that the head commits to. A first release is
 * judged even where the release needs none: its index has decided about `from`.
 */
function checkInclusion(
  session: Session,
  order: Document<Order>,
  release: Document<Release>,
  item: Item,
  first: First | undefined,
): void {
  const { size, root } = session.head.body;
  const contains = (hash: string, index: number, path: Uint8Array[]): boolean =>
    verifyInclusion({ leaf: leafHash(fromHex(hash)), index, size, path, root: fromHex(root) });
  demand(release.body.order === order.hash, "log.inclusion", "item.release.order", "releases another order");
  demand(contains(release.hash, item.index, item.inclusion), "log.inclusion", "item.inclusion");
  if (!first) {
    demand(release.body.accepted === release.body.at, "log.inclusion", "item.first", "is missing");
    return;
  }
  const { body, hash } = first.document;
  demand(
    body.order === order.hash && body.accepted === body.at && body.accepted === release.body.accepted,
    "log.inclusion",
    "item.first.release",
    "does not prove when the order was accepted",
  );
  demand(contains(hash, first.index, first.inclusion), "log.inclusion", "item.first.inclusion");
}

function checkReach(release: Release, leaf: Uint8Array, destructive: boolean): void {
  const { reach } = release;
  const named = "phones" in reach && reach.phones.some((one) => equalBytes(fromHex(one), leaf));
  // Each phone that is to be destroyed stands in the log by name: the brake can be recomputed from that alone.
  demand(named || !destructive, "release.reach", "item.release.reach", "must name this phone");
  const reaches = named || "all" in reach || ("below" in reach && compareBytes(leaf, fromHex(reach.below)) < 0);
  demand(reaches, "release.reach", "item.release.reach");
}

function checkStream(state: PhoneState, order: Order): void {
  if (order.action === "assign") {
    const have = state.assigned;
    const newer =
      !have || order.createdAt > have.createdAt || (order.createdAt === have.createdAt && order.id > have.id);
    demand(newer, "stream.old", "order.createdAt");
    return;
  }
  if (order.stream === undefined) return;
  const have = Object.hasOwn(state.streams, order.stream) ? state.streams[order.stream] : undefined;
  demand(order.n! > (have?.n ?? 0), "stream.old", "order.n");
  demand(!have || order.n !== have.n + 1 || order.prev === have.hash, "stream.prev", "order.prev");
}

/**
 * Judges one item against the state and the session of phase A. Resolves with the order to execute; the caller writes
 * `remember(state, order)` durably first. Refuses with the first code of section 11 that applies.
 */
export async function verifyItem(
  state: PhoneState,
  session: Session,
  value: JsonValue,
  elapsed: number,
): Promise<Verified> {
  const item = readItem(value);
  const order = openEnvelope(orderType, item.order);
  const release = openEnvelope(releaseType, item.release);
  const first = item.first && { ...item.first, document: openEnvelope(releaseType, item.first.release) };
  demand(order.body.org === state.genesis, "org", "order.org");
  demand(release.body.org === state.genesis, "org", "release.org");
  demand(first === undefined || first.document.body.org === state.genesis, "org", "first.org");
  const { charter, later } = namedCharter(state, order.body, item.first?.index ?? item.index);
  checkVoids(order, [charter, ...later]);
  // Not what was frozen when the head passed: the lifts of this very bundle may have emptied the set since.
  const frozen = session.head.body.freeze !== undefined || state.freezes.length > 0;
  await checkAuthority(order, charter, frozen);
  const leaf = targetLeaf(order.body.id, state.device);
  checkTarget(state, order.body, leaf, item);
  checkInclusion(session, order, release, item, first);
  const last = Math.max(item.index, item.first?.index ?? 0);
  demand(session.witnessedSize !== undefined && last < session.witnessedSize, "witness.quorum", "bundle.witness");
  checkAccepted(order.body, release.body.accepted);
  const destructive = isDestructive(order.body);
  checkReach(release.body, leaf, destructive);
  const now = timeNow(state, elapsed);
  if (now === undefined) throw new Refusal("log.time", "clock", "the time is unknown until a head passes");
  checkWindow(order.body, now);
  checkStream(state, order.body);
  demand(!Object.hasOwn(state.done, order.hash), "replay", "order");
  demand(!state.cancelled.includes(order.hash), "cancelled", "order");
  const opened = new Map(item.opened?.map(({ field, value }) => [field as string, value]));
  checkSecrets(order.body, opened);
  demand(state.supported.has(order.body.action), "action.unsupported", "order.action");
  const texts = Object.fromEntries([...opened].map(([field, bytes]) => [field, bytes.subarray(32)]));
  return { order, release, index: item.index, destructive, texts };
}
