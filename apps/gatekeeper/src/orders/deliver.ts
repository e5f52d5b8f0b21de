// Which orders a phone should be handed now, each with all that proves it (PROTOCOL section 10).
import { openSealed } from "@rempart/directory";
import {
  compareBytes,
  type Document,
  decidingRow,
  fromHex,
  hasQuorum,
  type JsonValue,
  type Order,
  secretsOf,
  targetCount,
  targetLeaf,
  targetTree,
  toBase64,
  uuidBytes,
} from "@rempart/trust";
import type { Context } from "../context.ts";
import { type Device, isIn } from "../devices/registry.ts";
import { pathText } from "../log/log.ts";
import type { Entry, Released } from "./book.ts";
import type { Slots } from "./slots.ts";

/** At most this many orders in one bundle (PROTOCOL section 10). */
const bundleOrders = 64;

export interface Offer {
  entry: Entry;
  released: Released;
}

/** Whether an order may be handed out while everything is frozen: its quorum also satisfies a row for that case. */
async function standsFrozen(context: Context, order: Document<Order>): Promise<boolean> {
  const charter = context.charters.newest;
  if (order.body.charter !== charter.hash) return false;
  try {
    return await hasQuorum(
      order,
      charter,
      decidingRow(charter, order.body.action, targetCount(order.body.targets), true),
    );
  } catch {
    return false;
  }
}

function standingFor(context: Context, device: Device): Entry[] {
  const wanted: Entry[] = [];
  for (const entry of context.book.streams.values()) {
    const { targets, stream, n } = entry.document.body;
    if (!("group" in targets) || !isIn(device, targets.group)) continue;
    if ((device.streams?.get(stream!) ?? 0) < n!) wanted.push(entry);
  }
  return wanted;
}

/** The newest release that reaches `device`, cutting a brake slot for a destructive order; undefined when none does yet. */
async function releaseFor(slots: Slots, entry: Entry, device: Device): Promise<Released | undefined> {
  if (entry.destructive) return slots.request(entry, device);
  const last = entry.releases.at(-1)!;
  const { reach } = last.document.body;
  if ("all" in reach) return last;
  if (!("below" in reach)) return undefined;
  return compareBytes(targetLeaf(entry.document.body.id, device.id), fromHex(reach.below)) < 0 ? last : undefined;
}

/** What was offered once is offered again only when something changed that could change the phone's answer. */
function offerKey(context: Context, released: Released): string {
  return `${released.index}/${context.charters.newest.hash}/${context.freezes.frozen}`;
}

/** The offers for `device` now, oldest acceptance first. */
export async function offersFor(context: Context, slots: Slots, device: Device): Promise<Offer[]> {
  const waiting = [...(context.book.byDevice.get(device.id) ?? []), ...standingFor(context, device)];
  waiting.sort((a, b) => a.releases[0]!.index - b.releases[0]!.index);
  const offers: Offer[] = [];
  for (const entry of waiting) {
    if (offers.length >= bundleOrders) break;
    if (entry.state !== "released") continue;
    if (context.freezes.frozen && !(await standsFrozen(context, entry.document))) continue;
    const released = await releaseFor(slots, entry, device);
    if (!released || device.offered.get(entry.document.hash) === offerKey(context, released)) continue;
    offers.push({ entry, released });
  }
  return offers;
}

/** Notes that `device` was handed these offers. */
export function noteOffered(context: Context, device: Device, offers: readonly Offer[]): void {
  for (const { entry, released } of offers) device.offered.set(entry.document.hash, offerKey(context, released));
}

async function openedTexts(context: Context, order: Document<Order>): Promise<JsonValue[]> {
  const opened: JsonValue[] = [];
  for (const [field, secret] of secretsOf(order.body)) {
    const { genesis } = context.charters.newest;
    const text = await openSealed(
      context.keys.seal.pkcs8,
      "secret",
      genesis,
      uuidBytes(order.body.id),
      secret.gatekeeper,
    );
    if (text) opened.push({ field, value: toBase64(text) });
  }
  return opened;
}

type TargetTree = ReturnType<typeof targetTree>;

/** Sorted targets of orders accepted since our start whose tree nobody asked for yet. */
const lists = new WeakMap<Entry, readonly string[]>();
/** Trees of orders being delivered, so that a thousand phones do not build one a thousand times. */
const trees = new WeakMap<Entry, Promise<TargetTree>>();

/** Spares the first delivery of `entry` the question to the database; `targets` are its list. */
export function noteTargets(entry: Entry, targets: readonly string[]): void {
  lists.set(entry, targets);
}

async function buildTreeOf(context: Context, entry: Entry): Promise<TargetTree> {
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

function treeOf(context: Context, entry: Entry): Promise<TargetTree> {
  const have = trees.get(entry);
  if (have) return have;
  const tree = buildTreeOf(context, entry);
  trees.set(entry, tree);
  tree.catch(() => trees.delete(entry));
  return tree;
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
