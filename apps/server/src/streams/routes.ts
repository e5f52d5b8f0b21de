import { z } from "zod";
import type { Database } from "../database/schema.ts";
import type { App } from "../http/app.ts";
import { notFound } from "../http/error.ts";
import { answers, count, hash } from "../http/schemas.ts";

/** The newest document of a stream, on which the next one builds. */
export function streamRoutes(app: App, database: Database): void {
  app.get(
    "/api/v1/streams",
    {
      config: { access: "read", scope: "orders:read" },
      schema: {
        operationId: "readStream",
        summary: "The newest document of a stream, on which the next one builds",
        tags: ["orders"],
        querystring: z.object({
          name: z
            .string()
            .max(300)
            .regex(/^[A-Za-z0-9._/-]+$/),
        }),
        response: answers(z.object({ n: count, hash })),
      },
    },
    async ({ query }) => {
      const newest = await database
        .selectFrom("fleet_order")
        .select(["n", "hash"])
        .where("stream", "=", query.name)
        .where("n", "is not", null) // `assign` has a stream and no number
        .orderBy("n", "desc")
        .limit(1)
        .executeTakeFirst();
      if (!newest || newest.n === null) throw notFound("stream", "name");
      return { n: newest.n, hash: newest.hash };
    },
  );
}
