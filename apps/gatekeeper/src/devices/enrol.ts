// A phone enrols with a signed ticket (PROTOCOL section 12).
import { timingSafeEqual } from "node:crypto";
import {
  type Document,
  deviceId,
  type Enrolment,
  enrolmentType,
  fromBase64url,
  fromHex,
  importVerifyKey,
  type JsonValue,
  newNonce,
  openEnvelope,
  type Ticket,
  ticketSecretHash,
  toBase64url,
  verifyKeySignature,
} from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import { emit, type LinkEvent } from "../link/outbox.ts";
import { entryOf } from "../log/log.ts";
import { type Device, phoneEvent } from "./registry.ts";
import { validTicket } from "./tickets.ts";

const challengeLife = 600_000;
const maxChallenges = 100_000;

function withEnrolment(event: LinkEvent, enrolment: JsonValue): LinkEvent {
  return { ...event, body: { ...event.body, enrolment } };
}

export interface EnrolAnswer {
  status: 200 | 201;
  body: { device: string; state: "ready" | "confirm"; confirm?: string };
}

/** Challenges that `begin` handed out and no enrolment used yet; lost on restart, then phones begin again. */
class Challenges {
  readonly #open = new Map<string, { ticket: string; until: number }>();

  issue(ticket: string): string {
    const now = Date.now();
    // Oldest first: a Map keeps the order of insertion.
    for (const [challenge, { until }] of this.#open) {
      if (until > now && this.#open.size < maxChallenges) break;
      this.#open.delete(challenge);
    }
    const challenge = newNonce();
    this.#open.set(challenge, { ticket, until: now + challengeLife });
    return challenge;
  }

  take(challenge: string, ticket: string): boolean {
    const found = this.#open.get(challenge);
    this.#open.delete(challenge);
    return found !== undefined && found.ticket === ticket && found.until > Date.now();
  }
}

/** The enrolment of phones; see `begin` and `enrol`. */
export function openEnrolment(context: Context) {
  const challenges = new Challenges();

  async function readEnrolment(envelope: JsonValue) {
    const document = openEnvelope(enrolmentType, envelope);
    const { body } = document;
    if (!("spki" in body)) throw new GateError("enrolment", "enrolment", "this way of enrolling is for Android phones");
    const key = await importVerifyKey(body.spki);
    const signature = document.signatures[0];
    if (document.signatures.length !== 1 || !(await verifyKeySignature(key, document.pae, signature!))) {
      throw new GateError("enrolment", "enrolment.signatures", "is not signed by the phone's own key");
    }
    return { document, body };
  }

  function checkSecret(ticket: Ticket, secret: unknown): void {
    const bytes = typeof secret === "string" ? fromBase64url(secret) : undefined;
    const given = bytes && fromHex(ticketSecretHash(bytes));
    if (!given || !timingSafeEqual(given, fromHex(ticket.secretHash))) {
      throw new GateError("ticket.secret", "secret", "does not belong to this ticket. Scan the code again.");
    }
  }

  async function store(
    document: Document<Enrolment>,
    ticket: Document<Ticket>,
    id: string,
    spki: Uint8Array,
  ): Promise<EnrolAnswer> {
    const { body } = document;
    const state = ticket.body.confirm ? "confirm" : "ready";
    const confirm = ticket.body.confirm ? newNonce() : undefined;
    const enrolledAt = nowSeconds();
    const device = {
      id,
      spki,
      platform: body.platform,
      model: body.model,
      os: body.os,
      patch: body.patch,
      ticket: ticket.hash,
      state: state as "confirm" | "ready",
      groups: ticket.body.groups,
      enrolment: document.hash,
      confirm,
      enrolledAt,
      helloCount: 0,
      resultSeq: 0,
    };
    await context.log.append(async (tx) => {
      // All at once: when the ticket turns out to be used up, the rest is undone.
      const [used] = await Promise.all([
        tx.query("update ticket set used = used + 1 where hash = $1 and used < uses", [ticket.hash]),
        tx.query(
          `insert into device (id, spki, platform, model, os, patch, groups, ticket, enrolment, state, confirm, enrolled_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
          [
            id,
            Buffer.from(spki),
            body.platform,
            body.model,
            body.os,
            body.patch ?? null,
            ticket.body.groups,
            ticket.hash,
            document.hash,
            state,
            confirm ?? null,
            enrolledAt,
          ],
        ),
        // The server keeps what the phone signed of itself: whoever reads its reports later finds its key in it.
        emit(tx, [withEnrolment(phoneEvent(device, state), document.envelope)]),
      ]);
      if (used.rowCount !== 1) throw new GateError("ticket.used", "ticket", "has been used up. Ask for a new one.");
      return { entries: [entryOf(document)], value: undefined };
    });
    context.devices.add(device);
    context.nudge();
    return { status: 201, body: { device: id, state, ...(confirm === undefined ? {} : { confirm }) } };
  }

  /** The phone shows the code of the enrolment it signed last, so that one must be what the operator's order names. */
  async function renew(document: Document<Enrolment>, device: Device): Promise<void> {
    await context.log.append(async (tx) => {
      await tx.query("update device set enrolment = $2 where id = $1 and state = 'confirm'", [
        device.id,
        document.hash,
      ]);
      return { entries: [entryOf(document)], value: undefined };
    });
    device.enrolment = document.hash;
  }

  return {
    /** What a phone needs to judge its ticket: all charters, the ticket, a challenge. */
    async begin(ticketHash: string) {
      const ticket = await validTicket(context, ticketHash);
      return {
        charters: context.charters.chain.map((charter) => charter.document.envelope),
        ticket: ticket.envelope,
        challenge: challenges.issue(ticket.hash),
      };
    },

    /** Takes a phone in; the same phone asking again gets the same answer and uses nothing up. */
    async enrol(secret: unknown, envelope: JsonValue): Promise<EnrolAnswer> {
      const { document, body } = await readEnrolment(envelope);
      const { genesis } = context.charters.newest;
      if (body.org !== genesis) throw new GateError("enrolment", "enrolment.org", "names another organisation");
      const ticket = await validTicket(context, body.ticket);
      checkSecret(ticket.body, secret);
      if (!challenges.take(body.challenge, body.ticket)) {
        throw new GateError(
          "enrolment",
          "enrolment.challenge",
          "is not one that was handed out for this ticket. Begin again.",
        );
      }
      const id = toBase64url(deviceId(genesis, body.spki));
      const known = context.devices.get(id);
      if (known) {
        if (known.state === "gone")
          throw new GateError(
            "device.gone",
            "enrolment.spki",
            "this key was wiped or unenrolled. Enrol with a new one.",
          );
        const confirm = known.state === "confirm" ? known.confirm : undefined;
        if (confirm !== undefined) await renew(document, known);
        return { status: 200, body: { device: id, state: known.state, ...(confirm === undefined ? {} : { confirm }) } };
      }
      return store(document, ticket, id, body.spki);
    },
  };
}
export type EnrolmentDesk = ReturnType<typeof openEnrolment>;
