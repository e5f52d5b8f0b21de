import { z } from "zod";
import type { Charters } from "../charter/charters.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import type { App } from "../http/app.ts";
import { answers, count, hash } from "../http/schemas.ts";

const counts = z.record(z.string(), count);
const status = z.object({
  genesis: hash.optional(),
  version: count.optional(),
  frozen: z.boolean(),
  phones: counts,
  orders: counts,
  drafts: counts,
  behind: count.optional(),
});

/** Phones by state, as counted with each change (phones/facets.ts): a count of 100,000 rows is no status. */
async function countPhones(database: Database) {
  const rows = await database
    .selectFrom("phone_facet")
    .select(["value", "phones"])
    .where("facet", "=", "state")
    .execute();
  return Object.fromEntries(rows.map(({ value, phones }) => [value, phones]));
}

async function countStates(database: Database, table: "fleet_order" | "draft") {
  const rows = await database
    .selectFrom(table)
    .select((all) => ["state", all.fn.countAll<number>().as("count")])
    .groupBy("state")
    .execute();
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

/** What this server was told, in numbers. Nobody should believe it; the gatekeeper's own status is beside it. */
export function statusRoutes(app: App, database: Database, charters: Charters, clock: Clock): void {
  app.get(
    "/api/v1/status",
    {
      config: { access: "read", scope: "status:read" },
      schema: {
        operationId: "readStatus",
        summary: "The fleet and this server in numbers",
        tags: ["running"],
        response: answers(status),
      },
    },
    async () => {
      const charter = (await charters.chain()).at(-1);
      const link = await database.selectFrom("link_state").selectAll().executeTakeFirstOrThrow();
      return {
        ...(charter && { genesis: charter.genesis, version: charter.body.version }),
        frozen: link.freezes.length > 0,
        phones: await countPhones(database),
        orders: await countStates(database, "fleet_order"),
        drafts: await countStates(database, "draft"),
        // Seconds since the gatekeeper last called: how old what this server says may be.
        ...(link.contact_at !== null && { behind: Math.max(0, clock() - link.contact_at) }),
      };
    },
  );
}
