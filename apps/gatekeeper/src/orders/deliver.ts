// Which orders a phone should be handed now, each with all that proves it (PROTOCOL section 10).
import { openSealed } from "@rempart/directory";
import {
  compareBytes,
  type Document,
  firstReach,
  fromHex,
  type JsonValue,
  type Order,
  reachBound,
  secretsOf,
  targetLeaf,
  targetTree,
  toBase64,
  uuidBytes,
} from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { type Device, isIn } from "../devices/registry.ts";
import { passesFreeze } from "../freeze/stands.ts";
import { pathText } from "../log/log.ts";
import type { Entry, Released } from "./book.ts";
import type { Slots } from "./slots.ts";

/** At most this many orders in one bundle (PROTOCOL section 10). */
const bundleOrders = 64;

export interface Offer {
  entry: Entry;
  released: Released;
}

/** The platform that a document is for, where it names one. */
function platformOf(entry: Entry): string | undefined {
  const { params } = entry.document.body;
  return (params as { platform?: string }).platform;
}

function standingFor(context: Context, device: Device): Entry[] {
  const wanted: Entry[] = [];
  // By group: what ended a policy for its group must reach a phone that was away, whatever came for others since.
  for (const entry of context.book.standing((group) => isIn(device, group))) {
    const { stream, n } = entry.document.body;
    if (platformOf(entry) !== undefined && platformOf(entry) !== device.platform) continue;
    if ((device.streams?.get(stream!) ?? 0) < n!) wanted.push(entry);
  }
  return wanted;
}

/**
 * Whether `device` may be cut a slot for a standing document that destroys: in its first hour only the phones that its
 * reach would hold, beside the brake. One approver more does not lift this.
 */
function inFirstReach(context: Context, entry: Entry, device: Device): boolean {
  const { targets, id } = entry.document.body;
  const { reach } = context.charters.newest.body.brake;
  if (!entry.standing || !("group" in targets) || (nowSeconds() >= entry.acceptedAt + reach.seconds && !entry.halted))
    return true;
  const group = context.devices.inGroup(targets.group);
  const first = firstReach(id, group, reachBound(reach, group.length));
  return !("below" in first) || compareBytes(targetLeaf(id, device.id), fromHex(first.below)) < 0;
}

/** The newest release that reaches `device`, cutting a brake slot for a destructive order; undefined when none does yet. */
async function releaseFor(context: Context, slots: Slots, entry: Entry, device: Device): Promise<Released | undefined> {
  if (entry.destructive) return inFirstReach(context, entry, device) ? slots.request(entry, device) : undefined;
  const last = entry.releases.at(-1)!;
  const { reach } = last.document.body;
  if ("all" in reach) return last;
  if (!("below" in reach)) return undefined;
  return compareBytes(targetLeaf(entry.document.body.id, device.id), fromHex(reach.below)) < 0 ? last : undefined;
}

/** What was offered once is offered again only when something changed that could change the phone's answer. */
function offerKey(context: Context, { entry, released }: Offer): string {
  const witnessed = context.witnesses.covers(entry, released);
  return `${released.index}/${context.charters.newest.hash}/${context.freezes.frozen}/${witnessed}`;
}

/** The offers for `device` now, oldest acceptance first. */
export async function offersFor(context: Context, slots: Slots, device: Device): Promise<Offer[]> {
  const waiting = [...(context.book.byDevice.get(device.id) ?? []), ...standingFor(context, device)];
  waiting.sort((a, b) => a.releases[0]!.index - b.releases[0]!.index);
  const offers: Offer[] = [];
  for (const entry of waiting) {
    if (offers.length >= bundleOrders) break;
    if (entry.state !== "released") continue;
    if (!(await passesFreeze(context, entry.document))) continue;
    const released = await releaseFor(context, slots, entry, device);
    if (!released || !context.witnesses.mayOffer(entry, released)) continue;
    const offer = { entry, released };
    if (device.offered.get(entry.document.hash) !== offerKey(context, offer)) offers.push(offer);
  }
  return offers;
}

/** Notes that `device` was handed these offers. */
export function noteOffered(context: Context, device: Device, offers: readonly Offer[]): void {
  for (const offer of offers) device.offered.set(offer.entry.document.hash, offerKey(context, offer));
}

async function openedTexts(context: Context, order: Document<Order>): Promise<JsonValue[]> {
  const opened: JsonValue[] = [];
  // Sealed to the key of the charter that the order names, which may have been followed by others.
  const named = context.charters.chain.find((charter) => charter.hash === order.body.charter);
  const key = named && context.keys.sealing(named.body);
  if (!key) return opened;
  for (const [field, secret] of secretsOf(order.body)) {
    const text = await openSealed(key.pkcs8, "secret", named.genesis, uuidBytes(order.body.id), secret.gatekeeper);
    if (text) opened.push({ field, value: toBase64(text) });
  }
  return opened;
}

type Tree = ReturnType<typeof targetTree>;

/** Sorted targets of orders accepted since our start whose tree nobody asked for yet. */
const lists = new WeakMap<Entry, readonly string[]>();
/** Trees of orders being delivered, so that a thousand phones do not build one a thousand times; the last few only. */
const trees = new Map<Entry, Promise<Tree>>();
const mostTrees = 32;

/** Spares the first delivery of `entry` the question to the database; `targets` are its list. */
export function noteTargets(entry: Entry, targets: readonly string[]): void {
  lists.set(entry, targets);
}

function treeOf(context: Context, entry: Entry): Promise<Tree> {
  const tree = trees.get(entry) ?? readTree(context, entry);
  trees.delete(entry);
  trees.set(entry, tree);
  if (trees.size > mostTrees) trees.delete(trees.keys().next().value!);
  tree.catch(() => trees.delete(entry));
  return tree;
}

async function readTree(context: Context, entry: Entry): Promise<Tree> {
  const { id } = entry.document.body;
  const known = lists.get(entry);
  lists.delete(entry);
  if (known) return targetTree(id, known);
  const { rows } = await context.pool.query<{ device: string }>(
    "select device from order_target where order_hash = $1 order by tree_index",
    [entry.document.hash],
  );
  return targetTree(
    id,
    rows.map((row) => row.device),
  );
}

/** One item of a bundle for `device`, proven in the log of `size` entries. */
export async function makeItem(
  context: Context,
  { entry, released }: Offer,
  device: string,
  size: number,
): Promise<JsonValue> {
  const item: Record<string, JsonValue> = {
    order: entry.document.envelope,
    release: released.document.envelope,
    index: released.index,
    inclusion: await context.log.inclusion(released.index, size),
  };
  const first = entry.releases[0]!;
  if (released.document.body.accepted !== released.document.body.at) {
    item.first = {
      release: first.document.envelope,
      index: first.index,
      inclusion: await context.log.inclusion(first.index, size),
    };
  }
  if ("count" in entry.document.body.targets) {
    const tree = await treeOf(context, entry);
    const index = entry.pending.get(device) ?? tree.ids.indexOf(device);
    item.target = { index, proof: pathText(tree.path(index)) };
  }
  const opened = await openedTexts(context, entry.document);
  if (opened.length > 0) item.opened = opened;
  return item;
}
