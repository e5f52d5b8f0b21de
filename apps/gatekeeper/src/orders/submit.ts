// An order arrives: judged by the same verifier as on the phones, logged, then queued (PROTOCOL sections 5, 6, 11).
import { openSealed } from "@rempart/directory";
import {
  type Accepted,
  acceptOrder,
  addSignatures,
  type Document,
  decidingRow,
  everyPhone,
  firstReach,
  holdsRole,
  type JsonValue,
  type Order,
  openEnvelope,
  orderType,
  type Reach,
  Refusal,
  reachActions,
  reachBound,
  secretsOf,
  signersOf,
  targetCount,
  uuidBytes,
} from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { emit } from "../link/outbox.ts";
import { entryOf } from "../log/log.ts";
import { makeRelease } from "../log/record.ts";
import { type Entry, newEntry, type OrderState } from "./book.ts";
import { noteTargets } from "./deliver.ts";
import { effectsOf } from "./effects.ts";
import { checkLimit } from "./limits.ts";
import { addRelease } from "./releases.ts";

export interface Submitted {
  index: number;
  hash: string;
  state: OrderState;
}

/** Phones that a group's document concerns now. */
function concerned(context: Context, order: Order, targets: readonly string[]): string[] {
  return "group" in order.targets ? context.devices.inGroup(order.targets.group) : [...targets];
}

/** Whether one more person of the row's role signed than it asks: the first hour's reach does not bind then. */
function isLifted({ row, counting }: Accepted): boolean {
  return row.need.role !== "root" && counting > row.need.count;
}

function firstRelease(context: Context, entry: Entry, phones: readonly string[], lifted: boolean): Reach {
  const order = entry.document;
  if (entry.destructive) return { none: true };
  if (lifted || !reachActions.has(order.body.action)) return { all: true };
  const { reach } = context.charters.newest.body.brake;
  return firstReach(order.body.id, phones, reachBound(reach, phones.length));
}

async function judge(
  context: Context,
  order: Document<Order>,
  targets: readonly string[],
  now: number,
): Promise<Accepted> {
  const { charters, freezes, book, keys } = context;
  const { stream } = order.body;
  const newest = stream === undefined ? undefined : book.streams.get(stream);
  const charter = charters.newest;
  const accepted = await acceptOrder(order, {
    charter,
    now,
    frozen: freezes.frozen,
    targets,
    newest: newest && {
      n: newest.document.body.n ?? 0,
      hash: newest.document.hash,
      createdAt: newest.document.body.createdAt,
      id: newest.document.body.id,
    },
    known: book.byHash.has(order.hash) || book.erased.has(order.hash),
    secrets: secretsOf(order.body).map(([field, secret]) => [field, secret.gatekeeper]),
    open: async (sealed, body) => {
      const key = keys.sealing(charter.body);
      return key && openSealed(key.pkcs8, "secret", charter.genesis, uuidBytes(body.id), sealed);
    },
  });
  if (
    order.body.action === "freeze" &&
    accepted.by.filter((person) => !freezes.muted.has(person)).length < accepted.row.need.count
  ) {
    throw new Refusal(
      "signature.quorum",
      "signatures",
      "the signer's freezes were muted by the quorum that lifted the last one",
    );
  }
  checkLimit(book, accepted.row, accepted.by, targetCount(order.body.targets) ?? 0, now);
  return accepted;
}

function holdUntil(context: Context, entry: Entry, now: number): number | undefined {
  const { hold } = context.charters.newest.body.brake;
  if (!entry.destructive || entry.standing || entry.phones <= hold.above) return undefined;
  return now + hold.seconds;
}

