import { type SelectQueryBuilder, sql } from "kysely";
import { z } from "zod";
import type { Database, Tables } from "../database/schema.ts";
import type { App } from "../http/app.ts";
import { notFound } from "../http/error.ts";
import { answers, count, hash, queryNumber, targets } from "../http/schemas.ts";
import { countSilent } from "./phones.ts";
import { order, orderColumns, presentOrders } from "./present.ts";
import { filteredOrders, type OrderFilters, orderFilters } from "./query.ts";

/** How many releases come with an order: in a list, and alone. */
const listedReleases = 20;
const mostReleases = 1_000;

/** Orders that the gatekeeper holds or released, newest first. */
export function orderRoutes(app: App, database: Database): void {
  const tags = ["orders"];
  const config = { access: "read", scope: "orders:read" } as const;
  const matching = (wanted: OrderFilters) =>
    filteredOrders(
      database,
      database.selectFrom("fleet_order") as SelectQueryBuilder<Tables, "fleet_order", object>,
      wanted,
    );

  app.get(
    "/api/v1/orders",
    {
      config,
      schema: {
        operationId: "listOrders",
        summary: "Orders that the gatekeeper held or released, newest first",
        tags,
        querystring: orderFilters.extend({
          before: z.coerce.number().int().min(1).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
          results: queryNumber(0, 20).default(20).meta({ description: "So many of the newest results of each" }),
        }),
        response: answers(z.object({ orders: z.array(order), next: count.optional() })),
      },
    },
    async ({ query: { before, limit, results, ...wanted } }) => {
      let all = (await matching(wanted))
        .select(orderColumns)
        .orderBy("entry", "desc")
        .limit(limit + 1);
      if (before !== undefined) all = all.where("entry", "<", before);
      const rows = await all.execute();
      const page = rows.slice(0, limit);
      const orders = await presentOrders(database, page, { releases: listedReleases, results });
      const last = page.at(-1);
      return rows.length > limit && last ? { orders, next: last.entry } : { orders };
    },
  );

  const facet = z.record(z.string(), count);
  app.get(
    "/api/v1/orders/facets",
    {
      config,
      schema: {
        operationId: "countOrders",
        summary: "How many orders there are in each state and of each action",
        description: "Of those that the filters match; each count leaves out the filter of its own kind.",
        tags,
        querystring: orderFilters,
        response: answers(z.object({ facets: z.object({ state: facet, action: facet }) })),
      },
    },
    async ({ query }) => {
      const counted = async (column: "state" | "action"): Promise<Record<string, number>> => {
        const { [column]: _, ...others } = query;
        const rows = await (await matching(others))
          .select((one) => [sql<string>`${sql.ref(column)}`.as("value"), one.fn.countAll<number>().as("orders")])
          .groupBy(column)
          .execute();
        return Object.fromEntries(rows.map(({ value, orders }) => [value, orders]));
      };
      const [state, action] = await Promise.all([counted("state"), counted("action")]);
      return { facets: { state, action } };
    },
  );

  app.get(
    "/api/v1/orders/:hash",
    {
      config,
      schema: {
        operationId: "readOrder",
        summary: "One order, with its phones, releases and newest results",
        tags,
        params: z.object({ hash }),
        querystring: z.object({
          results: queryNumber(0, 10_000).default(10_000).meta({ description: "So many of the newest results" }),
          targets: z
            .enum(["true", "false"])
            .default("true")
            .meta({ description: "Whether its list of phones comes too" }),
        }),
        response: answers(order.extend({ targets: targets.optional() })),
      },
    },
    async ({ params, query }) => {
      const row = await database
        .selectFrom("fleet_order")
        .select(orderColumns)
        .where("hash", "=", params.hash)
        .executeTakeFirst();
      if (!row) throw notFound("order", "hash");
      const [shown] = await presentOrders(database, [row], { releases: mostReleases, results: query.results });
      const silent = await countSilent(database, row);
      if (query.targets === "false") return { ...shown!, silent };
      // Whoever adds a signature later recomputes the tree from this list.
      const list = await database
        .selectFrom("fleet_order")
        .select("targets")
        .where("hash", "=", params.hash)
        .executeTakeFirst();
      return { ...shown!, silent, targets: list?.targets ?? [] };
    },
  );
}
