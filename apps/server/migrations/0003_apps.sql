-- Files that people upload, releases of apps, and their rollouts. Nothing here moves a phone: an order names a file by its
-- hash, people sign the order, and the phone checks the hash.

create table blob (
  sha256 text primary key,                      -- of the bytes, computed here while they were written
  size bigint not null,
  uploaded_by text not null,                    -- person
  uploaded_at bigint not null,
  apk jsonb                                     -- what was read of it, or why it could not be: for lists, never believed
);
create index blob_recent on blob (uploaded_at, sha256);

-- Orders that release, return or remove an app, taken apart for lists.
create table app_release (
  order_hash text primary key references fleet_order (hash) on delete cascade,
  platform text not null,
  package text not null,
  n bigint not null,                            -- place in the app's stream
  state text not null,                          -- required, available, removed
  group_id text not null,
  version_code bigint,                          -- these four are null for a removal
  sha256 text,
  size bigint,
  signer text,
  accepted_at bigint not null
);
create index app_release_app on app_release (platform, package, n);
create index app_release_blob on app_release (sha256) where sha256 is not null;
insert into app_release
  select hash, params ->> 'platform', params ->> 'package', n, params ->> 'state', body #>> '{targets,group}',
    (params ->> 'versionCode')::bigint, params ->> 'sha256', (params ->> 'size')::bigint, params ->> 'signer', accepted_at
  from (select *, body -> 'params' as params from (
    select *, convert_from(decode(envelope ->> 'payload', 'base64'), 'UTF8')::jsonb as body
    from fleet_order where action = 'app') as opened) as orders;

-- One release on its way through the rings. Each ring is an order of its own, built and signed by people: this table only
-- says which ring is due, and can only delay.
create table rollout (
  id text primary key,
  platform text not null,
  package text not null,
  state text not null,                          -- running, paused, halted, done, returned, replaced
  because text,                                 -- why it is halted, paused or over
  release jsonb not null,                       -- state, versionCode, sha256, size, signer, urls
  rings jsonb not null,                         -- [{group, soakSeconds, failures, permille}]
  created_by text not null,
  created_at bigint not null,
  changed_at bigint not null,
  entry bigint generated always as identity
);
create unique index rollout_live on rollout (platform, package) where state in ('running', 'paused', 'halted');
create unique index rollout_entry on rollout (entry);

-- Rings whose order the gatekeeper accepted.
create table rollout_ring (
  rollout text not null references rollout (id) on delete cascade,
  ring int not null,
  order_hash text not null,
  accepted_at bigint not null,
  forgiven bigint not null default 0,           -- failures that a person saw before they let it go on
  primary key (rollout, ring)
);
create index rollout_ring_order on rollout_ring (order_hash);
