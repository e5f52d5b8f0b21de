import { z } from "zod";
import { raise } from "../alarms/alarms.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { note } from "../history/note.ts";
import { type Job, TryAgain } from "../jobs/jobs.ts";
import { readTarget } from "./address.ts";
import { openSecret, signMessage } from "./secret.ts";
import { send } from "./send.ts";

export interface WebhookSettings {
  readonly allow?: readonly string[] | undefined;
  readonly key?: string | undefined;
}

const payload = z.object({ id: z.string() });

/** Words for what went wrong, without anything that came from the target. */
function problemOf(error: unknown): string {
  const { code, message, name } = error as { code?: unknown; message?: unknown; name?: unknown };
  if (name === "AbortError" || name === "TimeoutError") return "it did not answer in time";
  if (typeof code === "string" && /^[A-Z_0-9]{1,64}$/.test(code)) return code;
  return typeof message === "string" && /^it/.test(message) ? message.slice(0, 200) : "it could not be called";
}

/** Switches a webhook off, with an alarm. */
async function disable(database: Database, clock: Clock, webhook: string, because: string): Promise<void> {
  await database.transaction().execute(async (work) => {
    const now = clock();
    await work
      .updateTable("webhook")
      .set({ disabled_at: now, disabled_because: because })
      .where("id", "=", webhook)
      .execute();
    await note(work, now, { kind: "webhook.disabled", object: webhook });
    await raise(work, clock, "webhook.disabled", webhook, `A webhook was switched off: ${because}.`);
  });
}

async function record(
  database: Database,
  clock: Clock,
  id: string,
  outcome: { state: "waiting" | "delivered" | "failed"; status?: number; problem?: string },
): Promise<void> {
  const { state, status = null, problem = null } = outcome;
  await database
    .updateTable("webhook_delivery")
    .set((row) => ({ state, status, problem, tried_at: clock(), attempts: row("attempts", "+", 1) }))
    .where("id", "=", id)
    .execute();
}

/** Whether the target took anything since `at`. */
async function tookSince(database: Database, webhook: string, at: number): Promise<boolean> {
  const taken = await database
    .selectFrom("webhook_delivery")
    .select("id")
    .where("webhook", "=", webhook)
    .where("state", "=", "delivered")
    .where("tried_at", ">=", at)
    .limit(1)
    .executeTakeFirst();
  return taken !== undefined;
}

/** The job that sends one message, again and again with growing pauses: twenty times over about five days. */
export function deliverJob(
  database: Database,
  clock: Clock,
  { allow = [], key }: WebhookSettings,
  patience?: number,
): Job {
  return {
    name: "webhook",
    run: async (given, { attempt, attempts }) => {
      const { id } = payload.parse(given);
      const row = await database
        .selectFrom("webhook_delivery")
        .innerJoin("webhook", "webhook.id", "webhook_delivery.webhook")
        .select(["url", "secret", "disabled_at", "webhook", "type", "object", "at", "state"])
        .where("webhook_delivery.id", "=", id)
        .executeTakeFirst();
      if (row?.state !== "waiting") return;
      if (row.disabled_at !== null)
        return record(database, clock, id, { state: "failed", problem: "it is switched off" });
      const body = JSON.stringify({
        type: row.type === "test" ? "test" : `${row.type}.changed`,
        timestamp: new Date(row.at * 1000).toISOString(),
        data: { id: row.object },
      });
      const timestamp = clock();
      let status: number | undefined;
      let problem = "";
      try {
        const signature = signMessage(openSecret(row.secret, key), id, timestamp, body);
        status = await send(readTarget(row.url, allow), allow, { id, timestamp, signature, body }, patience);
        problem = `it answered ${status}`;
      } catch (error) {
        problem = problemOf(error);
      }
      const answered = status !== undefined && { status };
      if (status !== undefined && status >= 200 && status < 300) {
        return record(database, clock, id, { state: "delivered", status });
      }
      const last = attempt >= attempts || status === 410;
      await record(database, clock, id, { state: last ? "failed" : "waiting", problem, ...answered });
      if (status === 410) return disable(database, clock, row.webhook, "its target answered 410, Gone");
      if (!last) throw new TryAgain();
      if (!(await tookSince(database, row.webhook, row.at))) {
        await disable(database, clock, row.webhook, "its target took nothing for days");
      }
    },
  };
}
