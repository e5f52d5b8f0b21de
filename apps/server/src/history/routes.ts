import type { JsonValue } from "@rempart/trust";
import { z } from "zod";
import type { Database } from "../database/schema.ts";
import type { App } from "../http/app.ts";
import { answers, count, id, queryList, queryNumber, time, typed } from "../http/schemas.ts";

const line = z
  .object({
    entry: count,
    at: time,
    kind: z.string(),
    object: z.string().meta({ description: "Hash or id of what it is about" }),
    person: id.optional().meta({ description: "Who did it, where a person of the charter did" }),
    detail: z.record(z.string(), z.custom<JsonValue>()).meta({ description: "Ids, counts and codes" }),
  })
  .meta({ id: "HistoryLine" });

/**
 * What happened, as this server tells it: a list to look things up in, not evidence. Evidence is the gatekeeper's log,
 * where the hashes that stand here can be proved.
 */
export function historyRoutes(app: App, database: Database): void {
  app.get(
    "/api/v1/history",
    {
      config: { access: "read", scope: "history:read" },
      schema: {
        operationId: "listHistory",
        summary: "What happened, newest first",
        description: "The server's word; documents named by their hash can be proved by the gatekeeper's log.",
        tags: ["history"],
        querystring: z.object({
          kind: queryList(z.string().regex(/^[a-z]+(\.[a-z-]+)?$/))
            .optional()
            .meta({ description: "As `order.released`, or `order` for all that begin so", examples: ["draft"] }),
          object: typed(128).optional(),
          person: id.optional(),
          since: z.coerce.number().pipe(time).optional(),
          until: z.coerce.number().pipe(time).optional(),
          before: queryNumber(1, Number.MAX_SAFE_INTEGER).optional().meta({ description: "`next` of the page before" }),
          limit: queryNumber(1, 500).default(100),
        }),
        response: answers(z.object({ history: z.array(line), next: count.optional() })),
      },
    },
    async ({ query: { kind, object, person, since, until, before, limit } }) => {
      let wanted = database
        .selectFrom("history")
        .selectAll()
        .orderBy("entry", "desc")
        .limit(limit + 1);
      if (kind !== undefined) {
        // A range, so that the index on (kind, entry) serves a whole family: "/" comes after ".".
        wanted = wanted.where((row) =>
          row.or(
            kind.map((name) =>
              name.includes(".")
                ? row("kind", "=", name)
                : row.or([
                    row("kind", "=", name),
                    row.and([row("kind", ">", `${name}.`), row("kind", "<", `${name}/`)]),
                  ]),
            ),
          ),
        );
      }
      if (object !== undefined) wanted = wanted.where("object", "=", object);
      if (person !== undefined) wanted = wanted.where("person", "=", person);
      if (since !== undefined) wanted = wanted.where("at", ">=", since);
      if (until !== undefined) wanted = wanted.where("at", "<", until);
      if (before !== undefined) wanted = wanted.where("entry", "<", before);
      const rows = await wanted.execute();
      const history = rows.slice(0, limit).map(({ person: who, detail, ...row }) => ({
        ...row,
        detail: detail as Record<string, JsonValue>,
        ...(who !== null && { person: who }),
      }));
      const last = history.at(-1);
      return rows.length > limit && last ? { history, next: last.entry } : { history };
    },
  );
}
