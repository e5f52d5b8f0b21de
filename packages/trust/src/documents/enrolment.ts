import { sha256 } from "#crypto";
import type { Charter } from "../charter/charter.ts";
import { fromBase64url, toBase64url } from "../encoding/base64.ts";
import { concat, fromHex, toHex, utf8 } from "../encoding/bytes.ts";
import { type Document, openEnvelope } from "../envelope/envelope.ts";
import type { JsonValue } from "../json/reader.ts";
import { readJson } from "../json/reader.ts";
import { decidingRow } from "../order/checks.ts";
import { demand } from "../refusal.ts";
import { requireQuorum } from "../rules/quorum.ts";
import { nonce as nonceForm, url } from "../schema/forms.ts";
import { object, type Read } from "../schema/schema.ts";
import { type Ticket, ticketType } from "./types.ts";

/** `secretHash` of a ticket for its 32-byte secret. */
export function ticketSecretHash(secret: Uint8Array): string {
  return toHex(sha256(concat(utf8("rempart/ticket/v1\n"), secret)));
}

/** Challenge for the phone's key attestation. */
export function attestationChallenge(ticketHash: string, challenge: Uint8Array): Uint8Array {
  return sha256(concat(utf8("rempart/attest/v1\n"), fromHex(ticketHash), challenge));
}

/** The six digits that operator and phone compare (PROTOCOL section 8). */
export function confirmationCode(enrolmentHash: string, confirm: Uint8Array): string {
  const digest = sha256(concat(utf8("rempart/code/v1\n"), fromHex(enrolmentHash), confirm));
  let number = 0n;
  for (const byte of digest.subarray(0, 8)) number = (number << 8n) | BigInt(byte);
  return String(number % 1_000_000n).padStart(6, "0");
}

/** What the QR of a ticket holds. Its secret is why the QR itself is one. */
export interface Invitation {
  url: string;
  /** SHA-256 of the SPKI of the certificate to expect, hex. */
  pin: string;
  genesis: string;
  ticket: string;
  secret: Uint8Array;
}

const qr = object({ u: url, p: nonceForm, g: nonceForm, t: nonceForm, s: nonceForm });

/** The text of the QR: `{"u","p","g","t","s"}`. */
export function formatInvitation(invitation: Invitation): string {
  const short = (hex: string): string => toBase64url(fromHex(hex));
  const { pin, genesis, ticket, secret } = invitation;
  return JSON.stringify({
    ...{ u: invitation.url, p: short(pin), g: short(genesis), t: short(ticket) },
    s: toBase64url(secret),
  });
}

/** Reads the text of a QR; refuses with the codes of form. */
export function readInvitation(input: string): Invitation {
  const value: Read<typeof qr> = qr(readJson(utf8(input), 2048, "qr"), "qr");
  const bytes = (field: string): Uint8Array => fromBase64url(field)!;
  return {
    url: value.u,
    pin: toHex(bytes(value.p)),
    genesis: toHex(bytes(value.g)),
    ticket: toHex(bytes(value.t)),
    secret: bytes(value.s),
  };
}

/**
 * A ticket under the newest charter, at `now`: its quorum, its floor (no older charter than the ticket's maker saw), its
 * time. `pinned` is the document hash that the QR names, where there is one. Refuses with the codes of section 11.
 */
export async function verifyTicket(
  envelope: JsonValue,
  charters: readonly Charter[],
  now: number,
  frozen: boolean,
  pinned?: string,
): Promise<Document<Ticket>> {
  const ticket = openEnvelope(ticketType, envelope);
  const newest = charters.at(-1)!;
  demand(pinned === undefined || ticket.hash === pinned, "schema", "ticket", "is not the ticket that the QR names");
  demand(ticket.body.org === newest.genesis, "org", "ticket.org");
  const { floor } = ticket.body;
  const known = charters[floor.version - 1];
  demand(known?.hash === floor.hash, "charter.chain", "ticket.floor", "the charters shown are older than the ticket's");
  const declared = charters.slice(floor.version - 1).some((charter) => charter.body.voids.includes(ticket.hash));
  demand(!declared, "charter.void", "ticket");
  const row = decidingRow(newest, "ticket", ticket.body.uses, frozen);
  await requireQuorum(ticket, newest, row);
  demand(now <= ticket.body.expiresAt, "window.expired", "ticket.expiresAt");
  demand(ticket.body.createdAt <= now + 300, "window.early", "ticket.createdAt");
  return ticket;
}
