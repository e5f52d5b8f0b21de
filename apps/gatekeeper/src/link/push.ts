// Events go down to the server by the gatekeeper's own call: the server holds no credential for the gatekeeper, so
// there is none to steal there (promise P8).
import { readFileSync } from "node:fs";
import type pg from "pg";
import { say } from "../output.ts";

const batch = 500;

/** Sends the outbox to the server, in order, until stopped. */
export function startPush(pool: pg.Pool, serverUrl: string, tokenFile: string) {
  const token = readFileSync(tokenFile, "utf8").trim();
  let stopped = false;
  let wake: (() => void) | undefined;
  let failing = false;
  let attempt = 0;

  async function number(): Promise<void> {
    await pool.query(
      `with last as (select coalesce(max(seq), 0) as seq from outbox),
            fresh as (select id, row_number() over (order by id) as position from outbox where seq is null order by id limit $1)
       update outbox set seq = last.seq + fresh.position from fresh, last where outbox.id = fresh.id`,
      [batch],
    );
  }

  async function send(from: number): Promise<number | undefined> {
    const { rows } = await pool.query<{ seq: string; at: string; type: string; body: string }>(
      "select seq, at, type, body from outbox where seq > $1 order by seq limit $2",
      [from, batch],
    );
    if (rows.length === 0 && known !== undefined) return undefined;
    const events = rows.map((row) => ({
      ...(JSON.parse(row.body) as object),
      seq: Number(row.seq),
      at: Number(row.at),
      type: row.type,
    }));
    const response = await fetch(`${serverUrl}/link/v1/events`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ events }),
      signal: AbortSignal.timeout(30_000),
      redirect: "error",
    });
    if (!response.ok) {
      const answer = (await response.json().catch(() => ({}))) as { seq?: unknown; error?: unknown };
      if (response.status === 409 && typeof answer.seq === "number") return answer.seq;
      throw new Error(`the server answered ${response.status} ${String(answer.error ?? "")}`);
    }
    return ((await response.json()) as { seq: number }).seq;
  }

  let known: number | undefined;
  async function run(): Promise<void> {
    while (!stopped) {
      try {
        await number();
        const answer = await send(known ?? 0);
        if (failing) say("link", { state: "back" });
        failing = false;
        attempt = 0;
        if (answer !== undefined && answer !== known) {
          known = answer;
          continue;
        }
      } catch (error) {
        if (!failing) say("link", { state: "lost", message: (error as Error).message });
        failing = true;
        attempt++;
      }
      const pause = failing ? Math.min(10_000, 100 * 2 ** attempt) * (0.5 + Math.random()) : 5000;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        wake = () => {
          if (failing) return;
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
  const done = run();
  return {
    /** There may be something to send. */
    nudge: (): void => wake?.(),
    async stop(): Promise<void> {
      stopped = true;
      failing = false;
      wake?.();
      await done;
    },
  };
}
