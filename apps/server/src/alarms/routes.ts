import { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { sessionOf } from "../http/access.ts";
import type { App } from "../http/app.ts";
import { notFound } from "../http/error.ts";
import { answers, count, done, queryNumber, time } from "../http/schemas.ts";
import { type AlarmKind, lift } from "./alarms.ts";

const alarm = z
  .object({
    id: count,
    kind: z.string(),
    object: z.string(),
    message: z.string(),
    raisedAt: time,
    times: count.meta({ description: "How often it was raised while it stood" }),
    liftedAt: time.optional(),
  })
  .meta({ id: "Alarm" });

/** What a person must look at. */
export function alarmRoutes(app: App, database: Database, clock: Clock): void {
  const tags = ["history"];

  app.get(
    "/api/v1/alarms",
    {
      config: { access: "read", scope: "history:read" },
      schema: {
        operationId: "listAlarms",
        summary: "What stands out, newest first",
        tags,
        querystring: z.object({
          standing: z.enum(["true", "false"]).optional(),
          before: queryNumber(1, Number.MAX_SAFE_INTEGER).optional(),
          limit: queryNumber(1, 200).default(100),
        }),
        response: answers(z.object({ alarms: z.array(alarm), next: count.optional() })),
      },
    },
    async ({ query: { standing, before, limit } }) => {
      let wanted = database
        .selectFrom("alarm")
        .selectAll()
        .orderBy("id", "desc")
        .limit(limit + 1);
      if (standing !== undefined) wanted = wanted.where("lifted_at", standing === "true" ? "is" : "is not", null);
      if (before !== undefined) wanted = wanted.where("id", "<", before);
      const rows = await wanted.execute();
      const alarms = rows.slice(0, limit).map(({ raised_at: raisedAt, lifted_at: liftedAt, ...row }) => ({
        ...row,
        raisedAt,
        ...(liftedAt !== null && { liftedAt }),
      }));
      const last = alarms.at(-1);
      return rows.length > limit && last ? { alarms, next: last.id } : { alarms };
    },
  );

  app.post(
    "/api/v1/alarms/:id/lift",
    {
      config: { access: "signer" },
      bodyLimit: 1024,
      schema: {
        operationId: "liftAlarm",
        summary: "Say that somebody has seen to it",
        description: "It is raised anew when it happens again.",
        tags,
        params: z.object({ id: z.string().regex(/^\d{1,15}$/) }),
        response: answers(done),
      },
    },
    async (request) => {
      await database.transaction().execute(async (work) => {
        const row = await work
          .selectFrom("alarm")
          .selectAll()
          .where("id", "=", Number(request.params.id))
          .executeTakeFirst();
        const standing = row && (await lift(work, clock, row.kind as AlarmKind, row.object, sessionOf(request).person));
        if (!standing) throw notFound("standing alarm", "id");
      });
      return { done: true as const };
    },
  );
}
