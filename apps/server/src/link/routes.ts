import { Refusal } from "@rempart/trust";
import { z } from "zod";
import type { Charters } from "../charter/charters.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { type App, largestBody } from "../http/app.ts";
import { answers, count } from "../http/schemas.ts";
import type { Report } from "../report.ts";
import { linkBatch } from "./events.ts";
import { takeEvents } from "./intake.ts";

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
        response: answers(z.object({ seq: count })),
      },
    },
    async (request) => {
      try {
        return { seq: await takeEvents(database, charters, clock, request.body.events) };
      } catch (error) {
        if (error instanceof Refusal) {
          // Someone who holds the link token sends what no root signed: a person should hear of it.
          const event = request.body.events.some((one) => one.type === "charter") ? "charter-refused" : "error";
          report({ event, code: error.code, where: error.where, message: "The link sent a document that is refused." });
        }
        throw error;
      }
    },
  );
}
