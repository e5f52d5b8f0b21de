import {
  everyPhone,
  openEnvelope,
  orderType,
  paramsOf,
  type Result,
  releaseType,
  resultType,
  type Targets,
} from "@rempart/trust";
import { sql } from "kysely";
import { takeAppRelease } from "../apps/intake.ts";
import type { Database } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import { note } from "../history/note.ts";
import { ApiError } from "../http/error.ts";
import type { LinkEvent } from "../link/events.ts";
import { takeDrift } from "../phones/intake.ts";

/** The hash is computed here: one that came with the document could name another. */
function demandHash(computed: string, told: string, where: string): void {
  if (computed === told) return;
  throw new ApiError(400, "link.hash", where, "The event names another hash than its document has.");
}

/** The group whose phones an order concerns, null where it has a list of phones. */
function groupOf(targets: Targets): string | null {
  if ("group" in targets) return targets.group;
  return "all" in targets ? everyPhone : null;
}

/** An order was held, released, cancelled or ended. */
export async function takeOrder(database: Database, event: LinkEvent<"order">): Promise<void> {
  const document = openEnvelope(orderType, event.envelope);
  const { hash, body } = document;
  demandHash(hash, event.hash, "order.hash");
  const changing = {
    state: event.state,
    envelope: JSON.stringify(event.envelope),
    phones: event.phones,
    signed_by: event.by,
    told_seq: event.seq,
  };
  await database
    .insertInto("fleet_order")
    .values({
      hash,
      action: body.action,
      targets: event.targets,
      group_id: groupOf(body.targets),
      stream: body.stream ?? null,
      n: body.n ?? null,
      accepted_at: event.at,
      ...changing,
    })
    // An older event, kept aside and tried again, changes nothing.
    .onConflict((known) => known.column("hash").doUpdateSet(changing).where("fleet_order.told_seq", "<", event.seq))
    .execute();
  // Told once, with the order: later events change its state alone and bring no list.
  if (event.targets.length > 0)
    await sql`
      insert into order_target (device, entry) select unnest(targets), entry from fleet_order where hash = ${hash}
      on conflict do nothing`.execute(database);
  const detail = { action: body.action, phones: event.phones, by: event.by };
  await note(database, event.at, { kind: `order.${event.state}`, object: hash, detail });
  await takeAppRelease(database, document, event.at);
  await announce(database, { type: "order", id: hash });
}

/** An order's reach grew. */
export async function takeRelease(database: Database, event: LinkEvent<"release">): Promise<void> {
  const { body } = openEnvelope(releaseType, event.envelope);
  demandHash(body.order, event.order, "release.order");
  await database
    .insertInto("release")
    .values({ index: event.index, order_hash: body.order, envelope: JSON.stringify(event.envelope) })
    .onConflict((known) => known.column("index").doNothing())
    .execute();
  await announce(database, { type: "order", id: body.order });
}

/** A phone reported. What is stored is what the phone signed, not what the event says beside it. */
export async function takeResult(database: Database, event: LinkEvent<"result">): Promise<void> {
  const { hash, body } = openEnvelope(resultType, event.envelope);
  demandHash(body.device, event.device, "result.device");
  const fresh = await database
    .insertInto("result")
    .values({
      hash,
      device: body.device,
      order_hash: body.order ?? null,
      kind: body.kind,
      outcome: body.outcome,
      code: body.code ?? null,
      at: body.at,
      envelope: JSON.stringify(event.envelope),
    })
    .onConflict((known) => known.column("hash").doNothing())
    .executeTakeFirst();
  if (fresh.numInsertedOrUpdatedRows === 0n) return;
  if (event.sealed !== undefined)
    await database
      .insertInto("sealed_report")
      .values({ hash, sealed: Buffer.from(event.sealed, "base64") })
      .execute();
  if (body.kind === "drift") await takeDrift(database, body);
  await announce(database, { type: "phone", id: body.device });
  if (body.order === undefined) return;
  await countAnswer(database, body.order, body);
  if (body.outcome === "done") await followLostMode(database, body.order, body.device, event.at);
  await announce(database, { type: "order", id: body.order });
}

/** Keeps a phone's newest word on an order, and how many phones last said what. */
async function countAnswer(database: Database, order: string, { device, outcome, code, at }: Result): Promise<void> {
  await sql`
    with before as (select outcome from order_phone where order_hash = ${order} and device = ${device}),
    kept as (
      insert into order_phone (order_hash, device, outcome, code, at)
      values (${order}, ${device}, ${outcome}, ${code ?? null}, ${at}::bigint)
      on conflict (order_hash, device) do update set outcome = excluded.outcome, code = excluded.code, at = excluded.at),
    less as (
      update order_outcome set phones = phones - 1
      where order_hash = ${order} and outcome <> ${outcome} and outcome = (select outcome from before))
    insert into order_outcome (order_hash, outcome, phones) values (${order}, ${outcome}, 1)
    on conflict (order_hash, outcome) do update set phones = order_outcome.phones + 1
    where not exists (select 1 from before where outcome = ${outcome})`.execute(database);
}

/** A phone that carried out `lost-mode` says itself whether it is lost. */
async function followLostMode(database: Database, order: string, device: string, at: number): Promise<void> {
  const known = await database
    .selectFrom("fleet_order")
    .select("envelope")
    .where("hash", "=", order)
    .where("action", "=", "lost-mode")
    .executeTakeFirst();
  if (!known) return;
  const { on } = paramsOf(openEnvelope(orderType, known.envelope), "lost-mode");
  await database
    .updateTable("phone")
    .set({ lost_at: on ? at : null })
    .where("id", "=", device)
    .execute();
}
