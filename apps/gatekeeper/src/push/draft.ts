// A draft that somebody announces: is it one that people of the charter may want to sign, and who of them could.
import {
  acceptance,
  type Charter,
  checkAccepted,
  checkVoids,
  checkWindow,
  claimedType,
  clockSkew,
  type Document,
  decidingRow,
  holdsRole,
  type JsonValue,
  openEnvelope,
  orderType,
  Refusal,
  type Row,
  signersOf,
  type Ticket,
  targetCount,
  ticketType,
} from "@rempart/trust";

/** What an announcement needs to know of a draft. */
export interface Draft {
  hash: string;
  /** Ids of the people who validly signed, in order of their signatures; at least one. */
  by: string[];
  /** Ids of the people whose signature would count and is missing; none once the quorum is there. */
  wanted: string[];
}

function requireOf(charter: Charter, org: string, named: string, where: string): void {
  if (org !== charter.genesis) throw new Refusal("org", where);
  if (named !== charter.hash) throw new Refusal("charter.current", where);
}

function openTicket(envelope: JsonValue, charter: Charter, now: number): Document<Ticket> {
  const ticket = openEnvelope(ticketType, envelope);
  const { org, floor, createdAt, expiresAt } = ticket.body;
  requireOf(charter, org, floor.hash, "ticket.floor");
  if (charter.body.voids.includes(ticket.hash)) throw new Refusal("charter.void", "ticket");
  if (now > createdAt + acceptance) throw new Refusal("release.late", "ticket.createdAt");
  if (now > expiresAt) throw new Refusal("window.expired", "ticket.expiresAt");
  if (createdAt > now + clockSkew) throw new Refusal("window.early", "ticket.createdAt");
  return ticket;
}

/** The document with the row of the charter that decides over it. */
function open(envelope: JsonValue, charter: Charter, now: number, frozen: boolean): [Document<unknown>, Row] {
  const type = claimedType(envelope);
  if (type === "ticket") {
    const ticket = openTicket(envelope, charter, now);
    return [ticket, decidingRow(charter, "ticket", ticket.body.uses, frozen)];
  }
  if (type !== "order") throw new Refusal("type", "payloadType", "orders and tickets are announced");
  const order = openEnvelope(orderType, envelope);
  requireOf(charter, order.body.org, order.body.charter, "order.charter");
  checkVoids(order, [charter]);
  checkAccepted(order.body, now);
  checkWindow(order.body, now);
  return [order, decidingRow(charter, order.body.action, targetCount(order.body.targets), frozen)];
}

/**
 * Reads a draft as an order or ticket of `charter` that could be accepted now (Unix seconds) and bears a person's signature.
 * Refuses with the codes of form, `org`, `charter.current`, `charter.void`, `release.late`, `window.*`, `freeze`, `rule.none`,
 * and `signature.quorum` when nobody signed it. The list of phones is not asked for: nothing is released here.
 */
export async function openDraft(
  envelope: JsonValue,
  { charter, now, frozen }: { charter: Charter; now: number; frozen: boolean },
): Promise<Draft> {
  const [document, { need }] = open(envelope, charter, now, frozen);
  const signers = await signersOf(document, charter);
  if (signers.length === 0)
    throw new Refusal("signature.quorum", "signatures", "no person of the charter signed these exact bytes");
  const { hash } = document;
  const by = signers.map(({ id }) => id);
  const { role, count } = need;
  // Roots sign offline: no browser of theirs is woken.
  if (role === "root" || signers.filter((person) => holdsRole(person, role)).length >= count)
    return { hash, by, wanted: [] };
  const able = charter.body.people.filter((person) => holdsRole(person, role) && !by.includes(person.id));
  return { hash, by, wanted: able.map(({ id }) => id) };
}
