// Puts the parts together: database, keys, log, state, timers, listeners.
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Server } from "node:net";
import { join } from "node:path";
import { migrate } from "@rempart/postgres";
import pg from "pg";
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

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}

function tlsServer(config: Config, routes: Parameters<typeof serve>[0]) {
  const { cert, key, ca } = config.tls;
  return createTlsServer(
    // The chain holds the authority's certificate: its key is what phones pin, so the leaf may be renewed.
    {
      minVersion: "TLSv1.3",
      cert: readFileSync(cert, "utf8") + readFileSync(ca, "utf8"),
      key: readFileSync(key),
      keepAliveTimeout: 75_000,
    },
    serve(routes),
  );
}

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
    decisions: new Mutex(),
    metrics: new Metrics(),
    nudge: push.nudge,
  };

  const founding = openFounding(config, keys, charters, log);
  const slots = new Slots(context);
  const people = peopleRoutes(context, founding);
  const agents = agentRoutes(context, openEnrolment(context), slots, new Reports(context));
  const console_ = createServer({ keepAliveTimeout: 75_000 }, serve([...people, ...pageRoutes(config)]));
  const tls = tlsServer(config, [...people, ...agents]);
  await listen(console_, config.console.host, config.console.port);
  await listen(tls, config.tls.host, config.tls.port);
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
      for (const server of [console_, tls]) {
        server.close();
        server.closeAllConnections();
      }
      context.waiters.wakeAll();
      await timed;
      await push.stop();
      await log.close();
      await pool.end();
    },
  };
}
