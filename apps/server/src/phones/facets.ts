// How many phones there are of each value, kept with each change, so that an overview of 100,000 phones counts nothing.
import { sql } from "kysely";
import type { Database } from "../database/schema.ts";

export const facetNames = ["platform", "model", "os", "patch", "state", "compliance", "group"] as const;
export type FacetName = (typeof facetNames)[number];
/** Counted besides: a version or patch level behind the name of its platform and a space. */
export const platformOs = "platform-os";
export const platformPatch = "platform-patch";

/** What of a phone is counted. */
export interface Counted {
  platform: string;
  model: string;
  os: string;
  patch: string | null;
  state: string;
  drift: string;
  groups: readonly string[];
}

type Key = [FacetName | typeof platformOs | typeof platformPatch, string, string];

function keysOf({ platform, model, os, patch, state, drift, groups }: Counted): Key[] {
  return [
    ["platform", state, platform],
    ["model", state, model],
    ["os", state, os],
    ["patch", state, patch ?? ""],
    ["state", state, state],
    ["compliance", state, drift],
    [platformOs, state, `${platform} ${os}`],
    [platformPatch, state, `${platform} ${patch ?? ""}`],
    ...groups.map((group): Key => ["group", state, group]),
  ];
}

/** Counts a phone that was `before` and is `now`, within the transaction that changes it. */
export async function recount(database: Database, before: Counted | undefined, now: Counted): Promise<void> {
  const changes = new Map<string, { key: [string, string, string]; by: number }>();
  const add = (key: [string, string, string], by: number): void => {
    const name = JSON.stringify(key);
    changes.set(name, { key, by: (changes.get(name)?.by ?? 0) + by });
  };
  for (const key of before ? keysOf(before) : []) add(key, -1);
  for (const key of keysOf(now)) add(key, 1);
  const real = [...changes.values()].filter(({ by }) => by !== 0);
  if (real.length === 0) return;
  const column = (index: 0 | 1 | 2): string[] => real.map(({ key }) => key[index]);
  await sql`
    insert into phone_facet (facet, state, value, phones)
    select * from unnest(${column(0)}::text[], ${column(1)}::text[], ${column(2)}::text[], ${real.map(({ by }) => by)}::bigint[])
    on conflict (facet, state, value) do update set phones = phone_facet.phones + excluded.phones`.execute(database);
  if (before)
    await database.deleteFrom("phone_facet").where("phones", "<=", 0).where("value", "in", column(2)).execute();
}

/** Counts everything anew: heals whatever a restored backup or a fault left. Locks out the link meanwhile. */
export async function recountAll(database: Database): Promise<void> {
  await database.transaction().execute(async (work) => {
    await work.selectFrom("link_state").select("seq").forUpdate().execute();
    await work.deleteFrom("phone_facet").execute();
    await sql`
      insert into phone_facet (facet, state, value, phones)
      select facet, state, value, count(*) from phone, lateral (
        select 'platform' as facet, platform as value union all select 'model', model union all select 'os', os
        union all select 'patch', coalesce(patch, '') union all select 'state', state
        union all select 'compliance', drift union all select ${platformOs}, platform || ' ' || os
        union all select ${platformPatch}, platform || ' ' || coalesce(patch, '')
        union all select 'group', unnest(groups)) as facets
      group by facet, state, value`.execute(work);
  });
}
