import type { Selectable } from "kysely";
import { z } from "zod";
import type { Database, Tables } from "../database/schema.ts";
import type { App } from "../http/app.ts";
import { notFound } from "../http/error.ts";
import { answers, envelope, hash, id, time } from "../http/schemas.ts";

const phone = z.object({
  id,
  platform: z.string(),
  model: z.string(),
  os: z.string(),
  patch: z.string().optional(),
  state: z.string(),
  groups: z.array(id),
  ticket: hash.optional(),
  seenAt: time.optional(),
});
const result = z.object({
  kind: z.string(),
  order: hash.optional(),
  outcome: z.string(),
  code: z.string().optional(),
  at: time,
  envelope,
});

/** How many of a phone's newest reports come with it. */
const mostResults = 200;

function present(row: Selectable<Tables["phone"]>): z.output<typeof phone> {
  const { id, platform, model, os, patch, state, groups, ticket, seen_at: seenAt } = row;
  return {
    id,
    platform,
    model,
    os,
    state,
    groups,
    ...(patch !== null && { patch }),
    ...(ticket !== null && { ticket }),
    ...(seenAt !== null && { seenAt }),
  };
}

/** The fleet, page by page. */
export function phoneRoutes(app: App, database: Database): void {
  const tags = ["phones"];

  app.get(
    "/api/v1/phones",
    {
      config: { access: "read", scope: "phones:read" },
      schema: {
        operationId: "listPhones",
        summary: "The inventory, page by page",
        tags,
        querystring: z.object({ after: id.optional(), limit: z.coerce.number().int().min(1).max(1000).default(100) }),
        response: answers(z.object({ phones: z.array(phone), next: id.optional() })),
      },
    },
    async ({ query: { after, limit } }) => {
      const all = database
        .selectFrom("phone")
        .selectAll()
        .orderBy("id")
        .limit(limit + 1);
      const rows = await (after === undefined ? all : all.where("id", ">", after)).execute();
      const page = rows.slice(0, limit).map(present);
      const last = page.at(-1);
      return rows.length > limit && last ? { phones: page, next: last.id } : { phones: page };
    },
  );

  app.get(
    "/api/v1/phones/:id",
    {
      config: { access: "read", scope: "phones:read" },
      schema: {
        operationId: "readPhone",
        summary: "One phone, with its newest reports",
        tags,
        params: z.object({ id }),
        response: answers(phone.extend({ results: z.array(result) })),
      },
    },
    async ({ params }) => {
      const row = await database.selectFrom("phone").selectAll().where("id", "=", params.id).executeTakeFirst();
      if (!row) throw notFound("phone", "id");
      const results = await database
        .selectFrom("result")
        .selectAll()
        .where("device", "=", params.id)
        .orderBy("at", "desc")
        .limit(mostResults)
        .execute();
      return {
        ...present(row),
        results: results.map(({ kind, order_hash: order, outcome, code, at, envelope }) => ({
          kind,
          outcome,
          at,
          envelope,
          ...(order !== null && { order }),
          ...(code !== null && { code }),
        })),
      };
    },
  );
}
