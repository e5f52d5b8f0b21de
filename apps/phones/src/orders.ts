// A bundle: phase A, then each item. Verified, remembered durably, carried out, reported; in this order always.
import {
  claimedPayload,
  isStanding,
  type JsonObject,
  type JsonValue,
  maxStreams,
  type PhoneState,
  type Question,
  Refusal,
  readBundle,
  remember,
  type Session,
  type Verified,
  verifyHead,
  verifyItem,
} from "@rempart/trust";
import { attach } from "./attach.ts";
import { type Effect, execute } from "./device.ts";
import type { Begun, Held, Trust } from "./memory.ts";
import { elapsed, type Phone } from "./phone.ts";
import { locate } from "./place.ts";
import { demandsOn } from "./policies.ts";
import { refuse } from "./refuse.ts";

/** A destructive order is carried out this soon after phase A, or asked for again (PROTOCOL section 10). */
const freshness = 120;

/** Parameters as the JSON that was signed: the verifier's own hold bytes, which the journal could not. */
function paramsJson(order: JsonValue): JsonObject {
  const payload = claimedPayload({ order })!;
  return (JSON.parse(Buffer.from(payload).toString()) as { params: JsonObject }).params;
}

/** What `remember` changed, small enough to be written for every order. */
function difference(before: PhoneState, after: PhoneState, hash: string, stream: string | undefined): Partial<Trust> {
  const delta: Partial<Trust> = {};
  if (after.groups !== before.groups) Object.assign(delta, { groups: after.groups, assigned: after.assigned });
  if (after.cancelled !== before.cancelled) Object.assign(delta, { cancelled: after.cancelled });
  if (after.freezes !== before.freezes) Object.assign(delta, { freezes: after.freezes });
  const counter = stream === undefined ? undefined : after.streams[stream];
  if (counter) delta.streams = { [stream!]: counter };
  const until = after.done[hash];
  if (until !== undefined) delta.done = { [hash]: until };
  return delta;
}

async function heldOf(phone: Phone, { order, index }: Verified, stream: string): Promise<Held | undefined> {
  const { action, targets, charter } = order.body;
  const params = paramsJson(order.envelope);
  if (params.removed === true || params.state === "removed") return undefined;
  const named = phone.charters.find(({ hash }) => hash === charter)!;
  const signers = await phone.shared.world.signers(order, named);
  const last = phone.memory.held[stream];
  // The way back to an older version is open only from what these orders brought.
  const before = Math.max(last?.before ?? 0, Number((last?.params as JsonObject | undefined)?.versionCode ?? 0));
  const group = "group" in targets ? targets.group : undefined;
  return { order: order.hash, action, group, params, index, signers, ...(before > 0 ? { before } : {}) };
}

/** Signs and queues what became of an order that was begun. */
export async function finish(phone: Phone, begun: Begun, effect: Omit<Effect, "outcome"> & { outcome: string }) {
  const { order, action, index, head } = begun;
  const data = attach(effect.data);
  const { outcome, state, leaving } = effect;
  const named = { kind: "order", order, index, head, outcome, ...(data ? { data: data.sha256 } : {}) };
  const queued = await phone.result(named, data);
  const executed = { order, action, outcome, at: phone.now() };
  await phone.write({ t: "end", executed, queued, ...(state ? { state } : {}), ...(leaving ? { leaving } : {}) });
}

async function obey(phone: Phone, session: Session, verified: Verified): Promise<void> {
  const { order, index } = verified;
  const before = phone.view();
  const { action } = order.body;
  const stream = isStanding(order.body) && action !== "assign" ? order.body.stream! : undefined;
  const { body, hash } = session.head;
  const begun: Begun = { order: order.hash, action, index, head: { size: body.size, hash } };
  const full = stream !== undefined && !before.streams[stream] && Object.keys(before.streams).length >= maxStreams;
  const trust = full ? {} : difference(before, remember(before, order), order.hash, stream);
  const held = stream === undefined || full ? {} : { stream, held: await heldOf(phone, verified, stream) };
  // Durable before anything happens: a phone that dies now reports `interrupted` and never does it twice.
  await phone.write({ t: "begin", begun, trust, ...held });
  const late = verified.destructive && elapsed() - session.passedAt > freshness;
  const effect = full
    ? { outcome: "failed" as const }
    : late
      ? { outcome: "interrupted" as const }
      : execute(order, phone.memory, phone.identity, {
          texts: verified.texts,
          fix: () => locate(phone),
          demands: () => demandsOn(phone),
        });
  phone.emit("executed", { action, order: order.hash, outcome: effect.outcome });
  // What failed under an older order says nothing about this one.
  if (stream !== undefined) phone.installAfter.delete(stream);
  await finish(phone, begun, effect);
}

/** One item; false when the phone has to ask again before it goes on. */
async function runItem(phone: Phone, session: Session, value: JsonValue): Promise<boolean> {
  let verified: Verified;
  try {
    verified = await verifyItem(phone.view(), session, value, elapsed());
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await refuse(phone, session, value, error);
    return true;
  }
  if (verified.destructive && elapsed() - session.passedAt > freshness) return false;
  await obey(phone, session, verified);
  return phone.memory.leaving === undefined;
}

/**
 * Judges and obeys one bundle. Rejects with a Refusal when phase A fails; nothing has changed then.
 * Resolves with the number of items it held.
 */
export function runBundle(phone: Phone, bytes: Uint8Array, question: Question): Promise<number> {
  return phone.exclusive(async () => {
    const bundle = readBundle(bytes);
    const { state, session } = await verifyHead(phone.view(), bundle, question, elapsed());
    await phone.adopt(state);
    const items = [...(bundle.lifts ?? []), ...bundle.orders];
    for (const item of items) {
      if (phone.shared.stopping.aborted || !(await runItem(phone, session, item))) break;
    }
    const frozen = session.frozen || phone.memory.trust.freezes.length > 0;
    if (frozen !== phone.frozen) phone.emit("frozen", { frozen });
    phone.frozen = frozen;
    if (items.length > 0) phone.shared.world.soon(phone);
    return items.length;
  });
}
