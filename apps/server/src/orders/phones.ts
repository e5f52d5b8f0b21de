import { everyPhone } from "@rempart/trust";
import { sql } from "kysely";
import { z } from "zod";
import type { Database } from "../database/schema.ts";
import type { App } from "../http/app.ts";
import { notFound } from "../http/error.ts";
import { answers, hash, id, queryList, queryNumber, time } from "../http/schemas.ts";
import type { OrderRow } from "./present.ts";

/** What a phone can last have said of an order; `silent`: nothing yet. */
const outcomes = ["done", "started", "failed", "refused", "unsupported", "interrupted", "observed", "silent"] as const;

const answer = z.object({
  device: id,
  outcome: z.enum(outcomes),
  code: z.string().optional().meta({ description: "Why the phone refused" }),
  at: time.optional().meta({ description: "The phone's own time" }),
});

/** Phones an order concerns: of a list the signed ones, of a group its members as told. Whoever answered comes on top. */
function concerned(hash: string, group: string | null) {
  if (group === null) return sql`select unnest(targets) collate "C" as id from fleet_order where hash = ${hash}`;
  const members = group === everyPhone ? sql`true` : sql`groups @> ${[group]}::text[]`;
  return sql`select id from phone where state <> 'gone' and ${members}`;
}

/** How many of an order's phones said nothing on it yet. */
export async function countSilent(database: Database, { hash, group_id: group }: OrderRow): Promise<number> {
  const { rows } = await sql<{ phones: number }>`select count(*) as phones from (
    ${concerned(hash, group)} except select device from order_phone where order_hash = ${hash}) as rest`.execute(
    database,
  );
  return rows[0]!.phones;
}

/** `GET /api/v1/orders/<hash>/phones`: who did it, who failed, who said nothing; the list for another try. */
export function orderPhoneRoutes(app: App, database: Database): void {
  app.get(
    "/api/v1/orders/:hash/phones",
    {
      config: { access: "read", scope: "orders:read" },
      schema: {
        operationId: "listOrderPhones",
        summary: "Each phone of an order, with its newest word on it",
        description:
          "For another try of those that failed: `outcome=failed,refused,interrupted,unsupported`. The list is the server's word; results in `GET /api/v1/phones/{id}/reports` are signed.",
        tags: ["orders"],
        params: z.object({ hash }),
        querystring: z.object({
          outcome: queryList(z.enum(outcomes)).optional(),
          after: id.optional(),
          limit: queryNumber(1, 10_000).default(1_000),
        }),
        response: answers(z.object({ phones: z.array(answer), next: id.optional() })),
      },
    },
    async ({ params, query: { outcome, after, limit } }) => {
      const order = await database
        .selectFrom("fleet_order")
        .select("group_id as group")
        .where("hash", "=", params.hash)
        .executeTakeFirst();
      if (!order) throw notFound("order", "hash");
      const { group } = order;
      const said = sql`select device as id, outcome, code, at from order_phone where order_hash = ${params.hash}`;
      // Grouped rather than joined: PostgreSQL cannot guess how long an array is, and would look up phone by phone.
      const all =
        outcome && !outcome.includes("silent")
          ? sql`${said} and outcome = any(${outcome}::text[])`
          : outcome?.every((one) => one === "silent")
            ? sql`select id, 'silent' as outcome, null as code, null::bigint as at from (
                ${concerned(params.hash, group)} except select device from order_phone where order_hash = ${params.hash}) as rest`
            : sql`select id, coalesce(max(outcome), 'silent') as outcome, max(code) as code, max(at) as at
              from (select id, null as outcome, null as code, null::bigint as at from (${concerned(params.hash, group)}) as one
                union all ${said}) as words group by id`;
      const conditions = [
        sql`true`,
        ...(after === undefined ? [] : [sql`id > ${after}`]),
        ...(outcome === undefined ? [] : [sql`outcome = any(${outcome}::text[])`]),
      ];
      const { rows } = await sql<{
        id: string;
        outcome: (typeof outcomes)[number];
        code: string | null;
        at: number | null;
      }>`
        select * from (${all}) as phones where ${sql.join(conditions, sql` and `)} order by id limit ${limit + 1}`.execute(
        database,
      );
      const phones = rows.slice(0, limit).map((row) => ({
        device: row.id,
        outcome: row.outcome,
        ...(row.code !== null && { code: row.code }),
        ...(row.at !== null && { at: row.at }),
      }));
      const last = phones.at(-1);
      return rows.length > limit && last ? { phones, next: last.device } : { phones };
    },
  );
}
