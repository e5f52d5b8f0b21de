-- What the full server needs: jobs, changes that can be read again, history, alarms, an inventory of 100,000 phones that is
-- searched in milliseconds, API tokens, webhooks. Nothing here names a person but by id; labels are what somebody typed.

-- graphile-worker keeps its jobs in our own schema, since the server's role may not create one. It makes its tables itself
-- and would first try to create the schema, unless this one table is there.
create table migrations (
  id int primary key,
  ts timestamptz not null default now(),
  breaking boolean not null default false
);

-- Changes as told to event streams and webhooks: kept for a day, so that a stream that broke off goes on where it was.
create table change (
  id bigint generated always as identity primary key,
  xact xid8 not null default pg_current_xact_id(),
  -- Transactions older than this were over when the change was written. Ids are given before commits, so a stream that
  -- saw this change may lack an earlier one: those of transactions from here on are told again (events/changes.ts).
  horizon xid8 not null default pg_snapshot_xmin(pg_current_snapshot()),
  at bigint not null,
  type text not null,
  object text not null,
  unique (xact, type, object)                   -- a transaction that touches a thing often tells it once
);
create index change_xact on change (xact);

-- Who did what here, and what the gatekeeper told, in the order it came. Said by the server: proofs are in the log.
create table history (
  entry bigint generated always as identity primary key,
  at bigint not null,
  kind text not null collate "C",               -- order.released, draft.signed, session.opened, ...
  object text not null,                         -- hash or id of what it is about; * for the whole
  person text,                                  -- who, where a person of the charter did it
  detail jsonb not null default '{}'
);
create index history_kind on history (kind, entry);
create index history_object on history (object, entry);
create index history_person on history (person, entry) where person is not null;
create index history_at on history (at, entry);

-- What a person must look at. Raised once for each (kind, object), lifted when it is over.
create table alarm (
  id bigint generated always as identity primary key,
  kind text not null,
  object text not null,
  message text not null,
  raised_at bigint not null,
  times bigint not null default 1,              -- how often it was raised while it stood
  lifted_at bigint
);
create unique index alarm_standing on alarm (kind, object) where lifted_at is null;

-- Events of the gatekeeper that were not understood. They are kept aside, so that one of them does not stop all others, and
-- tried again at each start: a newer release may understand them.
create table link_refused (
  seq bigint primary key,
  at bigint not null,
  type text not null,
  code text not null,
  place text not null,
  event text                                    -- as it came; null when it was too large to keep
);

-- Digests are of events as they come from now on, not as read: what was kept would not compare.
delete from link_event;

-- Inventory. A phone's row is slim, so that even a filter without an index reads 100,000 of them in milliseconds.
alter table phone
  -- Numbers out of "16", "17.4.1", "Android 16", for order and comparison; at most four digits of each count.
  add column os_rank bigint not null generated always as (
    coalesce(substring(os from '^\D*(\d{1,4})')::bigint, 0) * 100000000
    + coalesce(substring(os from '^\D*\d{1,4}\.(\d{1,4})')::bigint, 0) * 10000
    + coalesce(substring(os from '^\D*\d{1,4}\.\d{1,4}\.(\d{1,4})')::bigint, 0)) stored,
  add column told_seq bigint not null default 0,     -- number of the event that told the row: an older one changes nothing
  add column told_at bigint not null default 0,      -- time of that event: the age of what the server says
  add column enrolled_at bigint not null default 0,
  add column facts_at bigint,                        -- when the phone signed its model and platform (enrolment)
  add column os_at bigint,                           -- when the phone signed its OS and patch level (enrolment, hello)
  add column lost_at bigint;                         -- its own report that lost mode is on
create index phone_model on phone (model, id);
create index phone_os on phone (os_rank, id);
create index phone_patch on phone ((coalesce(patch, '')), id);
create index phone_seen on phone ((coalesce(seen_at, 0)), id);
create index phone_enrolled on phone (enrolled_at, id);
create index phone_groups on phone using gin (groups);
create index phone_ticket on phone (ticket) where ticket is not null;
-- What is sorted by goes with the platform: a list of one platform must not read past all phones of the other.
create index phone_platform_model on phone (platform, model, id);
create index phone_platform_os on phone (platform, os_rank, id);
create index phone_platform_patch on phone (platform, (coalesce(patch, '')), id);
create statistics phone_kinds (dependencies, mcv) on platform, model, os, os_rank, state from phone;
create index phone_lost on phone (id) where lost_at is not null;
drop index phone_state;
create index phone_state on phone (state, id);

