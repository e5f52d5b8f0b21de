// Results on their way to the gatekeeper: kept until it acknowledges them.

import type { Contact } from "./contact.ts";
import { report } from "./gate.ts";
import { GateError } from "./http.ts";
import type { Queued } from "./memory.ts";
import { elapsed, type Phone } from "./phone.ts";

const mostResults = 100;
/** Below the 1 MiB that a request may have, envelopes and all. */
const mostBytes = 900 * 1024;

function batchOf(queue: readonly Queued[]): Queued[] {
  const batch: Queued[] = [];
  let bytes = 0;
  for (const queued of queue) {
    bytes += JSON.stringify(queued).length;
    if (batch.length === mostResults || (batch.length > 0 && bytes > mostBytes)) break;
    batch.push(queued);
  }
  return batch;
}

/** Takes note that the gatekeeper holds results up to `seq`. */
export async function settle(phone: Phone, seq: number): Promise<void> {
  const { queue, seq: last } = phone.memory;
  const first = queue[0]?.seq ?? last + 1;
  if (seq < first - 1) phone.emit("gap", { held: seq, next: first });
  if (seq < first && seq <= last) return;
  // A gatekeeper that holds more than the phone remembers moves its numbers on: never while a result is being numbered.
  if (seq > last) await phone.exclusive(() => phone.write({ t: "sent", seq }));
  else await phone.write({ t: "sent", seq });
}

/** Sends what is queued; whoever comes meanwhile waits, so that nothing is sent twice. */
export function flush(phone: Phone, contact: Contact): Promise<void> {
  const turn = phone.flushing.then(() => send(phone, contact));
  phone.flushing = turn.catch(() => undefined);
  return turn;
}

/** As `flush`, beside a poll that waits. What fails is sent by the next round, after another hello where that helps. */
export function flushAside(phone: Phone, contact: Contact): void {
  if (!phone.token) return;
  flush(phone, contact).catch((error: unknown) => {
    if (error instanceof GateError && [401, 409].includes(error.status)) phone.token = undefined;
  });
}

/** A gap, which only a gatekeeper that lost results sees, is left to it; the phone goes on. */
async function send(phone: Phone, contact: Contact): Promise<void> {
  while (phone.memory.queue.length > 0 && phone.token) {
    const batch = batchOf(phone.memory.queue);
    const data = batch.flatMap((queued) => queued.data ?? []);
    const results = batch.map(({ result }) => result);
    try {
      await settle(phone, await report(contact.gate(), phone.token.text, results, data, phone.signal));
    } catch (error) {
      if (!(error instanceof GateError) || error.status !== 409) throw error;
      if (elapsed() < contact.gapUntil) return;
      // The next hello says what the gatekeeper holds; asked for once a minute, lest a lasting gap stops all orders.
      contact.gapUntil = elapsed() + 60;
      throw error;
    }
  }
}
