import { openEnvelope, orderType, releaseType, resultType } from "@rempart/trust";
import { takeAppRelease } from "../apps/intake.ts";
import type { Database } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import { ApiError } from "../http/error.ts";
import type { LinkEvent } from "../link/events.ts";

/** The hash is computed here: one that came with the document could name another. */
function demandHash(computed: string, told: string, where: string): void {
  if (computed === told) return;
  throw new ApiError(400, "link.hash", where, "The event names another hash than its document has.");
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
  };
  await database
    .insertInto("fleet_order")
    .values({
      hash,
      action: body.action,
      targets: event.targets,
      stream: body.stream ?? null,
      n: body.n ?? null,
      accepted_at: event.at,
      ...changing,
    })
    .onConflict((known) => known.column("hash").doUpdateSet(changing))
    .execute();
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
  await database
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
    .execute();
  await announce(database, { type: "phone", id: body.device });
  if (body.order !== undefined) await announce(database, { type: "order", id: body.order });
}
