// Events go down to the server by the gatekeeper's own call: the server holds no credential for the gatekeeper, so
// there is none to steal there (promise P8).
import { readFileSync } from "node:fs";
import type pg from "pg";
import { say } from "../output.ts";

const batch = 500;
/** Text of the events in one call; a single larger one (an order with a long list) goes alone. */
const batchText = 8 * 1024 * 1024;

/** The server is there and says no: it will say so again, until somebody mends it. */
class Refused extends Error {}

async function refusalOf(response: Response, first: number | undefined): Promise<Refused> {
  const { error, where, message } = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const what = [error, where, message].filter((part) => typeof part === "string").join(", ");
  const from = first === undefined ? "no events" : `events from number ${first} on`;
  return new Refused(`the server answered ${response.status} to ${from}: ${what}`.slice(0, 500));
}

/** Tells when the link's state changes, once for each state. */
function openTeller(tell: typeof say) {
  let told = "up";
  return (state: "up" | "lost" | "refused", message?: string): void => {
    if (state === told) return;
    told = state;
    tell("link", state === "up" ? { state: "back" } : { state, message });
  };
}

interface Row {
  seq: string;
  at: string;
  type: string;
  body: string;
}

/** Gives numbers to the events that have none, and reads those after `from`. */
async function nextRows(pool: Pick<pg.Pool, "query">, from: number): Promise<Row[]> {
  await pool.query(
    // A server that holds more than we ever numbered was told by us before this database was put back.
    `with last as (select greatest(coalesce(max(seq), 0), $2) as seq from outbox),
          fresh as (select id, row_number() over (order by id) as position from outbox where seq is null order by id limit $1)
     update outbox set seq = last.seq + fresh.position from fresh, last where outbox.id = fresh.id`,
    [batch, from],
  );
  const { rows } = await pool.query<Row>(
    `select seq, at, type, body from (
       select *, sum(length(body)) over (order by seq) as total, row_number() over (order by seq) as position
       from (select * from outbox where seq > $1 order by seq limit $2) as next
     ) as measured where total <= $3 or position = 1 order by seq`,
    [from, batch, batchText],
  );
  return rows;
}

/** Sends the outbox to the server, in order, until stopped; when there is nothing, says so every `idle` milliseconds. */
export function startPush(
  pool: Pick<pg.Pool, "query">,
  serverUrl: string,
  tokenFile: string,
  { tell = say, pause = 5000, idle = 25_000 } = {},
) {
  const token = readFileSync(tokenFile, "utf8").trim();
  const state = openTeller(tell);
  let stopped = false;
  let nudged = false;
  let wake: (() => void) | undefined;
  let failures = 0;
  /** The newest number that the server holds; unknown until it said so once. */
  let known: number | undefined;
  let answeredAt = 0;

  async function send(rows: readonly Row[]): Promise<number> {
    const events = rows.map(({ seq, at, type, body }) => ({
      ...(JSON.parse(body) as object),
      seq: Number(seq),
      at: Number(at),
      type,
    }));
    const response = await fetch(`${serverUrl}/link/v1/events`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ events }),
      signal: AbortSignal.timeout(30_000),
      redirect: "error",
    });
    const answer = response.ok ? response : response.clone();
    const { seq, refused } = (await answer.json().catch(() => ({}))) as { seq?: unknown; refused?: unknown };
    // The server went on without these: an older release, or one that does not believe a document. People see its alarm.
    if (response.ok && Array.isArray(refused) && refused.length > 0) {
      const numbers = refused.filter((one) => Number.isInteger(one)).slice(0, 20);
      tell("link", { state: "kept-aside", message: `the server kept aside events ${numbers.join(", ")}` });
    }
    // 409 with a number: it was put back, and wants everything after that again.
    if ((response.ok || response.status === 409) && typeof seq === "number") return seq;
    throw await refusalOf(response, events[0]?.seq);
  }

  /** One call at need. Resolves with whether there may be more to send at once. */
  async function round(): Promise<boolean> {
    // Numbers are given once it is known what the server holds: after a restore it may hold more than we numbered.
    const rows = known === undefined ? [] : await nextRows(pool, known);
    if (rows.length === 0 && known !== undefined && Date.now() - answeredAt < idle) return false;
    const answer = await send(rows);
    const moved = answer !== known;
    known = answer;
    answeredAt = Date.now();
    failures = 0;
    state("up");
    return moved;
  }

  async function rest(): Promise<void> {
    const length = failures > 0 ? Math.min(10_000, 100 * 2 ** failures) * (0.5 + Math.random()) : Math.min(pause, idle);
    if (stopped || (nudged && failures === 0)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, length);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    wake = undefined;
  }

  async function run(): Promise<void> {
    while (!stopped) {
      nudged = false;
      try {
        if (await round()) continue;
      } catch (error) {
        failures++;
        const { message, cause } = error as Error;
        state(
          error instanceof Refused ? "refused" : "lost",
          cause instanceof Error ? cause.message || message : message,
        );
      }
      await rest();
    }
  }
  const done = run();
  return {
    /** There may be something to send. */
    nudge(): void {
      nudged = true;
      if (failures === 0) wake?.();
    },
    async stop(): Promise<void> {
      stopped = true;
      wake?.();
      await done;
    },
  };
}
