// Results that passed: committed together, logged as one record, then applied to what is in memory.
import {
  type Document,
  fromHex,
  type JsonValue,
  leafHash,
  merkleRoot,
  type Result,
  toBase64,
  toHex,
} from "@rempart/trust";
import type pg from "pg";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { emit, type LinkEvent } from "../link/outbox.ts";
import { entryOf } from "../log/log.ts";
import { makeResults } from "../log/record.ts";
import { noteOutcome } from "../orders/health.ts";
import { type Device, phoneEvent } from "./registry.ts";

/** A verified result, with what came beside it, sealed. */
export interface Arrived {
  device: Device;
  document: Document<Result>;
  sealed: Uint8Array | undefined;
}

/** Outcomes after which an order is never offered to the phone again. */
const final = new Set(["done", "started", "failed", "unsupported", "interrupted"]);
/** Refusals that another offer cannot change. */
const finalCodes = new Set([
  "replay",
  "window.expired",
  "cancelled",
  "charter.current",
  "action.unsupported",
  "stream.old",
]);

function isFinal(result: Result): boolean {
  return final.has(result.outcome) || (result.code !== undefined && finalCodes.has(result.code));
}

function bodyOf(context: Context, result: Result) {
  return result.order === undefined ? undefined : context.book.byHash.get(result.order)?.document.body;
}

/** A phone that began to wipe or unenrol itself is not served again. */
function endsDevice(context: Context, result: Result): boolean {
  const action = bodyOf(context, result)?.action;
  return (action === "wipe" && result.outcome === "started") || (action === "unenrol" && result.outcome === "done");
}

/** The groups that a phone says it was put into: remembered as soon as the assignment was begun. */
function groupsOf(context: Context, result: Result): string[] | undefined {
  const body = bodyOf(context, result);
  if (body?.action !== "assign" || !("groups" in body.params)) return undefined;
  return ["done", "interrupted"].includes(result.outcome) ? (body.params.groups as string[]) : undefined;
}

/** Where a batch stands: log index of its record, and when it was made. */
interface Batch {
  index: number;
  at: number;
}

async function insertResults(tx: pg.PoolClient, results: readonly Arrived[], batch: Batch): Promise<void> {
  await tx.query(
    `insert into result (hash, device, seq, order_hash, envelope, sealed, place, batch, arrived)
     select *, $7::bigint, $8::bigint
     from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::bytea[]) with ordinality`,
    [
      results.map(({ document }) => document.hash),
      results.map(({ device }) => device.id),
      results.map(({ document }) => document.body.seq),
      results.map(({ document }) => document.body.order ?? null),
      results.map(({ document }) => JSON.stringify(document.envelope)),
      results.map(({ sealed }) => (sealed ? Buffer.from(sealed) : null)),
      batch.index,
      batch.at,
    ],
  );
  await tx.query(
    `update device set result_seq = newest.seq
     from (select device, max(seq) as seq from unnest($1::text[], $2::bigint[]) as r (device, seq) group by device) as newest
     where device.id = newest.device`,
    [results.map(({ device }) => device.id), results.map(({ document }) => document.body.seq)],
  );
  const settled = results.filter(({ document }) => document.body.order !== undefined && isFinal(document.body));
  await tx.query(
    `update order_target set settled = true
     from unnest($1::text[], $2::text[]) as done (order_hash, device)
     where order_target.order_hash = done.order_hash and order_target.device = done.device`,
    [settled.map(({ document }) => document.body.order), settled.map(({ device }) => device.id)],
  );
}

/** Makes results durable; only then are they true in memory. */
export async function commitResults(context: Context, results: readonly Arrived[]): Promise<void> {
  const root = toHex(merkleRoot(results.map(({ document }) => leafHash(fromHex(document.hash)))));
  const at = nowSeconds();
  const record = await makeResults(context.charters.newest.genesis, results.length, root, at);
  const gone = [
    ...new Set(results.filter(({ document }) => endsDevice(context, document.body)).map(({ device }) => device)),
  ];
  const moved = new Map<Device, string[]>();
  for (const { device, document } of results) {
    const groups = groupsOf(context, document.body);
    if (groups) moved.set(device, groups);
  }
  await context.log.append(async (tx, index) => {
    await insertResults(tx, results, { index, at });
    await tx.query("update device set state = 'gone' where id = any($1)", [gone.map((device) => device.id)]);
    for (const [device, groups] of moved)
      await tx.query("update device set groups = $2 where id = $1", [device.id, groups]);
    await emit(tx, [
      ...results.map(resultEvent),
      ...[...moved].map(([device, groups]) => phoneEvent({ ...device, groups }, device.state)),
      ...gone.map((device) => phoneEvent(device, "gone")),
    ]);
    return { entries: [entryOf(record)], value: undefined };
  });
  for (const { document, device } of results) apply(context, document.body, device);
  for (const [device, groups] of moved) {
    device.groups = groups;
    context.waiters.wake(device.id);
  }
  for (const device of gone) {
    device.state = "gone";
    context.waiters.wake(device.id);
  }
  context.nudge();
}

function apply({ book }: Context, result: Result, device: Device): void {
  device.resultSeq = Math.max(device.resultSeq, result.seq);
  const entry = result.order === undefined ? undefined : book.byHash.get(result.order);
  if (entry) noteOutcome(entry, device.id, result.outcome);
  if (!entry || !isFinal(result)) return;
  book.settle(entry, device.id);
  // A standing document stays noted: it is offered by its stream, not by who still waits.
  if (!entry.standing) device.offered.delete(entry.document.hash);
  const { stream, n } = entry.document.body;
  if (result.outcome === "refused") return;
  if (stream !== undefined && n !== undefined)
    device.streams?.set(stream, Math.max(n, device.streams.get(stream) ?? 0));
}

function resultEvent({ document, device, sealed }: Arrived): LinkEvent {
  const { kind, order, outcome, code } = document.body;
  const body: Record<string, JsonValue> = { device: device.id, kind, outcome, envelope: document.envelope };
  if (order !== undefined) body.order = order;
  if (code !== undefined) body.code = code;
  // The server passes on what it cannot open: whoever holds the directory's key reads it.
  if (sealed) body.sealed = toBase64(sealed);
  return { type: "result", body };
}
