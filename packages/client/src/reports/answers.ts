// What the phones of an order said last. The list is the server's word: it can keep an answer back, never carry an order
// out. What one phone signed is read by `ReportReader`.
import { forms, type JsonValue, schema } from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import { type Ask, anyJson, part } from "../remote/ask.ts";

/** One phone's newest word; `silent`: nothing yet. */
export interface Answer {
  device: string;
  outcome: string;
  code?: string;
  at?: number;
}

const word = schema.text(1, 64, /^[a-z][a-z.-]*$/, "must be a word");
const pageLimit = 1_000;
const mostPages = 1_000;
function readAnswer(row: JsonValue): Answer {
  const where = "phones of the order";
  const fields = (row ?? {}) as { code?: JsonValue; at?: JsonValue };
  return {
    device: part(where, row, "device", forms.id),
    outcome: part(where, row, "outcome", word),
    ...(fields.code === undefined ? {} : { code: part(where, row, "code", word) }),
    ...(fields.at === undefined ? {} : { at: part(where, row, "at", forms.time) }),
  };
}

/** Every phone of the order `hash` with its newest word. Refuses with `order.missing`, `answer`. */
export async function readAnswers(server: Ask, hash: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  let after: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const from = after === undefined ? "" : `&after=${after}`;
    const path = `/api/v1/orders/${hash}/phones?limit=${pageLimit}${from}`;
    const answer = await server(path, { mayBeAbsent: true });
    if (answer === undefined) throw new ClientError("order.missing", hash, say`The server has no order of this hash.`);
    const rows = part("phones of the order", answer, "phones", anyJson);
    for (const row of Array.isArray(rows) ? rows : []) answers.push(readAnswer(row));
    const { next } = answer as { next?: JsonValue };
    if (next === undefined) return answers;
    const following = forms.id(next, "next");
    if (after !== undefined && following <= after) break;
    after = following;
  }
  throw new ClientError("answer", `server /api/v1/orders/${hash}/phones`, say`The pages go in circles.`);
}

/** What a phone says when it has nothing more to say about the order. A wipe's last word is that it started. */
const final = new Set(["done", "failed", "refused", "unsupported", "interrupted", "observed", "started"]);
const good = new Set(["done", "started", "observed"]);

/** Whether every phone has said its last word. */
export function allAnswered(answers: readonly Answer[]): boolean {
  return answers.length > 0 && answers.every(({ outcome }) => final.has(outcome));
}

/** Whether every phone did it. */
export function allDone(answers: readonly Answer[]): boolean {
  return answers.every(({ outcome }) => good.has(outcome));
}
