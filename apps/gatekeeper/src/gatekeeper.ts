// Puts the parts together: database, keys, log, state, timers, listeners.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { migrate, type Turn } from "@rempart/postgres";
import pg from "pg";
import { blobRoutes } from "./blobs/routes.ts";
import { openBlobSource } from "./blobs/source.ts";
import { Transfers } from "./blobs/transfers.ts";
import { Charters } from "./charter/charters.ts";
import { openFounding } from "./charter/founding.ts";
import type { Config } from "./config.ts";
import { consoleRoutes } from "./console/routes.ts";
import type { Context } from "./context.ts";
import { Demonstration } from "./demonstration/demonstration.ts";
import { demonstrationRoutes } from "./demonstration/routes.ts";
import { openEnrolment } from "./devices/enrol.ts";
import { Devices } from "./devices/registry.ts";
import { Reports } from "./devices/report.ts";
import { startSeen } from "./devices/seen.ts";
import { Waiters } from "./devices/waiters.ts";
import { startErasing } from "./erasure/retention.ts";
import { Freezes } from "./freeze/freezes.ts";
import { agentRoutes } from "./http/agents.ts";
import { openDoors } from "./http/listeners.ts";
import { peopleRoutes } from "./http/people.ts";
import { openKeys } from "./keys/keys.ts";
import { checkPins, settleKeys } from "./keys/rotation.ts";
import { startPush } from "./link/push.ts";
import { openLog } from "./log/log.ts";
import { Metrics, reportOnSignal } from "./metrics.ts";
import { OrderBook } from "./orders/book.ts";
import { loadOutcomes } from "./orders/health.ts";
import { Mutex } from "./orders/mutex.ts";
import { Slots } from "./orders/slots.ts";
import { startTimers } from "./orders/timers.ts";
import { die as endProcess, say } from "./output.ts";
import { Notices } from "./push/notices.ts";
import { forgetLeavers } from "./push/subscriptions.ts";
import { openVapid } from "./push/vapid.ts";
import { startPull } from "./refill/pull.ts";
import { Refill } from "./refill/refill.ts";
import { readyRoutes, recordPath, standbyRoutes, takeTurn } from "./standby.ts";
import { Witnesses } from "./witness/witnesses.ts";
import { forgetCopies } from "./wrapped/copies.ts";

type Die = typeof endProcess;
/** What stands around this process. */
interface Outside {
  /** Called when going on would be wrong. */
  die: Die;
  /** The launcher, where it starts virtual phones for us. */
  launcher: Duplex | undefined;
}
type Doors = Awaited<ReturnType<typeof openDoors>>;

/** Everything that works while it is this process's turn. */
async function startWork(config: Config, pool: pg.Pool, turn: Turn, doors: () => Promise<Doors>, outside: Outside) {
  const { die, launcher } = outside;
  await migrate(pool, join(import.meta.dirname, "..", "migrations"));
  const keys = await openKeys(config.data);
  const vapid = await openVapid(config.data);
  const log = await openLog(pool, keys, recordPath(config), die, (tx) => turn.fence(tx));
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
    throw error;
  });
  checkPins(config, charters);
  await loadOutcomes(pool, book);
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
    refill: new Refill(() => context),
    demonstration: new Demonstration(() => context, launcher),
    decisions: new Mutex(),
    metrics: new Metrics(),
    notices: new Notices(vapid, () => context),
    nudge: push.nudge,
    suspect: () => {},
  };

  // What a refill brought may be a newer charter than the one that these belonged to.
  if (charters.founded) {
    await forgetCopies(pool, charters.newest);
    await forgetLeavers(pool, charters.newest);
  }
  await context.witnesses.load();
  log.onGrowth(() => {
    if (charters.founded && !log.behind) void context.witnesses.rounds.advance().catch(() => {});
  });
  const built = consoleRoutes(config);
  const founding = openFounding(config, keys, charters, log);
  const slots = new Slots(context);
  const people = [...peopleRoutes(context, founding), ...readyRoutes("active")];
  const blobSource = openBlobSource(config);
  const agents = [
    ...agentRoutes(context, openEnrolment(context), slots, new Reports(context)),
    ...blobRoutes(context, blobSource, new Transfers()),
  ];
  // Before anybody can ask for a signature: an older copy of database and record alike looks whole to itself.
  const pull = startPull(context, config.mirrors ?? []);
  context.suspect = pull.look;
  await pull.asked;
  const forConsole = [...people, ...demonstrationRoutes(context), ...(await built)];
  const opened = await doors();
  // At once: until then a door that is open answers that nothing exists here.
  opened.answer(forConsole, [...people, ...agents]);
  if (log.behind) pull.look();
  const timers = startTimers(context, slots);
  const seen = startSeen(context);
  const erasing = startErasing(context);
  const signals = reportOnSignal(context.metrics, context.waiters);
  founding.announce();

  return {
    context,
    /** Ends timers, settles what was begun. */
    async stop(): Promise<void> {
      const timed = timers.stop();
      seen.stop();
      await erasing.stop();
      signals.stop();
      opened.close();
      await pull.stop();
      context.witnesses.close();
      context.waiters.wakeAll();
      await timed;
      await push.stop();
      await context.notices.stop();
      blobSource.close();
      await log.close();
    },
  };
}

/**
 * Starts the gatekeeper; resolves once it is its turn and both listeners answer. While another one is active on the same
 * database it stands by: it listens, refuses, and follows the log. `die` is called when going on would be wrong.
 * `launcher`: see `demonstration/`.
 */
export async function startGatekeeper(config: Config, die: Die = endProcess, launcher?: Duplex) {
  mkdirSync(config.data, { recursive: true, mode: 0o700 });
  // pipeline: statements that do not wait for one another share a round trip. Their order stays as written.
  const limits = { max: 8, connectionTimeoutMillis: 10_000, statement_timeout: 30_000 };
  // Whoever takes over waits for transactions under way: one whose process is gone must not keep them waiting.
  const patience = { idle_in_transaction_session_timeout: 5_000 };
  const pool = new pg.Pool({ ...config.database, ...limits, ...patience, pipeline: true });
  pool.on("error", (error) => say("error", { where: "database", message: error.message }));
  let opened: Promise<Doors> | undefined;
  const doors = (): Promise<Doors> => (opened ??= openDoors(config));
  let taken: Turn | undefined;
  try {
    const { turn, waited } = await takeTurn(config, async () => {
      (await doors()).answer(standbyRoutes, standbyRoutes);
    });
    taken = turn;
    const work = await startWork(config, pool, turn, doors, { die, launcher });
    if (waited) say("active");
    void turn.lost.then((why) => die(1, "database", `it is no longer this gatekeeper's turn: ${why}`));
    return {
      context: work.context,
      /** Ends listeners and timers, settles what was begun, closes the database, gives the turn away. */
      async stop(): Promise<void> {
        await work.stop();
        await pool.end();
        await turn.end();
      },
    };
  } catch (error) {
    await opened?.then((one) => one.close()).catch(() => {});
    await pool.end().catch(() => {});
    await taken?.end();
    throw error;
  }
}
