// The long-poll: the answer is a bundle, at once when there is news, else after the wait (PROTOCOL sections 10 and 12).
import { currentLog, forms, type JsonValue, schema } from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import { makeItem, noteOffered, type Offer, offersFor } from "../orders/deliver.ts";
import type { Slots } from "../orders/slots.ts";
import { say } from "../output.ts";
import { maxWait, servedDevice } from "./hello.ts";
import type { Device } from "./registry.ts";

const readPoll = schema.object({
  nonce: forms.nonce,
  wait: schema.integer(0, maxWait),
  charter: schema.integer(1),
  size: forms.size,
  root: forms.hash,
  freezes: schema.set(forms.hash, 0, 16),
});
export type Poll = schema.Read<typeof readPoll>;

async function lifts(context: Context, poll: Poll, device: string, size: number): Promise<JsonValue[]> {
  const orders = new Set(
    poll.freezes.map((freeze) => context.freezes.lifted.get(freeze)).filter((hash) => hash !== undefined),
  );
  const items: JsonValue[] = [];
  for (const hash of orders) {
    const entry = context.book.byHash.get(hash)!;
    items.push(await makeItem(context, { entry, released: entry.releases[0]! }, device, size));
  }
  return items;
}

/** Below the 8 MiB of a bundle, charters and lifts included; what does not fit comes with the next poll. */
const mostBytes = 5 * 1024 * 1024;

async function makeBundle(context: Context, poll: Poll, device: Device, offers: Offer[]): Promise<JsonValue> {
  const { charters, freezes, log, witnesses } = context;
  // Looked up before the head is signed: what is witnessed is never above it.
  const vouched = witnesses.best();
  const head = await log.signHead(charters.newest, freezes.oldest, poll.nonce);
  const { size } = head.body;
  const from = startFor(context, poll);
  const items: JsonValue[] = [];
  const handed: Offer[] = [];
  let bytes = 0;
  for (const offer of offers) {
    const item = await makeItem(context, offer, device.id, size);
    bytes += JSON.stringify(item).length;
    if (items.length > 0 && bytes > mostBytes) break;
    // It may have been cancelled while its proofs were made.
    if (offer.entry.state !== "released") continue;
    items.push(item);
    handed.push(offer);
  }
  const bundle: Record<string, JsonValue> = {
    v: 1,
    charters: charters.chain.slice(poll.charter).map((charter) => charter.document.envelope),
    head: head.envelope,
    consistency: from === 0 ? "" : await log.consistency(from, size),
    orders: items,
  };
  if (vouched)
    bundle.witness = { ...vouched, consistency: vouched.size === 0 ? "" : await log.consistency(vouched.size, size) };
  const lifted = await lifts(context, poll, device.id, size);
  if (lifted.length > 0) bundle.lifts = lifted;
  noteOffered(context, device, handed);
  return bundle;
}

/** Whether the size that a phone tells is one of the log in use: what it saw of an earlier epoch binds nobody any more. */
function isOfEpoch(context: Context, poll: Poll): boolean {
  const { chain, newest } = context.charters;
  const known = chain[poll.charter - 1];
  return known !== undefined && currentLog(known.body).epoch === currentLog(newest.body).epoch;
}

/** The size from which the phone will judge the head: its own, or where the charter it is about to learn says. */
function startFor(context: Context, poll: Poll): number {
  return isOfEpoch(context, poll) ? poll.size : currentLog(context.charters.newest.body).startSize;
}

/** Refuses a phone that saw more of the log than there is here: either it lies, or this log was put back. */
async function checkSize(context: Context, poll: Poll): Promise<void> {
  if (poll.charter > context.charters.chain.length)
    throw new GateError("stopped", "poll.charter", "is newer than any charter known here");
  if (isOfEpoch(context, poll) && poll.size > context.log.size())
    throw new GateError("stopped", "poll.size", "is beyond this log: it may have been put back to an older state");
}

/**
 * Whether the phone saw another history than ours. It is then answered at once, so that it finds out: somebody with the
 * log key showed it a log that we never wrote. The alarm is a line for the operator; the phone's word alone stops nothing.
 */
async function sawAnotherLog(context: Context, asked: Poll, device: string): Promise<boolean> {
  if (asked.size === 0 || !isOfEpoch(context, asked) || (await context.log.rootAt(asked.size)) === asked.root)
    return false;
  say("alarm", { kind: "log.fork", device, size: asked.size, root: asked.root });
  return true;
}

/** Answers one poll of the phone `id`. `signal` ends the wait when the phone hangs up. */
export async function poll(
  context: Context,
  slots: Slots,
  id: string,
  request: JsonValue,
  signal: AbortSignal,
): Promise<{ bundle: JsonValue; offers: readonly Offer[] }> {
  const asked = readPoll(request, "poll");
  const device = servedDevice(context, id);
  device.seenAt = nowSeconds();
  context.devices.seen.set(id, device.seenAt);
  await checkSize(context, asked);
  const forked = await sawAnotherLog(context, asked, id);
  // The phone stays frozen until a quorum lifts this very freeze: somebody must hear of it.
  for (const freeze of context.freezes.meet(asked.freezes))
    say("alarm", { kind: "freeze.strange", device: id, freeze });
  // What it refused while it was frozen, it may take now.
  if (device.freezes !== asked.freezes.join()) device.offered.clear();
  device.freezes = asked.freezes.join();
  // A lift that is not witnessed would be refused, asked for again at once, and refused again.
  const liftReady = (unfreeze: string): boolean => {
    const entry = context.book.byHash.get(unfreeze);
    return entry !== undefined && context.witnesses.covers(entry, entry.releases[0]!);
  };
  const until = Date.now() + asked.wait * 1000;
  const waiter = context.waiters.open(id);
  try {
    for (;;) {
      // A poll that was replaced takes nothing: its phone listens elsewhere.
      const offers = waiter.replaced || signal.aborted ? [] : await offersFor(context, slots, device);
      const news =
        forked ||
        offers.length > 0 ||
        asked.charter < context.charters.chain.length ||
        context.freezes.isNews(asked.freezes, liftReady);
      const left = until - Date.now();
      if (news || left <= 0 || waiter.replaced || signal.aborted)
        return { bundle: await makeBundle(context, asked, device, offers), offers };
      await waiter.rest(left / 1000, signal);
      servedDevice(context, id);
    }
  } finally {
    waiter.close();
  }
}
