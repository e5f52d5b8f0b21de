// Puts the parts together: database, keys, log, state, timers, listeners.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { migrate } from "@rempart/postgres";
import pg from "pg";
import { blobRoutes } from "./blobs/routes.ts";
import { openBlobSource } from "./blobs/source.ts";
import { Transfers } from "./blobs/transfers.ts";
import { Charters } from "./charter/charters.ts";
import { openFounding } from "./charter/founding.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { openEnrolment } from "./devices/enrol.ts";
import { Devices } from "./devices/registry.ts";
import { Reports } from "./devices/report.ts";
import { startSeen } from "./devices/seen.ts";
import { Waiters } from "./devices/waiters.ts";
import { Freezes } from "./freeze/freezes.ts";
import { agentRoutes } from "./http/agents.ts";
import { openListeners } from "./http/listeners.ts";
import { pageRoutes } from "./http/page.ts";
import { peopleRoutes } from "./http/people.ts";
import { serve } from "./http/router.ts";
import { openKeys } from "./keys/keys.ts";
import { settleKeys } from "./keys/rotation.ts";
import { startPush } from "./link/push.ts";
import { openLog } from "./log/log.ts";
import { Metrics, reportOnSignal } from "./metrics.ts";
import { OrderBook } from "./orders/book.ts";
import { Mutex } from "./orders/mutex.ts";
import { Slots } from "./orders/slots.ts";
import { startTimers } from "./orders/timers.ts";
import { die as endProcess, say } from "./output.ts";
import { Witnesses } from "./witness/witnesses.ts";

/** Starts the gatekeeper; resolves once both listeners answer. `die` is called when going on would be wrong. */
export async function startGatekeeper(config: Config, die = endProcess) {
  mkdirSync(config.data, { recursive: true, mode: 0o700 });
  // pipeline: statements that do not wait for one another share a round trip. Their order stays as written.
  const limits = { max: 8, connectionTimeoutMillis: 10_000, statement_timeout: 30_000 };
  const pool = new pg.Pool({ ...config.database, ...limits, pipeline: true });
  pool.on("error", (error) => say("error", { where: "database", message: error.message }));
  await migrate(pool, join(import.meta.dirname, "..", "migrations"));
  const keys = await openKeys(config.data);
  const log = await openLog(pool, keys, join(config.data, "signed-head.json"), die);
  const charters = new Charters(pool);
  const freezes = new Freezes();
  const devices = new Devices();
  const book = new OrderBook();
  await charters.load();
  await freezes.load(pool);
  await devices.load(pool);
  await book.load(pool);
  await settleKeys({ keys, charters, book }).catch(async (error: unknown) => {
    await log.close();
    await pool.end();
    throw error;
  });
  const push = startPush(pool, config.serverUrl, config.linkTokenFile);
  const context: Context = {
    config,
    pool,
    keys,
    log,
    charters,
    freezes,
    devices,
    book,
    waiters: new Waiters(),
    witnesses: new Witnesses(() => context),
    decisions: new Mutex(),
    metrics: new Metrics(),
    nudge: push.nudge,
  };

  await context.witnesses.load();
  log.onGrowth(() => {
    if (charters.founded && !log.behind) void context.witnesses.rounds.advance().catch(() => {});
  });
  const founding = openFounding(config, keys, charters, log);
  const slots = new Slots(context);
  const people = peopleRoutes(context, founding);
  const blobSource = openBlobSource(config);
  const agents = [
    ...agentRoutes(context, openEnrolment(context), slots, new Reports(context)),
    ...blobRoutes(context, blobSource, new Transfers()),
  ];
  const listeners = await openListeners(
    config,
    serve([...people, ...pageRoutes(config)]),
    serve([...people, ...agents]),
  );
  const timers = startTimers(context, slots);
  const seen = startSeen(context);
  const signals = reportOnSignal(context.metrics, context.waiters);
  founding.announce();

  return {
    context,
    /** Ends listeners and timers, settles what was begun, closes the database. */
    async stop(): Promise<void> {
      const timed = timers.stop();
      seen.stop();
      signals.stop();
      listeners.close();
      context.witnesses.close();
      context.waiters.wakeAll();
      await timed;
      await push.stop();
      blobSource.close();
      await log.close();
      await pool.end();
    },
  };
}
