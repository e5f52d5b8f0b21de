// What the phones of an order said last. The list is the server's word: it can keep an answer back, never carry an order out.

import { setTimeout as pause } from "node:timers/promises";
import { type Answer, allAnswered, allDone, codeOf, readAnswers, shown } from "@rempart/client";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { askServer } from "../remote/server.ts";
import { columns } from "../shown.ts";

/** Every phone of the order `hash` with its newest word. */
export function answersOf(context: Context, hash: string): Promise<Answer[]> {
  return readAnswers((path, ask) => askServer(context, path, ask), hash);
}

/** Asks until every phone has said its last word or `seconds` are over. */
export async function waitForPhones(context: Context, hash: string, seconds: number): Promise<Answer[]> {
  const until = performance.now() + seconds * 1000;
  for (let delay = 250; ; delay = Math.min(5_000, delay * 1.5)) {
    let answers: Answer[] = [];
    try {
      answers = await answersOf(context, hash);
    } catch (error) {
      // The event that tells the server of the order may still be on its way.
      if (codeOf(error) !== "order.missing" || performance.now() >= until) throw error;
    }
    if (allAnswered(answers) || performance.now() + delay >= until) {
      if (!allDone(answers)) context.ending.code = 3;
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
