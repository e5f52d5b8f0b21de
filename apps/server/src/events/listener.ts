import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { DatabaseConfig } from "../config.ts";
import type { Report } from "../report.ts";
import { type Change, type Changes, channel } from "./changes.ts";

/** Resolves when the connection is lost or `signal` ends it. */
async function listen(config: DatabaseConfig, changes: Changes, signal: AbortSignal, onUp: () => void): Promise<void> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 5_000, keepAlive: true });
  const over = new Promise<void>((resolve) => {
    client.on("error", () => resolve());
    client.on("end", resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  client.on("notification", (notice) => {
    changes.emit(JSON.parse(notice.payload ?? "{}") as Change); // only this server's role writes to the channel
  });
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
    onUp();
    await over;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Keeps one connection on which changes arrive, for as long as the server runs; says when the database goes and comes. */
export async function keepListening(
  config: DatabaseConfig,
  changes: Changes,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  let lost = false;
  let wait = 0;
  while (!signal.aborted) {
    await listen(config, changes, signal, () => {
      wait = 0;
      if (lost) {
        lost = false;
        report({ event: "database-back", message: "The database answers again." });
        changes.emit({ type: "all", id: "*" }); // what happened meanwhile was not heard
      }
    }).catch(() => {});
    if (signal.aborted) return;
    if (!lost) report({ event: "database-lost", message: "The database is away; requests get 503 until it is back." });
    lost = true;
    wait = Math.min(wait * 2 || 200, 5_000);
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
}
