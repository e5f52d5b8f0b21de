import { alarmRoutes } from "./alarms/routes.ts";
import { appRoutes } from "./apps/routes.ts";
import { openBlobStore } from "./blobs/open.ts";
import { blobRoutes, usualLargest } from "./blobs/routes.ts";
import { Charters } from "./charter/charters.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { migrateWhenThere, openDatabase, openPool } from "./database/connect.ts";
import { refusalRoutes } from "./drafts/refusals.ts";
import { draftRoutes } from "./drafts/routes.ts";
import { Changes } from "./events/changes.ts";
import { keepListening } from "./events/listener.ts";
import { eventRoutes } from "./events/routes.ts";
import { groupRoutes } from "./groups/routes.ts";
import { historyRoutes } from "./history/routes.ts";
import { type Guarded, guard } from "./http/access.ts";
import { type App, buildApp } from "./http/app.ts";
import { buildLimits, ordinaryLimits } from "./http/limits.ts";
import { describeApi, openDocs } from "./http/openapi.ts";
import { type Job, keepWorking, migrateJobs } from "./jobs/jobs.ts";
import { retryKept } from "./link/intake.ts";
import { linkRoutes } from "./link/routes.ts";
import { onePhoneRoutes } from "./orders/one-phone.ts";
import { orderPhoneRoutes } from "./orders/phones.ts";
import { orderRoutes } from "./orders/routes.ts";
import { osUpdateRoutes } from "./os-updates/routes.ts";
import { overviewRoutes } from "./overview/routes.ts";
import { recountAll } from "./phones/facets.ts";
import { phoneRoutes } from "./phones/routes.ts";
import type { Report } from "./report.ts";
import { rolloutJob } from "./rollouts/job.ts";
import { rolloutRoutes } from "./rollouts/routes.ts";
import { ordinaryRetention, prune, watchLink } from "./running/prune.ts";
import { runningRoutes } from "./running/routes.ts";
import { signinRoutes } from "./signin/routes.ts";
import { sessionRoutes } from "./signin/session-routes.ts";
import { Sessions } from "./signin/sessions.ts";
import { statusRoutes } from "./status/routes.ts";
import { streamRoutes } from "./streams/routes.ts";
import { tokenRoutes } from "./tokens/routes.ts";
import { Tokens } from "./tokens/tokens.ts";
import { deliverJob } from "./webhooks/deliver.ts";
import { webhookRoutes } from "./webhooks/routes.ts";

export interface Server {
  readonly app: App;
  /** Every route with who may call it, for the test that tries them all. */
  readonly routes: readonly Guarded[];
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the server: database brought up to date, routes open, events heard. Each part gets only what it uses. */
export async function startServer(
  config: Config,
  report: Report,
  signal: AbortSignal = new AbortController().signal,
  clock: Clock = systemClock,
): Promise<Server> {
  const pool = openPool(config.database);
  const database = openDatabase(pool);
  const charters = new Charters(database);
  const sessions = new Sessions(database, charters, clock);
  const changes = new Changes();
  const { webhooks = {} } = config;
  const stopping = new AbortController();

  const tokens = new Tokens(database, charters, clock);

  const app = await buildApp(config, report);
  const limiters = await buildLimits(app, config.limits ?? ordinaryLimits);
  openDocs(app);
  const routes = guard(app, { sessions, tokens, limiters, linkTokenSha256: config.linkTokenSha256 });
  await describeApi(app);
  linkRoutes(app, database, charters, clock, report);
  signinRoutes(app, database, charters, sessions, clock);
  sessionRoutes(app, database, sessions, clock);
  statusRoutes(app, database, charters, clock);
  overviewRoutes(app, database, charters, clock);
  phoneRoutes(app, database);
  alarmRoutes(app, database, clock);
  historyRoutes(app, database);
  groupRoutes(app, database, clock);
  orderRoutes(app, database);
  orderPhoneRoutes(app, database);
  onePhoneRoutes(app, database);
  streamRoutes(app, database);
  draftRoutes(app, database, charters, clock, config.gatekeeperUrl);
  refusalRoutes(app, database, charters, clock);
  eventRoutes(app, database, changes, (session) => (session.scopes ? tokens : sessions).check(session));
  webhookRoutes(app, database, clock, webhooks);
  blobRoutes(app, database, openBlobStore(config), clock, config.largestBlob ?? usualLargest);
  appRoutes(app, database);
  rolloutRoutes(app, database, clock);
  osUpdateRoutes(app, database, clock);
  tokenRoutes(app, database, tokens, clock);
  runningRoutes(app, database, clock);

  const jobs: Job[] = [
    rolloutJob(database, clock),
    { name: "recount", every: "17 3 * * *", run: () => recountAll(database) },
    {
      name: "prune",
      every: "41 2 * * *",
      run: async () => void (await prune(database, clock, config.retentionDays ?? ordinaryRetention)),
    },
    { name: "watch-link", every: "* * * * *", run: () => watchLink(database, clock) },
  ];
  let background: Promise<unknown> | undefined;
  const close = async (): Promise<void> => {
    await app.close();
    stopping.abort();
    await background;
    await pool.end();
  };
  try {
    const away = () => report({ event: "database-lost", message: "The database is away; starting when it is there." });
    await migrateWhenThere(pool, migrateJobs, away, signal);
    await retryKept(database, charters, clock);
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await close();
    throw error;
  }
  background = Promise.all([
    keepListening(config.database, changes, report, stopping.signal),
    keepWorking(config.database, jobs, 2, report, stopping.signal),
    // Apart from all else: targets that hang must not keep other work waiting.
    keepWorking(config.database, [deliverJob(database, clock, webhooks)], 8, report, stopping.signal),
  ]);
  const address = app.server.address();
  return { app, routes, port: typeof address === "object" && address ? address.port : config.port, close };
}
