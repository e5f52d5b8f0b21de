import {
  type Charter,
  type Document,
  formatInvitation,
  makeEnvelope,
  newId,
  openEnvelope,
  payloadBytes,
  randomBytes,
  type Ticket,
  ticketSecretHash,
  ticketType,
} from "@rempart/trust";

/** An invitation to enrol phones, as a person asks for it. */
export interface TicketWish {
  /** Ids of the groups that the phones join. */
  groups: readonly string[];
  /** How many phones may use it. */
  uses: number;
  /** Seconds until it expires. */
  life: number;
  /** Whether an operator compares a code for each phone. */
  confirm: boolean;
  /** The person who will carry the phone. */
  person?: string;
  /** Unix seconds. */
  now: number;
}

/**
 * A ticket that nobody signed yet, and its secret (32 bytes), which goes into the QR alone: whoever has it can enrol a
 * phone once the ticket is accepted. Refuses with the codes of form.
 */
export function buildTicket(charter: Charter, wish: TicketWish): { document: Document<Ticket>; secret: Uint8Array } {
  const secret = randomBytes(32);
  const { groups, uses, life, confirm, person, now } = wish;
  const body = {
    v: 1,
    org: charter.genesis,
    id: newId(),
    floor: { version: charter.body.version, hash: charter.hash },
    groups,
    ...(person === undefined ? {} : { person }),
    uses,
    confirm,
    createdAt: now,
    expiresAt: now + life,
    secretHash: ticketSecretHash(secret),
  };
  return { document: openEnvelope(ticketType, makeEnvelope("ticket", payloadBytes(body), [])), secret };
}

/** The text of the QR of an accepted ticket. */
export function ticketText(charter: Charter, hash: string, secret: Uint8Array): string {
  const { rendezvous, tlsPins } = charter.body;
  const { genesis } = charter;
  return formatInvitation({ url: rendezvous[0]!, pin: tlsPins[0]!, genesis, ticket: hash, secret });
}
