import { sql } from "kysely";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import type { App } from "../http/app.ts";

interface Figure {
  name: string;
  state: string;
  value: number;
}

/** What the database says, in one round. Counts of phones are kept with each change; all else is short by its bounds. */
async function read(database: Database, clock: Clock): Promise<Figure[]> {
  const { rows } = await sql<Figure>`
    select 'phones' as name, value as state, phones::float8 as value from phone_facet where facet = 'state'
    union all select 'orders', state, count(*)::float8 from fleet_order group by state
    union all select 'drafts', state, count(*)::float8 from draft group by state
    union all select 'alarms', kind, count(*)::float8 from alarm where lifted_at is null group by kind
    union all select 'deliveries', state, count(*)::float8 from webhook_delivery group by state
    union all select 'refused', '', count(*)::float8 from link_refused
    union all select 'seq', '', seq::float8 from link_state
    union all select 'behind', '', greatest(0, ${clock()}::bigint - contact_at)::float8 from link_state where contact_at is not null
    union all select 'jobs', '', count(*)::float8 from jobs where attempts < max_attempts and run_at < now()`.execute(
    database,
  );
  return rows;
}

/** Figures of one server, with its own register: two servers of one process do not mix theirs. */
export function buildMetrics(app: App, database: Database, clock: Clock) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: "rempart_http_request_duration_seconds",
    help: "How long requests took",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.02, 0.05, 0.2, 1, 5],
    registers,
  });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `rempart_${name}`, help, labelNames, registers });
  const byState = {
    phones: gauge("phones", "Phones by state", ["state"]),
    orders: gauge("orders", "Orders by state", ["state"]),
    drafts: gauge("drafts", "Drafts by state", ["state"]),
    deliveries: gauge("webhook_deliveries", "Messages to webhooks by state", ["state"]),
    alarms: gauge("alarms", "Standing alarms by kind", ["state"]),
  };
  const single = {
    refused: gauge("link_refused_events", "Events of the gatekeeper kept aside"),
    seq: gauge("link_seq", "Newest event of the gatekeeper that was taken in"),
    behind: gauge("link_age_seconds", "Time since the gatekeeper last called"),
    jobs: gauge("jobs_due", "Jobs that are due"),
  };

  app.addHook("onResponse", async (request, reply) => {
    // The route as it was registered: what stands in the address names phones.
    const { url = "none" } = request.routeOptions;
    if (url.startsWith("/docs")) return;
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    requests.observe({ method: request.method, route: url, status }, reply.elapsedTime / 1000);
  });

  return {
    contentType: registry.contentType,
    async text(): Promise<string> {
      for (const one of Object.values(byState)) one.reset();
      for (const { name, state, value } of await read(database, clock)) {
        if (name in byState) byState[name as keyof typeof byState].set({ state }, value);
        if (name in single) single[name as keyof typeof single].set(value);
      }
      return registry.metrics();
    },
  };
}
