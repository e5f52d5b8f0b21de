// What stands in a server's database that knows many phones; they are rows alone, and none of them ever called.
import type pg from "pg";

/**
 * Gives a server's database `phones` more phones as fleets have them: some models make up most of it, a few are rare, most have
 * been seen in the days before `now` (Unix seconds).
 */
export async function fillInventory(client: pg.ClientBase, phones: number, now: number): Promise<void> {
  await client.query(
    `insert into phone (id, platform, model, os, patch, state, groups, seen_at, told_seq, told_at, enrolled_at, lost_at, drift)
       select substr(translate(encode(sha256(i::text::bytea), 'base64'), '+/=', '-_'), 1, 21) || 'A', platform, model, os,
         case when platform = 'android' then to_char(date '2026-09-05' - (i % 14) * 30, 'YYYY-MM-DD') end,
         case when i % 97 = 0 then 'gone' when i % 501 = 0 then 'confirm' else 'ready' end,
         array[substr(md5((i % 40)::text), 1, 21) || 'A'] || case when i % 1000 = 0 then array[substr(md5('few'), 1, 21) || 'A'] else '{}' end,
         case when i % 30 = 0 then null else $2::bigint - (i * 7919 % 8640000) end, 1, $2, $2::bigint - i * 60,
         case when i % 5000 = 0 then $2 end, case when i % 50 = 0 then 'out-of-line' when i % 7 = 0 then 'in-line' else 'unknown' end
       from (select i, case when i % 3 = 0 then 'ios' else 'android' end as platform,
         case when i % 20000 = 7 then 'Rare Model X' when i % 3 = 0 then 'iPhone ' || (12 + i % 6) else
           (array['Pixel 8', 'Pixel 9', 'Galaxy S24', 'Galaxy A54', 'Xperia 1'])[1 + i % 5] || ' v' || (i % 8) end as model,
         case when i % 3 = 0 then (15 + i % 4) || '.' || (i % 7) else (12 + i % 5)::text end as os
         from generate_series(1, $1::int) as i) as made`,
    [phones, now],
  );
  await client.query(
    `insert into phone_facet (facet, state, value, phones)
       select facet, state, value, count(*) from phone, lateral (select 'platform' as facet, platform as value
         union all select 'model', model union all select 'os', os union all select 'patch', coalesce(patch, '')
         union all select 'state', state union all select 'group', unnest(groups) union all select 'compliance', drift
         union all select 'platform-os', platform || ' ' || os
         union all select 'platform-patch', platform || ' ' || coalesce(patch, '')) as facets group by facet, state, value
       on conflict (facet, state, value) do update set phones = excluded.phones`,
  );
  await client.query("vacuum analyze");
}