async function store(context: Context, entry: Entry, targets: readonly string[], lifted: boolean): Promise<Submitted> {
  const { document } = entry;
  const { body, hash } = document;
  const effects = effectsOf(context, document, targets);
  const phones = concerned(context, body, targets);
  // An admission is the gatekeeper's alone to obey: there is nothing for a phone to do.
  const own = body.action === "admit";
  const release = await makeRelease(context.charters.newest.genesis, {
    order: hash,
    accepted: entry.acceptedAt,
    at: entry.acceptedAt,
    phones: entry.phones,
    reach: firstRelease(context, entry, phones, lifted),
    by: entry.by,
  });
  const done = await context.log.append(async (tx, first) => {
    // In this order on the wire, without waiting for each answer.
    await Promise.all([
      tx.query(
        `insert into accepted_order (hash, action, stream, n, envelope, state, phones, by_people, accepted_at, hold_until)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          hash,
          body.action,
          body.action === "assign" ? null : (body.stream ?? null),
          body.n ?? null,
          JSON.stringify(document.envelope),
          entry.state,
          entry.phones,
          entry.by,
          entry.acceptedAt,
          entry.holdUntil ?? null,
        ],
      ),
      tx.query(
        `insert into order_target (order_hash, device, tree_index, settled)
       select $1, device, position - 1, $3 from unnest($2::text[]) with ordinality as target (device, position)`,
        [hash, targets, own],
      ),
      tx.query("insert into release (hash, order_hash, log_index, envelope) values ($1, $2, $3, $4)", [
        release.hash,
        hash,
        first,
        JSON.stringify(release.envelope),
      ]),
      effects.store(tx).then(() =>
        emit(tx, [
          {
            type: "order",
            body: {
              hash,
              envelope: document.envelope,
              targets: [...targets],
              state: entry.state,
              phones: entry.phones,
              by: entry.by,
            },
          },
          { type: "release", body: { order: hash, index: first, envelope: release.envelope } },
        ]),
      ),
    ]);
    return { entries: [entryOf(release)], value: undefined };
  });
  const index = done.indexes[0]!;
  entry.releases.push({ document: release, index });
  context.witnesses.expect(entry, entry.releases[0]!);
  context.book.add(entry);
  if (targets.length > 0 && !own) noteTargets(entry, targets);
  if (!own) for (const [position, device] of targets.entries()) context.book.expect(entry, device, position);
  effects.apply();
  context.nudge();
  if (entry.destructive || body.action === "freeze") context.notices.alarm();
  if ("all" in body.targets) context.waiters.wakeAll();
  else for (const device of phones) context.waiters.wake(device);
  return { index, hash, state: entry.state };
}

/** The same standing document with one more signature: its reach is lifted at once (PROTOCOL section 5). */
async function lift(context: Context, entry: Entry, order: Document<Order>): Promise<Submitted> {
  const charter = context.charters.newest;
  const last = entry.releases.at(-1)!.document.body.reach;
  if (entry.state === "cancelled") throw new Refusal("cancelled", "order");
  if (entry.state !== "released" || !entry.standing || !("below" in last) || order.body.charter !== charter.hash)
    throw new Refusal("replay", "order");
  const row = decidingRow(charter, order.body.action, targetCount(order.body.targets), context.freezes.frozen);
  const joined = openEnvelope(
    orderType,
    addSignatures(entry.document.envelope, (order.envelope as { signatures: JsonValue[] }).signatures),
  );
  const { role, count } = row.need;
  if (role === "root") throw new Refusal("replay", "order");
  const people = (await signersOf(joined, charter)).filter((person) => holdsRole(person, role));
  if (people.length <= count) {
    throw new Refusal(
      "signature.quorum",
      "signatures",
      `the reach is lifted by one ${role} more than the ${count} who released it`,
    );
  }
  const by = people.map((person) => person.id);
  const released = await addRelease(context, entry, { all: true }, { by, envelope: joined.envelope });
  entry.document = joined;
  entry.by = by;
  return { index: released.index, hash: entry.document.hash, state: entry.state };
}

/** Judges and releases one order. Callers run it one at a time. `receivedAt`: when it
 * arrived, on the monotonic clock. Refuses with the codes of section 11. */
export async function submitOrder(
  context: Context,
  envelope: JsonValue,
  targets: readonly string[],
  receivedAt: number,
): Promise<Submitted> {
  const order = openEnvelope(orderType, envelope);
  const known = context.book.byHash.get(order.hash);
  if (known) return lift(context, known, order);
  const now = nowSeconds();
  const accepted = await judge(context, order, targets, now);
  const phones = targetCount(order.body.targets) ?? concerned(context, order.body, []).length;
  const all = "all" in order.body.targets;
  const entry = newEntry(
    order,
    "released",
    all ? context.devices.inGroup(everyPhone).length : phones,
    accepted.by,
    now,
    undefined,
  );
  entry.receivedAt = receivedAt;
  entry.holdUntil = holdUntil(context, entry, now);
  if (entry.holdUntil !== undefined) entry.state = "held";
  return store(context, entry, accepted.targets, isLifted(accepted));
}
