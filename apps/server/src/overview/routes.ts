import { sql } from "kysely";
import { z } from "zod";
import type { Charters } from "../charter/charters.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { rulesInForce, stateNow, waitingFor } from "../drafts/need.ts";
import { sessionOf } from "../http/access.ts";
import type { App } from "../http/app.ts";
import { answers, count, hash, time } from "../http/schemas.ts";
import { countBehind } from "../phones/behind.ts";
import { type FacetName, platformOs } from "../phones/facets.ts";
import { compliances } from "../phones/present.ts";

const counts = z.record(z.string(), count);
const day = 86_400;
const silentDays = [1, 7, 30] as const;
/** Versions that are listed, the most frequent first. */
const mostVersions = 30;
const rolloutStates = ["running", "paused", "halted"] as const;

const overview = z
  .object({
    at: time.meta({ description: "The server's clock; what `silent` counts from" }),
    genesis: hash.optional(),
    version: count.optional().meta({ description: "Of the charter in force" }),
    frozen: z.boolean(),
    behind: count
      .optional()
      .meta({ description: "Seconds since the gatekeeper last called: how old all of this may be" }),
    phones: z
      .object({
        total: count,
        byState: counts,
        byPlatform: counts,
        byOs: z.array(z.object({ platform: z.string(), os: z.string(), phones: count })),
        otherOs: count.meta({ description: "Phones of all versions that are not listed" }),
        compliance: z.record(z.enum(compliances), count),
        lost: count,
        silent: z.record(z.enum(["1", "7", "30"]), count).meta({
          description: "Phones not seen for more than so many days, or never: as the filter `seenBefore`",
        }),
        behindOs: count.meta({ description: "Phones that have not got the OS which an order in force asks of them" }),
      })
      .meta({ description: "All but those that are gone; `byState` counts these too" }),
    orders: counts.meta({ description: "By state" }),
    drafts: z.object({
      waiting: count.meta({ description: "Not expired" }),
      forMe: count.meta({ description: "Those that lack one's own signature" }),
    }),
    alarms: count.meta({ description: "Standing" }),
    rollouts: z.record(z.enum(rolloutStates), count),
  })
  .meta({ id: "Overview" });
type PhonesInNumbers = z.output<typeof overview>["phones"];

/** Phones by what is counted with each change (phones/facets.ts). */
async function countedPhones(database: Database) {
  const rows = await database
    .selectFrom("phone_facet")
    .select((one) => ["facet", "value", one.fn.sum<number>("phones").as("phones")])
    .where((one) =>
      one.or([
        one("facet", "=", "state"),
        one.and([one("facet", "in", ["platform", "compliance", platformOs]), one("state", "!=", "gone")]),
      ]),
    )
    .groupBy(["facet", "value"])
    .orderBy("phones", "desc")
    .orderBy("value")
    .execute();
  const of = (facet: FacetName | typeof platformOs) =>
    rows.filter((row) => row.facet === facet).map(({ value, phones }): [string, number] => [value, Number(phones)]);
  const sum = (list: readonly [string, number][]): number => list.reduce((total, [, phones]) => total + phones, 0);
  const states = of("state");
  const versions = of(platformOs);
  return {
    total: sum(states.filter(([state]) => state !== "gone")),
    byState: Object.fromEntries(states),
    byPlatform: Object.fromEntries(of("platform")),
    byOs: versions.slice(0, mostVersions).map(([value, phones]) => {
      const [platform = ""] = value.split(" ", 1);
      return { platform, os: value.slice(platform.length + 1), phones };
    }),
    otherOs: sum(versions.slice(mostVersions)),
    compliance: { "in-line": 0, "out-of-line": 0, unknown: 0, ...Object.fromEntries(of("compliance")) },
  };
}

async function silentPhones(database: Database, now: number): Promise<PhonesInNumbers["silent"]> {
  const seen = sql`coalesce(seen_at, 0)`;
  const { rows } = await sql<PhonesInNumbers["silent"]>`
    select ${sql.join(silentDays.map((days) => sql`count(*) filter (where ${seen} < ${now - days * day}) as ${sql.id(String(days))}`))}
    from phone where state <> 'gone' and ${seen} < ${now - day}`.execute(database);
  return rows[0]!;
}

async function lostPhones(database: Database): Promise<number> {
  const { phones } = await database
    .selectFrom("phone")
    .select((one) => one.fn.countAll<number>().as("phones"))
    .where("lost_at", "is not", null)
    .where("state", "!=", "gone")
    .executeTakeFirstOrThrow();
  return phones;
}

/** Orders, alarms and rollouts in one round: all short by what is kept of them. */
async function countRest(database: Database) {
  const { rows } = await sql<{ name: string; state: string; n: number }>`
    select 'order' as name, state, count(*) as n from fleet_order group by state
    union all select 'alarm', '', count(*) from alarm where lifted_at is null
    union all select 'rollout', state, count(*) from rollout where state = any(${[...rolloutStates]}::text[]) group by state`.execute(
    database,
  );
  const of = (name: string) =>
    Object.fromEntries(rows.filter((row) => row.name === name).map((row) => [row.state, row.n]));
  return {
    orders: of("order"),
    alarms: of("alarm")[""] ?? 0,
    rollouts: { running: 0, paused: 0, halted: 0, ...of("rollout") },
  };
}

/** What is on the first screen, in one call. The server's word throughout; the gatekeeper's own status is beside it. */
export function overviewRoutes(app: App, database: Database, charters: Charters, clock: Clock): void {
  const countDrafts = async (now: number, person: string) => {
    const inForce = await rulesInForce(database, charters);
    const all = database.selectFrom("draft").select((one) => one.fn.countAll<number>().as("drafts"));
    const [waiting, forMe] = await Promise.all([
      all.where(stateNow(inForce, now), "=", "waiting").executeTakeFirstOrThrow(),
      waitingFor(all, person, inForce, now).executeTakeFirstOrThrow(),
    ]);
    return { waiting: waiting.drafts, forMe: forMe.drafts };
  };

  app.get(
    "/api/v1/overview",
    {
      config: { access: "read", scope: "status:read" },
      schema: {
        operationId: "readOverview",
        summary: "How everything is, in numbers: phones, orders, drafts, alarms, rollouts",
        description: "What a first screen shows, in one call that counts next to nothing. Nobody should believe it.",
        tags: ["running"],
        response: answers(overview),
      },
    },
    async (request) => {
      const now = clock();
      const charter = (await charters.chain()).at(-1);
      const [link, counted, lost, behindOs, silent, drafts, rest] = await Promise.all([
        database.selectFrom("link_state").selectAll().executeTakeFirstOrThrow(),
        countedPhones(database),
        lostPhones(database),
        countBehind(database),
        silentPhones(database, now),
        countDrafts(now, sessionOf(request).person),
        countRest(database),
      ]);
      return {
        at: now,
        ...(charter && { genesis: charter.genesis, version: charter.body.version }),
        frozen: link.freezes.length > 0,
        ...(link.contact_at !== null && { behind: Math.max(0, now - link.contact_at) }),
        phones: { ...counted, lost, silent, behindOs },
        drafts,
        ...rest,
      };
    },
  );
}
