// What a phone says about an order that it does not obey.
import {
  claimedPayload,
  documentHash,
  type JsonValue,
  type Refusal,
  type Session,
  sha256,
  toHex,
  utf8,
} from "@rempart/trust";
import type { Phone } from "./phone.ts";

/** Hash and action that an order's bytes claim, whoever signed them; empty when they cannot be read. */
function claims(value: JsonValue): { order?: string; action?: string } {
  const payload = claimedPayload(value);
  if (!payload) return {};
  const order = documentHash("order", payload);
  try {
    const body = JSON.parse(Buffer.from(payload).toString()) as { action?: unknown } | null;
    return typeof body?.action === "string" ? { order, action: body.action.slice(0, 32) } : { order };
  } catch {
    return { order };
  }
}

/** Reports a refusal, the same of the same order once: a gatekeeper may hand it over at every poll. */
export async function refuse(phone: Phone, session: Session, value: JsonValue, refusal: Refusal): Promise<void> {
  const { code, where, message } = refusal;
  const { order, action } = claims(value);
  const key = `${order ?? toHex(sha256(utf8(JSON.stringify(value))))}:${code}`;
  if (phone.memory.refused.includes(key)) return;
  const { body, hash } = session.head;
  const subject = order === undefined ? { kind: "alert" } : { kind: "order", order };
  const head = { size: body.size, hash };
  const queued = await phone.result({ ...subject, head, outcome: "refused", code });
  await phone.write({ t: "refused", key, queued });
  phone.emit("refused", { ...(order ? { order } : {}), ...(action ? { action } : {}), code, where, message });
}
