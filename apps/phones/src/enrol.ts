// PROTOCOL section 12, first contact: the QR's pin and genesis are all that is trusted.
import { noFences } from "@rempart/policy";
import {
  confirmationCode,
  deviceId,
  enrolmentType,
  extendChain,
  fromBase64url,
  newPhone,
  Refusal,
  signDocument,
  ticketSecretHash,
  toBase64,
  toBase64url,
  verifyTicket,
} from "@rempart/trust";
import { newDevice, supported } from "./device.ts";
import { begin, enrol as enrolAt, type Gate } from "./gate.ts";
import { nothingTold } from "./memory.ts";
import type { Phone } from "./phone.ts";

function wallClock(): number {
  // No head was seen yet, so there is no T; what depends on this is checked by the gatekeeper once more.
  return Math.floor(Date.now() / 1000);
}

/** Verifies charters and ticket, then enrols. Refuses as `extendChain` and `verifyTicket` do. */
export async function enrol(phone: Phone, gate: Gate): Promise<void> {
  const { identity, invitation, signal } = phone;
  const shown = await begin(gate, invitation.ticket, signal);
  const charters = await extendChain([], invitation.genesis, shown.charters);
  const ticket = await verifyTicket(shown.ticket, charters, wallClock(), false, invitation.ticket);
  if (ticketSecretHash(invitation.secret) !== ticket.body.secretHash)
    throw new Refusal("schema", "ticket.secretHash", "is not of the QR's secret");
  const { spki, model, os, patch } = identity;
  const facts = { platform: "android", model, os, patch, agent: newDevice(identity).agent };
  const body = { v: 1, org: invitation.genesis, ticket: ticket.hash, challenge: shown.challenge };
  const document = await signDocument(enrolmentType, { ...body, spki: toBase64(spki), ...facts }, [identity.signer]);
  const answer = await enrolAt(gate, toBase64url(invitation.secret), document.envelope, signal);
  const device = toBase64url(deviceId(invitation.genesis, spki));
  if (answer.device !== device) throw new Refusal("schema", "enrol.device", "is not derived from this phone's key");
  const state = newPhone(device, charters, ticket.body.groups, supported);
  const { log, freezes, groups, assigned, cancelled, clock, witnessed } = state;
  const trust = { log, freezes, groups, assigned, cancelled, streams: {}, done: {} };
  phone.charters = charters.map((charter) => phone.shared.charters.keep(charter));
  const memory = {
    device,
    chain: charters.map(({ hash }) => hash),
    confirm: answer.confirm === undefined ? undefined : { enrolment: document.hash, nonce: answer.confirm },
    trust: { ...trust, time: clock.time, witnessed: witnessed.time },
    held: {},
    state: newDevice(identity),
    count: 0,
    seq: 0,
    queue: [],
    told: nothingTold(),
    fences: noFences,
    refused: [],
    executed: [],
  };
  await phone.write({ t: "enrolled", memory });
  // The newest charter's pins count from here on; the connection was made under the QR's alone.
  if (!phone.newest.body.tlsPins.includes(invitation.pin)) phone.hangUp();
  if (answer.confirm === undefined) phone.emit("enrolled");
  else showCode(phone);
}

/** Prints the code that an operator compares before the phone is admitted. */
export function showCode(phone: Phone): void {
  const { confirm } = phone.memory;
  if (confirm) phone.emit("confirm", { code: confirmationCode(confirm.enrolment, fromBase64url(confirm.nonce)!) });
}
