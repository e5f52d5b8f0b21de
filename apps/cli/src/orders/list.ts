import { readListed, shown } from "@rempart/client";
import type { JsonObject, JsonValue } from "@rempart/trust";
import type { Context } from "../context.ts";
import { counted, t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { askServer } from "../remote/server.ts";

/** What a list shows of a document that the server holds. */
function listed(row: JsonValue): JsonObject {
  const { hash, state, document, matches } = readListed(row);
  if (!document) return { state, hash, action: "unreadable", matches };
  const action = "action" in document.body ? document.body.action : "ticket";
  return { state, hash, action, createdAt: document.body.createdAt, matches };
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