-- Documents with which phones vouch for what the inventory says of them.
create table phone_evidence (
  device text primary key collate "C",
  enrolment jsonb,
  hello jsonb
);

-- How many phones there are of each value, kept with each change: the overview counts nothing.
create table phone_facet (
  facet text not null,                          -- platform, model, os, patch, state, group
  state text not null,                          -- of those phones: ready, confirm, gone
  value text not null,
  phones bigint not null,
  primary key (facet, state, value)
);
insert into phone_facet (facet, state, value, phones)
  select facet, state, value, count(*) from phone,
    lateral (select 'platform' as facet, platform as value union all select 'model', model union all select 'os', os
      union all select 'patch', coalesce(patch, '') union all select 'state', state
      union all select 'group', unnest(groups)) as facets
  group by facet, state, value;

-- Names that people gave to groups on this server. Who is in one is signed elsewhere; what it is called is not.
create table group_label (
  id text primary key,
  label text not null,
  person text not null,
  at bigint not null
);

-- The newest word of each phone on each order.
create table order_phone (
  order_hash text not null,
  device text not null collate "C",
  outcome text not null,
  code text,
  at bigint not null,
  primary key (order_hash, device)
);
create index order_phone_outcome on order_phone (order_hash, outcome, device);
create table order_outcome (
  order_hash text not null,
  outcome text not null,
  phones bigint not null,
  primary key (order_hash, outcome)
);
insert into order_phone (order_hash, device, outcome, code, at)
  select distinct on (order_hash, device) order_hash, device, outcome, code, at
  from result where order_hash is not null order by order_hash, device, at desc;
insert into order_outcome (order_hash, outcome, phones)
  select order_hash, outcome, count(*) from order_phone group by order_hash, outcome;

alter table fleet_order add column told_seq bigint not null default 0;
create index fleet_order_action on fleet_order (action, entry);
create index fleet_order_accepted on fleet_order (accepted_at);
create index result_at on result (at);

alter table draft
  add column action text not null default '',   -- what its rule is looked up by: an order's action, ticket, charter
  add column phones bigint,                     -- how many it names, where it names a number
  add column charter text not null default '',  -- the charter it was made under: with another it is of no use
  add column signed_by text[] not null default '{}',
  add column changed_at bigint not null default 0;

-- A session is listed and ended by a name of its own: the hash of its token stays here.
alter table session
  add column id text not null default gen_random_uuid()::text,
  add column opened_at bigint not null default 0;
create unique index session_id on session (id);

-- Tokens for programs. They read what their scopes say, as long as who made them may; none of them signs.
create table api_token (
  id text primary key,
  token_sha256 text not null unique,            -- the token itself is shown once and never stored
  label text not null,
  scopes text[] not null,
  person text not null,
  kid text not null,                            -- the credential that made it: struck off, it takes the token along
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint                                -- to the hour
);
create index api_token_person on api_token (person);

-- Who is told of changes. The secret signs what is sent: with it one can forge messages to the target, nothing else.
create table webhook (
  id text primary key,
  url text not null,
  types text[] not null,
  label text not null,
  secret bytea not null,                        -- sealed with a key outside this database where one is configured
  person text not null,
  created_at bigint not null,
  disabled_at bigint,
  disabled_because text
);
create table webhook_delivery (
  id text primary key,
  webhook text not null references webhook (id) on delete cascade,
  type text not null,
  object text not null,
  at bigint not null,
  attempts int not null default 0,
  state text not null default 'waiting',        -- waiting, delivered, failed
  status int,                                   -- HTTP status of the last answer
  problem text,                                 -- why the last attempt failed, in our words
  tried_at bigint
);
create index webhook_delivery_webhook on webhook_delivery (webhook, at desc, id);
create index webhook_delivery_waiting on webhook_delivery (webhook) where state = 'waiting';
