import { z } from "zod";
import type { Database } from "../database/schema.ts";
import type { App } from "../http/app.ts";
import { notFound } from "../http/error.ts";
import { answers, count, envelope, hash, id, queryNumber } from "../http/schemas.ts";
import { countKept } from "./counted.ts";
import { type FacetName, facetNames } from "./facets.ts";
import { mostIds, streamIds } from "./ids.ts";
import { phone, presentPhone, presentReport, report, sealedWith } from "./present.ts";
import { filtered, filters, page, paging } from "./query.ts";

/** How many of a phone's newest reports come with it; further ones page by page. */
const mostReports = 200;
/** Of each facet that many values are listed, the most frequent first. */
const mostValues = 500;

const facets = z.object({
  facets: z.record(z.enum(facetNames), z.record(z.string(), count)),
  more: z.partialRecord(z.enum(facetNames), count).meta({ description: "Values of a facet that are not listed" }),
});

/** The inventory: lists, searches, counts, one phone. */
export function phoneRoutes(app: App, database: Database): void {
  const tags = ["phones"];
  const config = { access: "read", scope: "phones:read" } as const;

  app.get(
    "/api/v1/phones",
    {
      config,
      schema: {
        operationId: "listPhones",
        summary: "The inventory, page by page",
        description:
          "Filters narrow it together. Each value comes with its age and whether the phone signed it. Only clients know names.",
        tags,
        querystring: filters.extend(paging.shape),
        response: answers(z.object({ phones: z.array(phone), next: z.string().optional() })),
      },
    },
    async ({ query }) => {
      const { rows, next } = await page(database, query);
      return { phones: rows.map(presentPhone), ...(next !== undefined && { next }) };
    },
  );

  app.get(
    "/api/v1/phones/count",
    {
      config,
      schema: {
        operationId: "countPhones",
        summary: "How many phones the filters match",
        tags,
        querystring: filters,
        response: answers(z.object({ phones: count })),
      },
    },
    async ({ query }) => {
      const kept = await countKept(database, query);
      if (kept !== undefined) return { phones: kept };
      const all = database.selectFrom("phone").select((one) => one.fn.countAll<number>().as("phones"));
      return (await filtered(database, all, query)).executeTakeFirstOrThrow();
    },
  );

  app.get(
    "/api/v1/phones/ids",
    {
      config,
      schema: {
        operationId: "listPhoneIds",
        summary: "The ids of all phones that the filters match, in one answer",
        description: `For acting on all that match: sorted bytewise, as an order's list of targets must be. At most ${mostIds}; \`more\` says that there are others.`,
        tags,
        querystring: filters,
        response: answers(z.object({ ids: z.array(id), phones: count, more: z.literal(true).optional() })),
      },
    },
    async ({ query }, reply) => {
      // A stream is sent as it is: the schema above describes it, and nothing goes through the serializer.
      const ids = await streamIds(database, query);
      return reply.type("application/json; charset=utf-8").send(ids as never);
    },
  );

  app.get(
    "/api/v1/phones/facets",
    {
      config,
      schema: {
        operationId: "countFacets",
        summary: "How many phones there are of each platform, model, OS, patch level, state, compliance and group",
        description: `The ${mostValues} most frequent values of each; \`""\` is a missing patch level.`,
        tags,
        querystring: z.object({ state: z.enum(["ready", "confirm", "gone"]).optional() }),
        response: answers(facets),
      },
    },
    async ({ query: { state } }) => {
      let all = database
        .selectFrom("phone_facet")
        .select((one) => ["facet", "value", one.fn.sum<number>("phones").as("phones")])
        .groupBy(["facet", "value"])
        .orderBy("phones", "desc")
        .orderBy("value");
      if (state !== undefined) all = all.where("state", "=", state);
      const rows = await all.execute();
      const of = (name: FacetName) => rows.filter(({ facet }) => facet === name);
      const listed = facetNames.map((name) => [
        name,
        Object.fromEntries(
          of(name)
            .slice(0, mostValues)
            .map(({ value, phones }) => [value, Number(phones)]),
        ),
      ]);
      const rest = facetNames.flatMap((name) =>
        of(name).length > mostValues ? [[name, of(name).length - mostValues]] : [],
      );
      return { facets: Object.fromEntries(listed), more: Object.fromEntries(rest) };
    },
  );

  app.get(
    "/api/v1/phones/:id",
    {
      config,
      schema: {
        operationId: "readPhone",
        summary: "One phone, with its newest reports and the documents that it signed about itself",
        tags,
        params: z.object({ id }),
        response: answers(
          phone.extend({
            results: z.array(report),
            evidence: z.object({ enrolment: envelope.optional(), hello: envelope.optional() }),
          }),
        ),
      },
    },
    async ({ params }) => {
      const row = await database.selectFrom("phone").selectAll().where("id", "=", params.id).executeTakeFirst();
      if (!row) throw notFound("phone", "id");
      const documents = await database
        .selectFrom("phone_evidence")
        .selectAll()
        .where("device", "=", params.id)
        .executeTakeFirst();
      const results = await database
        .selectFrom("result")
        .selectAll()
        .where("device", "=", params.id)
        .orderBy("at", "desc")
        .limit(mostReports)
        .execute();
      const { enrolment = null, hello = null } = documents ?? {};
      const evidence = { ...(enrolment !== null && { enrolment }), ...(hello !== null && { hello }) };
      const beside = await sealedWith(
        database,
        results.map(({ hash }) => hash),
      );
      return { ...presentPhone(row), results: results.map((one) => presentReport(one, beside)), evidence };
    },
  );

  app.get(
    "/api/v1/phones/:id/reports",
    {
      config,
      schema: {
        operationId: "listReports",
        summary: "What one phone reported, newest first",
        tags,
        params: z.object({ id }),
        querystring: z.object({
          kind: z.enum(["order", "inventory", "drift", "fence", "alert"]).optional(),
          before: z
            .string()
            .regex(/^\d{1,16}-[0-9a-f]{64}$/)
            .optional()
            .meta({ description: "`next` of the page before" }),
          limit: queryNumber(1, 500).default(100),
        }),
        response: answers(z.object({ reports: z.array(report), next: z.string().optional() })),
      },
    },
    async ({ params, query: { kind, before, limit } }) => {
      let wanted = database
        .selectFrom("result")
        .selectAll()
        .where("device", "=", params.id)
        .orderBy("at", "desc")
        .orderBy("hash", "desc")
        .limit(limit + 1);
      if (kind !== undefined) wanted = wanted.where("kind", "=", kind);
      if (before !== undefined) {
        const [at, last] = before.split("-") as [string, string];
        wanted = wanted.where((row) => row(row.refTuple("at", "hash"), "<", row.tuple(Number(at), last)));
      }
      const rows = await wanted.execute();
      const last = rows[limit - 1];
      const listed = rows.slice(0, limit);
      const beside = await sealedWith(
        database,
        listed.map(({ hash }) => hash),
      );
      const reports = listed.map((one) => presentReport(one, beside));
      return rows.length > limit && last ? { reports, next: `${last.at}-${last.hash}` } : { reports };
    },
  );
  app.get(
    "/api/v1/phones/:id/reports/:hash",
    {
      config,
      schema: {
        operationId: "readReport",
        summary: "One report, with what came sealed beside it",
        tags,
        params: z.object({ id, hash }),
        response: answers(report),
      },
    },
    async ({ params }) => {
      const row = await database
        .selectFrom("result")
        .selectAll()
        .where("hash", "=", params.hash)
        .where("device", "=", params.id)
        .executeTakeFirst();
      if (!row) throw notFound("report", "hash");
      return presentReport(row, await sealedWith(database, [row.hash]));
    },
  );
}
