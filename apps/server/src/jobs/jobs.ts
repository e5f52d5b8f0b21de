// Work that goes on by itself: tried again until done, on whichever replica is free, once for all of them.
import { setTimeout as sleep } from "node:timers/promises";
import { Logger, parseCronItems, type Runner, run, runMigrations, type Task } from "graphile-worker";
import { sql } from "kysely";
import type pg from "pg";
import type { DatabaseConfig } from "../config.ts";
import { isAway, openPool } from "../database/connect.ts";
import type { Database } from "../database/schema.ts";
import type { Report } from "../report.ts";

/** Which try it is, of how many; `signal` when the server stops. */
export interface Try {
  readonly attempt: number;
  readonly attempts: number;
  readonly signal: AbortSignal;
}

/** Thrown by a job that failed for a reason it has dealt with: tried again later, and not reported. */
export class TryAgain extends Error {
  override readonly name = "TryAgain";
}

/** One kind of job. */
export interface Job {
  readonly name: string;
  /** Does the work; throwing has it tried again, later and later. `payload` is what `enqueue` was given. */
  readonly run: (payload: unknown, now: Try) => Promise<void>;
  /** When it starts by itself, as five fields of cron in UTC. */
  readonly every?: string;
}

export interface When {
  /** How often it is tried; 25 by default, over about three days. */
  readonly attempts?: number;
  /** Not before this moment. */
  readonly at?: Date;
  /** Of jobs with one key only the newest waits. */
  readonly key?: string;
}

/** Queues a job within the transaction `database`: it starts once that commits, or never was. */
export async function enqueue(database: Database, name: string, payload: object, when: When = {}): Promise<void> {
  const { attempts = 25, at = null, key = null } = when;
  await sql`select add_job(${name}, ${JSON.stringify(payload)}::json, run_at => ${at}::timestamptz,
    max_attempts => ${attempts}::int, job_key => ${key}::text)`.execute(database);
}

/** graphile-worker's own words tell nobody anything; what fails is reported by the job that fails. */
const silent = new Logger(() => () => {});

async function schemaOf(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string }>("select current_schema() as name");
  return rows[0]!.name;
}

/** Brings the tables of the jobs up to date. Several replicas may do so at once. */
export async function migrateJobs(pool: pg.Pool): Promise<void> {
  await runMigrations({ pgPool: pool, schema: await schemaOf(pool), logger: silent });
}

async function start(
  pool: pg.Pool,
  jobs: readonly Job[],
  concurrency: number,
  report: Report,
  signal: AbortSignal,
): Promise<Runner> {
  const tasks = jobs.map(({ name, run: work }): [string, Task] => [
    name,
    async (payload, { job }) => {
      try {
        await work(payload, { attempt: job.attempts, attempts: job.max_attempts, signal });
      } catch (error) {
        if (!(error instanceof TryAgain || signal.aborted || isAway(error)))
          report({ event: "error", code: `job.${name}`, message: `The job ${name} failed; it is tried again.` });
        throw error;
      }
    },
  ]);
  return run({
    pgPool: pool,
    schema: await schemaOf(pool),
    logger: silent,
    concurrency,
    pollInterval: 2_000,
    noHandleSignals: true,
    taskList: Object.fromEntries(tasks),
    parsedCronItems: parseCronItems(
      jobs.flatMap(({ name, every }) => (every === undefined ? [] : [{ task: name, match: every, identifier: name }])),
    ),
  });
}

/** Runs jobs, `concurrency` at once, until `signal`; starts again whenever the database had gone. */
export async function keepWorking(
  config: DatabaseConfig,
  jobs: readonly Job[],
  concurrency: number,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const pool = openPool(config, Math.min(concurrency + 2, 6));
    try {
      const runner = await start(pool, jobs, concurrency, report, signal);
      const stop = (): void => void runner.stop().catch(() => {});
      signal.addEventListener("abort", stop, { once: true });
      // It may have ended while the runner started: that event is over.
      if (signal.aborted) stop();
      await runner.promise;
      signal.removeEventListener("abort", stop);
    } catch {
      // The database is away: the listener reports that (events/listener.ts).
    } finally {
      await pool.end().catch(() => {});
    }
    await sleep(1_000, undefined, { signal }).catch(() => {});
  }
}
