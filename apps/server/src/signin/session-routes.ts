import { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { sessionOf } from "../http/access.ts";
import type { App } from "../http/app.ts";
import { ApiError, notFound } from "../http/error.ts";
import { answers, done, id, time } from "../http/schemas.ts";
import type { Sessions } from "./sessions.ts";

const session = z
  .object({
    id: z.string().meta({ description: "Names the session; opens nothing" }),
    person: id,
    kid: z.string().meta({ description: "The credential that opened it" }),
    readOnly: z.boolean(),
    openedAt: time,
    expiresAt: time,
    own: z.boolean().meta({ description: "The one that asks" }),
  })
  .meta({ id: "Session" });

/** Sessions, listed and ended: one's own, and anybody's for an approver, who may have to end an intruder's. */
export function sessionRoutes(app: App, database: Database, sessions: Sessions, clock: Clock): void {
  const tags = ["session"];

  app.get(
    "/api/v1/sessions",
    {
      config: { access: "person" },
      schema: {
        operationId: "listSessions",
        summary: "Open sessions: one's own, or everybody's for an approver",
        tags,
        response: answers(z.object({ sessions: z.array(session) })),
      },
    },
    async (request) => {
      const asks = sessionOf(request);
      let wanted = database
        .selectFrom("session")
        .select(["id", "person", "kid", "read_only", "opened_at", "expires_at"])
        .where("expires_at", ">", clock())
        .orderBy("opened_at", "desc")
        .limit(1_000);
      if (!asks.roles.includes("approver")) wanted = wanted.where("person", "=", asks.person);
      const rows = await wanted.execute();
      return {
        sessions: rows.map((row) => ({
          id: row.id,
          person: row.person,
          kid: row.kid,
          readOnly: row.read_only,
          openedAt: row.opened_at,
          expiresAt: row.expires_at,
          own: row.id === asks.id,
        })),
      };
    },
  );

  app.post(
    "/api/v1/session/end",
    {
      config: { access: "read" },
      bodyLimit: 1024,
      schema: {
        operationId: "endSession",
        summary: "End this session, or another one",
        description:
          "Without `id` the session that asks. Others: one's own, or anybody's for an approver; not from a read-only session.",
        tags,
        body: z.strictObject({ id: z.uuid().optional() }).nullish(),
        response: answers(done),
      },
    },
    async (request) => {
      const asks = sessionOf(request);
      const other = request.body?.id;
      if (other !== undefined && other !== asks.id && asks.readOnly) {
        throw new ApiError(403, "read-only", "id", "A session that can only read ends itself alone.");
      }
      const owner = asks.roles.includes("approver") ? undefined : asks.person;
      if (!(await sessions.end(other ?? asks.id, asks.person, owner))) throw notFound("session", "id");
      return { done: true as const };
    },
  );
}
