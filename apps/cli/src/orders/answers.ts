// What the phones of an order said last. The list is the server's word: it can keep an answer back, never carry an order out.

import { setTimeout as pause } from "node:timers/promises";
import { anyJson, part } from "@rempart/client";
import { forms, type JsonValue, schema } from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { askServer } from "../remote/server.ts";
import { columns, shown } from "../shown.ts";

/** One phone's newest word; `silent`: nothing yet. */
export interface Answer {
  device: string;
  outcome: string;
  code?: string;
  at?: number;
}

const word = schema.text(1, 64, /^[a-z][a-z.-]*$/, t`must be a word`);
const pageLimit = 1_000;
const mostPages = 1_000;
/** What a phone says when it has nothing more to say about the order. */
const final = new Set(["done", "failed", "refused", "unsupported", "interrupted", "observed"]);
const good = new Set(["done", "started", "observed"]);

function readAnswer(row: JsonValue): Answer {
  const where = t`phones of the order`;
  const fields = (row ?? {}) as { code?: JsonValue; at?: JsonValue };
  return {
    device: part(where, row, "device", forms.id),
    outcome: part(where, row, "outcome", word),
    ...(fields.code === undefined ? {} : { code: part(where, row, "code", word) }),
    ...(fields.at === undefined ? {} : { at: part(where, row, "at", forms.time) }),
  };
}

/** Every phone of the order `hash` with its newest word. */
export async function readAnswers(context: Context, hash: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  let after: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const from = after === undefined ? "" : `&after=${after}`;
    const path = `/api/v1/orders/${hash}/phones?limit=${pageLimit}${from}`;
    const answer = await askServer(context, path, { mayBeAbsent: true });
    if (answer === undefined) throw new Problem("order.missing", hash, t`The server has no order of this hash.`);
    const rows = part(t`phones of the order`, answer, "phones", anyJson);
    for (const row of Array.isArray(rows) ? rows : []) answers.push(readAnswer(row));
    const { next } = answer as { next?: JsonValue };
    if (next === undefined) return answers;
    const following = forms.id(next, "next");
    if (after !== undefined && following <= after) break;
    after = following;
  }
  throw new Problem("answer", `server /api/v1/orders/${hash}/phones`, t`The pages go in circles.`);
}

/** Asks until every phone has said its last word or `seconds` are over. A wipe's last word is that it started. */
export async function waitForPhones(context: Context, hash: string, seconds: number): Promise<Answer[]> {
  const until = performance.now() + seconds * 1000;
  for (let delay = 250; ; delay = Math.min(5_000, delay * 1.5)) {
    let answers: Answer[] = [];
    try {
      answers = await readAnswers(context, hash);
    } catch (error) {
      // The event that tells the server of the order may still be on its way.
      if (!(error instanceof Problem) || error.code !== "order.missing" || performance.now() >= until) throw error;
    }
    const over = answers.length > 0 && answers.every(({ outcome }) => final.has(outcome) || outcome === "started");
    if (over || performance.now() + delay >= until) {
      if (answers.some(({ outcome }) => !good.has(outcome))) context.ending.code = 3;
      return answers;
    }
    await pause(delay);
  }
}

/** Answers for people: the numbers, then each phone. */
export function answerLines(answers: readonly Answer[]): string[] {
  const counts = new Map<string, number>();
  for (const { outcome } of answers) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const numbers = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(", ");
  const rows = answers.map(({ device, outcome, code, at }) => [
    device,
    shown(outcome),
    code === undefined ? "" : shown(code),
    at === undefined ? "" : new Date(at * 1000).toISOString().slice(0, 19).replace("T", " "),
  ]);
  return [...columns(rows), t`${numbers || t`no phone`} (the server's word)`];
}
