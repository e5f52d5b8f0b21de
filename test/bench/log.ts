// Durable appends through the gatekeeper's own storage and the sequencer, with many callers at once.
import { createSequencer, type Sequencer } from "@rempart/log";
import { type ConnectionConfig, type Turn, waitForTurn } from "@rempart/postgres";
import { randomBytes, toHex } from "@rempart/trust";
import type pg from "pg";
import { type LogEntry, type LogRecord, LogStorage, type Tx } from "../../apps/gatekeeper/src/log/storage.ts";
import { withDatabase } from "./database.ts";
import type { Sizes } from "./options.ts";
import { median, percentile } from "./statistics.ts";
import type { Row } from "./table.ts";

type Log = Sequencer<Tx, LogRecord>;
/** Runs of each kind; the table shows the middle one. */
const runs = 3;

/** An entry of a release's size. */
function entry(): LogEntry {
  const envelope = { payloadType: "application/vnd.rempart.release.v1+json", payload: "A".repeat(420), signatures: [] };
  return { hash: randomBytes(32), record: { type: "release", envelope } };
}

/** `appenders` callers, each with one append on its way at any time. */
async function load(appenders: number, seconds: number, append: () => Promise<unknown>) {
  const end = performance.now() + seconds * 1000;
  const latencies: number[] = [];
  const started = performance.now();
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      const from = performance.now();
      await append();
      latencies.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: appenders }, caller));
  return { rate: latencies.length / ((performance.now() - started) / 1000), latencies };
}

async function measure(name: string, { appenders, seconds }: Sizes, append: () => Promise<unknown>): Promise<Row[]> {
  await load(appenders, Math.min(2, seconds), append);
  const results: Awaited<ReturnType<typeof load>>[] = [];
  for (let run = 0; run < runs; run++) results.push(await load(appenders, seconds, append));
  const of = (share: number): number => median(results.map(({ latencies }) => percentile(latencies, share)));
  return [
    {
      metric: `${name}, ${appenders} callers`,
      value: median(results.map(({ rate }) => rate)),
      unit: "/s",
      aim: { least: 10_000 },
    },
    { metric: "  durable after: p50", value: of(0.5), unit: "ms" },
    { metric: "  durable after: p99", value: of(0.99), unit: "ms", aim: { below: 50 } },
  ];
}

/** What a release does beside its entry: a row of its own in the same transaction. */
function withRow(log: Log): () => Promise<unknown> {
  return () =>
    log.append(async (tx) => {
      const one = entry();
      await tx.query("insert into muted (person) values ($1)", [toHex(one.hash)]);
      return { entries: [one], value: undefined };
    });
}

async function onPool(pool: pg.Pool, turn: Turn, sizes: Sizes): Promise<{ rows: Row[]; postgres: string }> {
  const { rows: settings } = await pool.query<{ version: string; safe: boolean }>(
    `select current_setting('server_version') as version,
            current_setting('fsync')::bool and current_setting('synchronous_commit') = 'on' as safe`,
  );
  if (!settings[0]!.safe)
    throw new Error("PostgreSQL runs without fsync or synchronous commits: no figure would count");
  const log: Log = createSequencer({
    storage: new LogStorage(
      pool,
      (_code, where, message) => {
        throw new Error(`${where}: ${message}`);
      },
      (tx) => turn.fence(tx),
    ),
  });
  const rows = [
    ...(await measure("log appends, entries alone", sizes, () => log.appendEntries([entry()]))),
    ...(await measure("log appends, each with a row of its own", sizes, withRow(log))),
  ];
  await log.close();
  return { rows, postgres: settings[0]!.version };
}

/** Part 2: appends a second and how long each takes to be durable. */
export function benchLog(sizes: Sizes): Promise<{ rows: Row[]; postgres: string }> {
  return withDatabase(async (pool) => {
    // The pool hides its password from whoever copies its options.
    const config = { ...pool.options, password: String(pool.options.password) } as ConnectionConfig;
    const turn = await waitForTurn(config, async () => {});
    try {
      return await onPool(pool, turn, sizes);
    } finally {
      await turn.end();
    }
  });
}
