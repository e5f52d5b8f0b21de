import { sql } from "kysely";
import { z } from "zod";
import type { Database } from "../database/schema.ts";
import type { App } from "../http/app.ts";
import { notFound } from "../http/error.ts";
import { answers, count, envelope, hash, id, queryNumber, time } from "../http/schemas.ts";
import { orderColumns, release, releasesOf } from "../orders/present.ts";
import { streamName } from "../orders/query.ts";

const listedReleases = 20;

const newest = z.object({ n: count, hash });
const place = z.object({
  n: count.optional().meta({ description: "None in `assign`, whose documents are not numbered" }),
  hash,
  action: z.string(),
  group: id.optional(),
  state: z.string(),
  acceptedAt: time,
});
const stream = place.extend({ name: z.string() }).meta({ id: "Stream" });
const document = place
  .extend({ envelope, by: z.array(id), releases: z.array(release) })
  .meta({ id: "StandingDocument" });

function presentPlace(row: {
  hash: string;
  n: number | null;
  action: string;
  group_id: string | null;
  state: string;
  accepted_at: number;
}): z.output<typeof place> {
  const { hash: name, n, action, group_id: group, state, accepted_at: acceptedAt } = row;
  return { hash: name, action, state, acceptedAt, ...(n !== null && { n }), ...(group !== null && { group }) };
}

/** Standing documents by their streams: what is newest, and what came before. */
export function streamRoutes(app: App, database: Database): void {
  const tags = ["orders"];
  const config = { access: "read", scope: "orders:read" } as const;

  app.get(
    "/api/v1/streams",
    {
      config,
      schema: {
        operationId: "readStream",
        summary: "The newest document of a stream, on which the next one builds; without `name`, of every stream",
        tags,
        querystring: z.object({
          name: streamName.optional(),
          prefix: streamName.optional().meta({ description: "Streams that begin so", examples: ["policy/"] }),
          after: streamName.optional().meta({ description: "`next` of the page before" }),
          limit: queryNumber(1, 10_000).default(10_000),
        }),
        response: answers(z.union([newest, z.object({ streams: z.array(stream), next: z.string().optional() })])),
      },
    },
    async ({ query: { name, prefix, after, limit } }) => {
      if (name !== undefined) {
        const found = await database
          .selectFrom("fleet_order")
          .select(["n", "hash"])
          .where("stream", "=", name)
          .where("n", "is not", null) // `assign` has a stream and no number
          .orderBy("n", "desc")
          .limit(1)
          .executeTakeFirst();
        if (!found || found.n === null) throw notFound("stream", "name");
        return { n: found.n, hash: found.hash };
      }
      let all = database
        .selectFrom("fleet_order")
        .select(["stream", "n", "hash", "action", "group_id", "state", "accepted_at"])
        .distinctOn("stream")
        .where("stream", "is not", null)
        .orderBy("stream")
        .orderBy(sql`coalesce(n, 0)`, "desc")
        .orderBy("entry", "desc")
        .limit(limit + 1);
      if (prefix !== undefined) all = all.where(sql<boolean>`starts_with(stream, ${prefix})`);
      if (after !== undefined) all = all.where("stream", ">", after);
      const rows = await all.execute();
      const streams = rows.slice(0, limit).map((row) => ({ name: row.stream!, ...presentPlace(row) }));
      const last = streams.at(-1);
      return rows.length > limit && last ? { streams, next: last.name } : { streams };
    },
  );

  app.get(
    "/api/v1/streams/history",
    {
      config,
      schema: {
        operationId: "listStreamHistory",
        summary: "All documents of a stream, newest first",
        tags,
        querystring: z.object({
          name: streamName,
          before: queryNumber(1, Number.MAX_SAFE_INTEGER).optional().meta({ description: "`next` of the page before" }),
          limit: queryNumber(1, 100).default(50),
        }),
        response: answers(z.object({ documents: z.array(document), next: count.optional() })),
      },
    },
    async ({ query: { name, before, limit } }) => {
      let all = database
        .selectFrom("fleet_order")
        .select(orderColumns)
        .where("stream", "=", name)
        .orderBy("entry", "desc")
        .limit(limit + 1);
      if (before !== undefined) all = all.where("entry", "<", before);
      const rows = await all.execute();
      const page = rows.slice(0, limit);
      const releases = await releasesOf(
        database,
        page.map((row) => row.hash),
        listedReleases,
      );
      const documents = page.map((row) => ({
        ...presentPlace(row),
        envelope: row.envelope,
        by: row.signed_by,
        releases: releases.get(row.hash) ?? [],
      }));
      const last = page.at(-1);
      return rows.length > limit && last ? { documents, next: last.entry } : { documents };
    },
  );
}
