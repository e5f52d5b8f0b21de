import {
  claimedType,
  type Document,
  type JsonValue,
  type Order,
  openEnvelope,
  orderType,
  Refusal,
  type Ticket,
  ticketType,
} from "@rempart/trust";

/** What a list of the server shows: a document read from its own bytes, and the server's word about it. */
export interface Listed {
  /** Of the bytes; of what the server says where they cannot be read, "" where it says nothing. */
  hash: string;
  /** The server's word. */
  state: string;
  kind: "order" | "ticket" | "unreadable";
  document: Document<Order> | Document<Ticket> | undefined;
  /** Whether the bytes give the hash that the server says. */
  matches: boolean;
}

/** Reads one row of `/api/v1/drafts` or `/api/v1/orders`. Never refuses: a row that is wrong must not hide the others. */
export function readListed(row: JsonValue): Listed {
  const { hash, envelope, state } = (row ?? {}) as { hash?: JsonValue; envelope?: JsonValue; state?: JsonValue };
  const told = typeof state === "string" ? state : "unknown";
  try {
    const kind = claimedType(envelope ?? null) === "ticket" ? "ticket" : "order";
    const document: Document<Order> | Document<Ticket> =
      kind === "ticket" ? openEnvelope(ticketType, envelope!) : openEnvelope(orderType, envelope ?? null);
    return { hash: document.hash, state: told, kind, document, matches: document.hash === hash };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const said = typeof hash === "string" ? hash : "";
    return { hash: said, state: told, kind: "unreadable", document: undefined, matches: false };
  }
}
