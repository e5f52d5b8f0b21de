-- What the console asks for: which phones are in line with their policies, which orders concern one phone, what people
-- say against a draft. Everything here is added; a server of the release before runs on beside it, but the orders that it
-- takes in meanwhile are missing from the lists of single phones.

-- Whether a phone is in line, by its newest report of a drift. An older report that comes late changes nothing.
alter table phone
  add column drift text not null default 'unknown',  -- in-line, out-of-line, unknown
  add column drift_at bigint,                   -- the phone's own time, from the signed report
  add column drift_seq bigint not null default 0;    -- the report's number among all of that phone
update phone set drift = told.drift, drift_at = told.at, drift_seq = told.seq
  from (select distinct on (device) device, at, (body ->> 'seq')::bigint as seq,
      case outcome when 'done' then 'in-line' else 'out-of-line' end as drift
    from (select device, at, outcome, convert_from(decode(envelope ->> 'payload', 'base64'), 'UTF8')::jsonb as body
      from result where kind = 'drift' and outcome in ('done', 'failed')) as opened
    order by device, (body ->> 'seq')::bigint desc) as told
  where phone.id = told.device;
-- The same orders as before, each answered from its index alone, with the filters that almost every list has: so a list can
-- be entered at any place. PostgreSQL does that for an expression only where its column stands in the index too.
create index phone_drift on phone (drift, id) include (state, platform);
drop index phone_model;
create index phone_model on phone (model, id) include (state, platform);
drop index phone_os;
create index phone_os on phone (os_rank, id) include (state, platform);
drop index phone_patch;
create index phone_patch on phone ((coalesce(patch, '')), id) include (patch, state, platform);
drop index phone_seen;
create index phone_seen on phone ((coalesce(seen_at, 0)), id) include (seen_at, state, platform);
drop index phone_enrolled;
create index phone_enrolled on phone (enrolled_at, id) include (state, platform);
-- For the order by id itself; the key's own index cannot include anything.
create index phone_ids on phone (id) include (state, platform);
-- Which of the phones in use are silent: the overview counts them by this alone.
create index phone_silent on phone ((coalesce(seen_at, 0))) include (seen_at) where state <> 'gone';

-- A version or patch level says little without its platform: with it, the overview counts without reading phones.
insert into phone_facet (facet, state, value, phones)
  select facet, state, value, count(*) from phone,
    lateral (select 'compliance' as facet, drift as value union all select 'platform-os', platform || ' ' || os
      union all select 'platform-patch', platform || ' ' || coalesce(patch, '')) as facets
  group by facet, state, value;

-- Whom an order concerns, turned round: by phone. `group_id` is the group of 16 zero bytes where it concerns all.
alter table fleet_order add column group_id text;
update fleet_order set group_id = coalesce(body #>> '{targets,group}', case when body #> '{targets,all}' is not null then 'AAAAAAAAAAAAAAAAAAAAAA' end)
  from (select hash, convert_from(decode(envelope ->> 'payload', 'base64'), 'UTF8')::jsonb as body from fleet_order) as opened
  where opened.hash = fleet_order.hash;
create index fleet_order_group on fleet_order (group_id, entry) where group_id is not null;
create index fleet_order_people on fleet_order using gin (signed_by);
create table order_target (
  device text not null collate "C",
  entry bigint not null,                        -- fleet_order.entry: smaller than its hash, and in the order of pages
  primary key (device, entry)
);
insert into order_target (device, entry) select distinct unnest(targets), entry from fleet_order;
-- Rows of one order lie together: with this it is dropped without reading all others.
create index order_target_entry on order_target using brin (entry);
create index order_phone_device on order_phone (device);
create index result_device_order on result (device, order_hash, at desc) where order_hash is not null;

-- Until when the gatekeeper may accept a draft: an order 24 hours from its making, a ticket until it expires.
alter table draft add column lapses_at bigint;
update draft set lapses_at = case type
    when 'order' then least((body ->> 'createdAt')::bigint + 86400, (body ->> 'expiresAt')::bigint)
    when 'ticket' then (body ->> 'expiresAt')::bigint end
  from (select hash, convert_from(decode(envelope ->> 'payload', 'base64'), 'UTF8')::jsonb as body from draft) as opened
  where opened.hash = draft.hash;

-- People who will not sign, and why. It binds nobody: who signs all the same is not stopped.
create table draft_refusal (
  hash text not null references draft (hash) on delete cascade,
  person text not null,
  code text not null,                           -- one of the protocol's reason codes
  sealed text,                                  -- words, sealed to the directory's key; base64
  at bigint not null,
  primary key (hash, person)
);
