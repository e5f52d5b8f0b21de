import { z } from "zod";
import type { Clock } from "../clock.ts";
import { isAway } from "../database/connect.ts";
import type { Database } from "../database/schema.ts";
import type { App } from "../http/app.ts";
import { count } from "../http/schemas.ts";
import { buildMetrics } from "./metrics.ts";

/** The gatekeeper speaks every 25 s; after that long it is silent. */
export const silence = 300;

const readiness = z.object({
  ready: z.boolean(),
  database: z.boolean(),
  link: z
    .enum(["fresh", "stale", "never"])
    .optional()
    .meta({ description: "Whether the gatekeeper told anything lately" }),
  behind: count.optional().meta({ description: "Seconds since the gatekeeper last called" }),
});

/** Health for supervisors and load balancers, figures for Prometheus. */
export function runningRoutes(app: App, database: Database, clock: Clock): void {
  const tags = ["running"];
  const metrics = buildMetrics(app, database, clock);

  app.get(
    "/healthz",
    {
      config: { access: "public" },
      schema: {
        operationId: "isAlive",
        summary: "Whether the process answers",
        tags,
        response: { 200: z.object({ alive: z.literal(true) }) },
      },
    },
    async () => ({ alive: true as const }),
  );

  app.get(
    "/readyz",
    {
      config: { access: "public" },
      schema: {
        operationId: "isReady",
        summary: "Whether requests can be served",
        description:
          "503 while the database is away. A silent gatekeeper is told and is no reason to turn people away: they can still read and sign.",
        tags,
        response: { 200: readiness, 503: readiness },
      },
    },
    async (_request, reply) => {
      try {
        const { contact_at: contact } = await database
          .selectFrom("link_state")
          .select("contact_at")
          .executeTakeFirstOrThrow();
        if (contact === null) return { ready: true, database: true, link: "never" as const };
        const behind = Math.max(0, clock() - contact);
        return {
          ready: true,
          database: true,
          link: behind > silence ? ("stale" as const) : ("fresh" as const),
          behind,
        };
      } catch (error) {
        if (!isAway(error)) throw error;
        return reply.code(503).send({ ready: false, database: false });
      }
    },
  );

  app.get(
    "/metrics",
    {
      config: { access: "read", scope: "metrics:read" },
      schema: {
        operationId: "readMetrics",
        summary: "Figures for Prometheus",
        description:
          "Of this replica's requests, and of the database that all replicas share. No label names a phone or a person.",
        tags,
        response: { 200: z.string().meta({ description: "Prometheus text format" }) },
      },
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  );
}
