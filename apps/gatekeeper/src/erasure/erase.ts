// Erasing bodies for good: the erasure record goes into the log and the bodies from every table, in one transaction. The
// tree is over hashes and stays whole; who asks for an erased entry is told which erasure took it.
import { erasureType, fromHex, type JsonValue, signDocument } from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import type { LogEntry } from "../log/storage.ts";
import { eraseBodies } from "./bodies.ts";

/** In one record: 1,000 may be named, but 64 KiB of payload hold about 975 (settled.md). */
export const batchSize = 950;

/** Never erased (PROTOCOL section 8): without them nobody could say what stands, or why it may. */
const keptActions = new Set(["freeze", "unfreeze", "pace"]);

/** Why this order's text must stay; undefined when it may go. */
function orderStays(context: Context, hash: string, now: number): string | undefined {
  const entry = context.book.byHash.get(hash);
  if (!entry) return undefined;
  const { action, stream } = entry.document.body;
  if (keptActions.has(action)) return `a ${action} is never erased`;
  if (entry.state === "held" || entry.pending.size > 0) return "it is not over yet";
  if (
    stream !== undefined &&
    (stream === "assign" || context.book.streams.get(stream) === entry || context.book.isStanding(entry))
  )
    return "it is the newest document of its stream, and in force";
  const { destructive } = context.charters.newest.body.brake;
  const longest = Math.max(86_400, ...destructive.map(({ seconds }) => seconds));
  // The brake and the 24 hours in which it could be sent again must not depend on a text that is gone.
  if (now < entry.acceptedAt + longest + 86_400) return "it is too young: the brake still counts it";
  return undefined;
}

/** Why the entry of this hash must stay; undefined when it may go. */
function entryStays(context: Context, hash: string, type: string): string | undefined {
  if (type === "reveal" || type === "directory-batch" || type === "erased") return undefined;
  if (type !== "enrolment") return `a ${type} is never erased`;
  const device = [...context.devices.all()].find((one) => one.enrolment === hash);
  return device && device.state !== "gone" ? `phone ${device.id} is served by it` : undefined;
}

/** Refuses with `erasure`, naming the first that must stay or that is nothing here. */
async function checkErasable(context: Context, hashes: readonly string[]): Promise<string[]> {
  const now = nowSeconds();
  const { rows } = await context.pool.query<{ hash: string; type: string; gone: boolean }>(
    `select hash, type, envelope is null as gone from log_entry where hash = any($1)
     union all select hash, 'order', envelope is null from accepted_order where hash = any($1)
     union all select hash, 'result', envelope is null from result where hash = any($1)`,
    [hashes],
  );
  const known = new Map(rows.map((row) => [row.hash, row]));
  for (const hash of hashes) {
    const row = known.get(hash);
    if (!row) throw new GateError("erasure", hash, "is no entry, order or result of this gatekeeper");
    const stays =
      row.type === "order"
        ? orderStays(context, hash, now)
        : row.type === "result"
          ? undefined
          : entryStays(context, hash, row.type);
    if (stays !== undefined) throw new GateError("erasure", hash, stays);
  }
  return hashes.filter((hash) => !known.get(hash)!.gone);
}

/**
 * Erases the bodies of these entries, orders and results, in records of at most 950 hashes. Refuses with `erasure` before
 * anything is erased when one of them must stay. Returns the log index of each erasure.
 */
export async function erase(context: Context, hashes: readonly string[]): Promise<number[]> {
  const indexes: number[] = [];
  const fresh = await checkErasable(context, [...new Set(hashes)]);
  for (let at = 0; at < fresh.length; at += batchSize) {
    const part = fresh.slice(at, at + batchSize);
    const body = { v: 1, org: context.charters.newest.genesis, at: nowSeconds(), hashes: part } as JsonValue;
    const record = await signDocument(erasureType, body, []);
    const done = await context.log.append(async (tx, index) => {
      await eraseBodies(tx, part, index);
      const entry: LogEntry = { hash: fromHex(record.hash), record: { type: "erasure", envelope: record.envelope } };
      return { entries: [entry], value: undefined };
    });
    for (const hash of part) forget(context, hash);
    indexes.push(done.indexes[0]!);
  }
  return indexes;
}

/** What is in memory follows the commit. */
function forget(context: Context, hash: string): void {
  const { book, devices } = context;
  const entry = book.byHash.get(hash);
  if (entry) {
    book.close(entry, "ended");
    book.byHash.delete(hash);
    book.erased.add(hash);
  }
  for (const device of devices.all())
    if (device.enrolment === hash && device.state === "gone") {
      device.model = "";
      device.os = "";
      device.patch = undefined;
      device.groups = [];
    }
}

/** Hashes of every result of a phone and, once it is gone, of its enrolment. */
export async function ofDevice(context: Context, device: string): Promise<string[]> {
  const found = context.devices.get(device);
  if (!found) throw new GateError("erasure", device, "is no phone of this gatekeeper");
  const { rows } = await context.pool.query<{ hash: string }>(
    "select hash from result where device = $1 and envelope is not null order by seq",
    [device],
  );
  const enrolments = found.state === "gone" ? [found.enrolment] : [];
  return [...rows.map(({ hash }) => hash), ...enrolments];
}

/** Lets PostgreSQL use the space of what was erased again: until then old versions of rows lie in its files. */
export async function vacuum(context: Context): Promise<void> {
  for (const table of ["log_entry", "result", "accepted_order", "order_target", "outbox", "device"])
    await context.pool.query(`vacuum ${table}`);
}
