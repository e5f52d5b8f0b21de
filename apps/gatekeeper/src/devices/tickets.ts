import { type Document, type JsonValue, openEnvelope, type Ticket, ticketType, verifyTicket } from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import { emit } from "../link/outbox.ts";
import { entryOf } from "../log/log.ts";

/** Accepts a signed ticket into log and database; sending it again changes nothing. Refuses with the codes of section 11. */
export async function submitTicket(
  context: Context,
  envelope: JsonValue,
): Promise<{ index: number; hash: string; state: "released" }> {
  const { charters, freezes, log } = context;
  const ticket = await verifyTicket(envelope, charters.chain, nowSeconds(), freezes.frozen);
  const known = await context.pool.query<{ index: string }>(
    "select index from log_entry where type = 'ticket' and hash = $1",
    [ticket.hash],
  );
  if (known.rows[0]) return { index: Number(known.rows[0].index), hash: ticket.hash, state: "released" };
  const done = await log.append(async (tx) => {
    await tx.query("insert into ticket (hash, id, envelope, uses) values ($1, $2, $3, $4)", [
      ticket.hash,
      ticket.body.id,
      JSON.stringify(ticket.envelope),
      ticket.body.uses,
    ]);
    await emit(tx, [{ type: "ticket", body: { hash: ticket.hash, envelope: ticket.envelope } }]);
    return { entries: [entryOf(ticket)], value: undefined };
  });
  context.nudge();
  return { index: done.indexes[0]!, hash: ticket.hash, state: "released" };
}

/** The stored ticket of this hash. */
async function findTicket(context: Context, hash: string): Promise<Document<Ticket>> {
  const { rows } = await context.pool.query<{ envelope: string }>("select envelope from ticket where hash = $1", [
    hash,
  ]);
  if (!rows[0]) throw new GateError("ticket.unknown", "ticket", "no such ticket was accepted here. Ask for a new one.");
  return openEnvelope(ticketType, JSON.parse(rows[0].envelope) as JsonValue);
}

/** The stored ticket of this hash, judged under the newest charter: a ticket ends with the authority of those who signed it. */
export async function validTicket(context: Context, hash: string): Promise<Document<Ticket>> {
  const ticket = await findTicket(context, hash);
  return verifyTicket(ticket.envelope, context.charters.chain, nowSeconds(), context.freezes.frozen);
}
