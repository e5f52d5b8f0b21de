import { z } from "zod";
import type { Database } from "../database/schema.ts";
import type { App } from "../http/app.ts";
import { notFound } from "../http/error.ts";
import { answers, count, hash, targets } from "../http/schemas.ts";
import { type OrderRow, order, presentOrder, type Shown } from "./present.ts";

/** In a list, and for one order: how many releases and of the newest results come with it. `outcomes` counts them all. */
const inList: Shown = { releases: 20, results: 20 };
const alone: Shown = { releases: 1_000, results: 10_000 };

/** Orders that the gatekeeper holds or released, newest first. */
export function orderRoutes(app: App, database: Database): void {
  const tags = ["orders"];
  const columns = ["hash", "action", "state", "envelope", "accepted_at", "phones", "signed_by", "entry"] as const;

  app.get(
    "/api/v1/orders",
    {
      config: { access: "read", scope: "orders:read" },
      schema: {
        operationId: "listOrders",
        summary: "Orders that the gatekeeper held or released, newest first",
        tags,
        querystring: z.object({
          before: z.coerce.number().int().min(1).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: answers(z.object({ orders: z.array(order), next: count.optional() })),
      },
    },
    async ({ query: { before, limit } }) => {
      const all = database
        .selectFrom("fleet_order")
        .select(columns)
        .orderBy("entry", "desc")
        .limit(limit + 1);
      const rows: OrderRow[] = await (before === undefined ? all : all.where("entry", "<", before)).execute();
      const page = rows.slice(0, limit);
      const orders = await Promise.all(page.map((row) => presentOrder(database, row, inList)));
      const last = page.at(-1);
      return rows.length > limit && last ? { orders, next: last.entry } : { orders };
    },
  );

  app.get(
    "/api/v1/orders/:hash",
    {
      config: { access: "read", scope: "orders:read" },
      schema: {
        operationId: "readOrder",
        summary: "One order, with its phones, releases and newest results",
        tags,
        params: z.object({ hash }),
        response: answers(order.extend({ targets })),
      },
    },
    async ({ params }) => {
      const row = await database
        .selectFrom("fleet_order")
        .select([...columns, "targets"])
        .where("hash", "=", params.hash)
        .executeTakeFirst();
      if (!row) throw notFound("order", "hash");
      // Whoever adds a signature later recomputes the tree from this list.
      return { ...(await presentOrder(database, row, alone)), targets: row.targets };
    },
  );
}
