import { shown } from "@rempart/client";
import { claimedType, type JsonObject, type JsonValue, openEnvelope, orderType, ticketType } from "@rempart/trust";
import type { Context } from "../context.ts";
import { counted, t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { askServer } from "../remote/server.ts";

/** What a list shows of a document that the server holds: read from its bytes, and whether they give the hash told. */
function listed(row: JsonValue): JsonObject {
  const { hash, envelope, state } = (row ?? {}) as { hash?: JsonValue; envelope?: JsonValue; state?: JsonValue };
  const told: JsonObject = { state: typeof state === "string" ? state : "unknown" };
  try {
    const ticket = claimedType(envelope ?? null) === "ticket";
    const document = ticket ? openEnvelope(ticketType, envelope!) : openEnvelope(orderType, envelope ?? null);
    const action = "action" in document.body ? document.body.action : "ticket";
    return {
      ...told,
      hash: document.hash,
      action,
      createdAt: document.body.createdAt,
      matches: document.hash === hash,
    };
  } catch {
    return { ...told, hash: typeof hash === "string" ? hash : "", action: "unreadable", matches: false };
  }
}

/** Lists what the server holds; each document is read from its own bytes, its state is the server's word. */
export async function listOrders(context: Context): Promise<void> {
  const rows = new Map<string, JsonObject>();
  for (const kind of ["drafts", "orders"]) {
    const answer = await askServer(context, `/api/v1/${kind}`, { lax: true });
    const list = Array.isArray(answer) ? answer : (answer as { [key: string]: JsonValue } | undefined)?.[kind];
    if (!Array.isArray(list))
      throw new Problem("answer", `server /api/v1/${kind}`, t`The answer has no list of ${kind}.`);
    for (const row of list.map(listed)) rows.set(String(row.hash), row);
  }
  const orders = [...rows.values()];
  const line = (one: JsonObject): string =>
    `${shown(String(one.hash))}  ${one.action}  ${shown(String(one.state))}${one.matches ? "" : t`  ALTERED: the bytes do not give this hash`}`;
  context.result({ orders }, [
    ...orders.map(line),
    t`${counted(orders.length, "document")}; states are the server's word`,
  ]);
}
