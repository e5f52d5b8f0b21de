import { sql } from "kysely";
import { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import type { App } from "../http/app.ts";
import { notFound } from "../http/error.ts";
import { answers, count, hash, id, queryNumber, time } from "../http/schemas.ts";
import { standing } from "./compare.ts";
import { concerned, newest, platforms, type Update } from "./newest.ts";

const update = z
  .object({
    platform: z.enum(platforms),
    order: hash,
    n: count,
    group: id,
    minimum: z.string(),
    deadline: time.optional(),
    acceptedAt: time,
    phones: count,
    current: count,
    behind: count,
    overdue: count.meta({ description: "Of those behind, when the deadline is over: all, else none" }),
    unknown: count.meta({ description: "Phones that did not say what the minimum asks for" }),
  })
  .meta({ id: "OsUpdate", description: "Of phones that are served, as they last reported" });

interface Kind {
  os: string;
  patch: string | null;
  n: number;
}

/** Phones by what they run: a few hundred kinds for a hundred thousand phones, so that versions are compared here. */
async function kindsOf(database: Database, about: Update): Promise<Kind[]> {
  const { rows } = await sql<Kind>`select os, patch, count(*) as n from phone where ${concerned(about)}
    group by os, patch`.execute(database);
  return rows;
}

async function counted(database: Database, about: Update, now: number): Promise<z.output<typeof update>> {
  const sums = { current: 0, behind: 0, unknown: 0 };
  for (const { os, patch, n } of await kindsOf(database, about)) sums[standing(about.minimum, os, patch)] += n;
  const late = about.deadline !== undefined && now > about.deadline;
  const phones = sums.current + sums.behind + sums.unknown;
  return { ...about, phones, ...sums, overdue: late ? sums.behind : 0 };
}

const phone = z.object({
  id,
  model: z.string(),
  os: z.string(),
  patch: z.string().optional(),
  seenAt: time.optional(),
});

/** Which OS orders ask for, and who has it. */
export function osUpdateRoutes(app: App, database: Database, clock: Clock): void {
  app.get(
    "/api/v1/os-updates",
    {
      config: { access: "read", scope: "phones:read" },
      schema: {
        operationId: "listOsUpdates",
        summary: "The OS that is asked for on each platform, and how many phones have it",
        tags: ["apps"],
        response: answers(z.object({ updates: z.array(update) })),
      },
    },
    async () => {
      const updates: z.output<typeof update>[] = [];
      for (const platform of platforms) {
        const about = await newest(database, platform);
        if (about) updates.push(await counted(database, about, clock()));
      }
      return { updates };
    },
  );

  app.get(
    "/api/v1/os-updates/:platform/phones",
    {
      config: { access: "read", scope: "phones:read" },
      schema: {
        operationId: "listPhonesByOs",
        summary: "Phones that are behind, overdue, current, or did not say, by id",
        tags: ["apps"],
        params: z.object({ platform: z.enum(platforms) }),
        querystring: z.object({
          which: z.enum(["behind", "overdue", "current", "unknown"]).default("behind"),
          after: id.optional(),
          limit: queryNumber(1, 1000).default(100),
        }),
        response: answers(
          z.object({ minimum: z.string(), deadline: time.optional(), phones: z.array(phone), next: id.optional() }),
        ),
      },
    },
    async ({ params, query: { which, after = "", limit } }) => {
      const about = await newest(database, params.platform);
      if (!about) throw notFound("order for the OS of this platform", "platform");
      const { minimum, deadline } = about;
      const head = { minimum, ...(deadline !== undefined && { deadline }) };
      const late = deadline !== undefined && clock() > deadline;
      if (which === "overdue" && !late) return { ...head, phones: [] };
      const wanted = which === "overdue" ? "behind" : which;
      const kinds = (await kindsOf(database, about)).filter(
        (kind) => standing(minimum, kind.os, kind.patch) === wanted,
      );
      if (kinds.length === 0) return { ...head, phones: [] };
      const { rows } = await sql<{
        id: string;
        model: string;
        os: string;
        patch: string | null;
        seen_at: number | null;
      }>`
        select id, model, os, patch, seen_at from phone
        where ${concerned(about)} and id > ${after} and (os, coalesce(patch, '')) in (
          select * from unnest(${kinds.map(({ os }) => os)}::text[], ${kinds.map(({ patch }) => patch ?? "")}::text[]))
        order by id limit ${limit + 1}`.execute(database);
      const phones = rows.slice(0, limit).map(({ patch, seen_at: seenAt, ...rest }) => ({
        ...rest,
        ...(patch !== null && { patch }),
        ...(seenAt !== null && { seenAt }),
      }));
      const last = phones.at(-1);
      return { ...head, phones, ...(rows.length > limit && last && { next: last.id }) };
    },
  );
}
