import { z } from "zod";
import type { Charters } from "../charter/charters.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { type App, largestBody } from "../http/app.ts";
import { answers, count, time } from "../http/schemas.ts";
import type { Report } from "../report.ts";
import { linkBatch } from "./events.ts";
import { takeEvents } from "./intake.ts";

const keptAside = z
  .object({
    seq: count,
    at: time,
    type: z.string(),
    code: z.string(),
    where: z.string(),
    event: z.string().optional().meta({ description: "As it came; left out when it was too large to keep" }),
  })
  .meta({ id: "RefusedEvent" });

/** The gatekeeper tells what happened. The token is checked before the body is read (http/access.ts). */
export function linkRoutes(app: App, database: Database, charters: Charters, clock: Clock, report: Report): void {
  app.post(
    "/link/v1/events",
    {
      config: { access: "link" },
      // An order event carries its list of targets, which may be as long as a draft's.
      bodyLimit: largestBody,
      schema: {
        operationId: "takeEvents",
        summary: "Take what the gatekeeper tells",
        tags: ["link"],
        body: linkBatch,
        response: answers(z.object({ seq: count, refused: z.array(count).optional() })),
      },
    },
    async (request) => {
      const { seq, refused, fault } = await takeEvents(database, charters, clock, request.body.events);
      if (!fault) return { seq };
      // Someone who holds the link token sends what no root or phone signed, or what is too new: a person should hear of it.
      const charter = request.body.events.some((one) => one.type === "charter" && refused.includes(one.seq));
      const message = "The gatekeeper's link sent what is refused. It is kept aside; see the alarms.";
      report({ event: charter ? "charter-refused" : "error", code: fault.code, where: fault.where, message });
      return { seq, refused: [...refused] };
    },
  );

  app.get(
    "/api/v1/link/refused",
    {
      config: { access: "read", scope: "history:read" },
      schema: {
        operationId: "listRefused",
        summary: "Events of the gatekeeper that were refused and kept aside",
        tags: ["history"],
        response: answers(z.object({ events: z.array(keptAside) })),
      },
    },
    async () => {
      const rows = await database.selectFrom("link_refused").selectAll().orderBy("seq", "desc").limit(200).execute();
      return {
        events: rows.map(({ place: where, event, ...row }) => ({ ...row, where, ...(event !== null && { event }) })),
      };
    },
  );
}
