// The life of one phone: enrol, say hello, report, poll, obey, and find another way when there is silence.
import { setTimeout as sleep } from "node:timers/promises";
import { helloType, newNonce, Refusal, signDocument } from "@rempart/trust";
import { Contact } from "./contact.ts";
import { enrol, showCode } from "./enrol.ts";
import { hello, poll } from "./gate.ts";
import { GateError } from "./http.ts";
import { finish, runBundle } from "./orders.ts";
import { elapsed, type Phone } from "./phone.ts";
import { flush, flushAside, settle } from "./report.ts";
import { systemOf } from "./updates.ts";

/** Phase A refused what came: the bundle proves nothing, and nothing of it was used. */
class BundleRefused extends Error {}

async function sayHello(phone: Phone, contact: Contact): Promise<void> {
  const { memory, identity } = phone;
  const count = memory.count + 1;
  // Durable first: a count that was used is never used again.
  await phone.write({ t: "hello", count });
  const streams = Object.entries(memory.trust.streams).map(([stream, { n }]) => ({ stream, n }));
  const facts = { ...systemOf(memory.state, identity), agent: memory.state.agent, streams };
  const time = phone.timeKnown ? { at: phone.now() } : {};
  const body = { v: 1, org: phone.newest.genesis, device: memory.device, count, ...facts, ...time };
  const { envelope } = await signDocument(helloType, body, [identity.signer]);
  const answer = await hello(contact.gate(), envelope, phone.signal);
  phone.token = { text: answer.token, until: elapsed() + answer.expiresIn * 0.9, wait: answer.wait };
  await settle(phone, answer.seq);
  if (memory.confirm) {
    await phone.write({ t: "admitted" });
    phone.emit("enrolled");
  }
  if (!phone.connected) phone.emit("connected", { url: contact.url });
  phone.connected = true;
  phone.shared.world.soon(phone);
}

async function askOnce(phone: Phone, contact: Contact): Promise<number> {
  const nonce = newNonce();
  const question = { nonce, drawnAt: elapsed() };
  const { text, wait } = phone.token!;
  const { freezes } = phone.memory.trust;
  const { size, root } = phone.position();
  // After a restart the time is unknown until a head passes: ask for one at once, or every window would stay shut.
  const asked = { nonce, wait: phone.timeKnown ? wait : 0, charter: phone.newest.body.version, size, root, freezes };
  const bytes = await poll(contact.gate(), text, asked, phone.signal);
  try {
    return await runBundle(phone, bytes, question);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, where, message } = error;
    phone.emit("bundle-refused", { code, where, message });
    throw new BundleRefused(message);
  }
}

/** A wiped phone speaks once more, but its silence must not save it from being wiped. */
async function depart(phone: Phone, contact: Contact): Promise<void> {
  const why = phone.memory.leaving!;
  for (let attempt = 0; phone.memory.queue.length > 0 && attempt < 6; attempt++) {
    try {
      if (!phone.token) await sayHello(phone, contact);
      await flush(phone, contact);
    } catch (error) {
      if (phone.shared.stopping.aborted) throw error;
      if (error instanceof GateError && error.status === 401) phone.token = undefined;
      await sleep(500 * 2 ** attempt, undefined, { signal: phone.signal });
    }
  }
  const { device } = phone.memory;
  await phone.write({ t: "gone", why });
  phone.hangUp();
  phone.emit(why, { device });
}

async function round(phone: Phone, contact: Contact): Promise<void> {
  if (!phone.remembered) {
    await phone.shared.arrive(() => enrol(phone, contact.gate()));
    contact.enrolled();
  }
  const { begun } = phone.memory;
  // Begun and without a result: the process died between the two. Never again.
  if (begun) {
    phone.emit("executed", { action: begun.action, order: begun.order, outcome: "interrupted" });
    await phone.exclusive(() => finish(phone, begun, { outcome: "interrupted" }));
  }
  if (phone.memory.leaving) return depart(phone, contact);
  if (!phone.token || elapsed() > phone.token.until) await phone.shared.arrive(() => sayHello(phone, contact));
  await flush(phone, contact);
  const started = elapsed();
  const before = phone.memory.seq;
  await askOnce(phone, contact);
  contact.succeeded();
  if (phone.memory.leaving) return depart(phone, contact);
  await flush(phone, contact);
  await contact.calm(elapsed() - started, phone.memory.seq !== before);
}

async function recover(phone: Phone, contact: Contact, error: unknown): Promise<void> {
  phone.token = error instanceof BundleRefused ? phone.token : undefined;
  if (phone.remembered && !phone.over && phone.memory.confirm && error instanceof GateError && error.status < 500) {
    // Not admitted yet: an operator is looking at the code.
    await sleep(2000 + Math.random() * 2000, undefined, { signal: phone.signal });
    return;
  }
  if (error instanceof Refusal && !phone.remembered) {
    phone.emit("refused", { action: "enrol", code: error.code, where: error.where, message: error.message });
  }
  const expired = error instanceof GateError && error.status === 401;
  if (phone.connected !== false && !expired && !(error instanceof BundleRefused)) {
    phone.connected = false;
    phone.emit("disconnected", { reason: error instanceof Error ? error.message : String(error) });
  }
  await contact.failed(error instanceof GateError ? error.retryAfter : undefined);
}

/** Lives until the phone is gone or the process stops. */
export async function live(phone: Phone): Promise<void> {
  const contact = new Contact(phone);
  const { stopping } = phone.shared;
  phone.flush = () => flushAside(phone, contact);
  if (phone.remembered && !phone.over) showCode(phone);
  while (!phone.over && !stopping.aborted) {
    const { signal } = phone;
    try {
      await round(phone, contact);
    } catch (error) {
      // Interrupted on purpose: begin the round again, perhaps elsewhere.
      if (signal.aborted) continue;
      await recover(phone, contact, error).catch((reason: unknown) => {
        if (!signal.aborted) throw reason;
      });
    }
  }
  phone.hangUp();
}
