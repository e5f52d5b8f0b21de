-- The gatekeeper's own database. Nothing in it names a person; nobody but the gatekeeper's role reads or writes it.
-- Hashes are lowercase hex, as in the documents; times are Unix seconds.

-- The log (PROTOCOL section 9). One row: what is committed. Locked by every append.
create table log_state (
  one boolean primary key default true check (one),
  size bigint not null,
  root bytea not null
);
insert into log_state (size, root) values (0, sha256(''));

create table log_entry (
  index bigint primary key,
  type text not null,
  hash text not null,
  envelope text not null
);

-- C2SP tiles: up to 256 neighbouring hashes of one level.
create table log_tile (
  level integer not null,
  index bigint not null,
  hashes bytea not null,
  primary key (level, index)
);

create table charter (
  version integer primary key,
  hash text not null unique,
  envelope text not null
);

create table ticket (
  hash text primary key,
  id text not null unique,
  envelope text not null,
  uses integer not null,
  used integer not null default 0 check (used <= uses)
);

create table device (
  id text primary key,
  spki bytea not null,
  platform text not null,
  model text not null,
  os text not null,
  patch text,
  groups text[] not null,
  ticket text not null references ticket (hash),
  enrolment text not null unique,
  -- confirm: an operator must still compare the code; ready: served; gone: wiped or unenrolled, never served again.
  state text not null check (state in ('confirm', 'ready', 'gone')),
  confirm text,
  enrolled_at bigint not null,
  hello_count bigint not null default 0,
  result_seq bigint not null default 0
);

-- Orders that were accepted. unique (stream, n): two successors of one document can never both be.
create table accepted_order (
  hash text primary key,
  action text not null,
  stream text,
  n bigint,
  envelope text not null,
  state text not null check (state in ('held', 'released', 'cancelled', 'ended')),
  phones integer not null,
  by_people text[] not null,
  accepted_at bigint not null,
  hold_until bigint,
  unique (stream, n)
);
create index accepted_order_recent on accepted_order (accepted_at);

-- The signed list of an order with a target tree. settled: the phone reported an end, or the order ended.
create table order_target (
  order_hash text not null references accepted_order (hash),
  device text not null,
  tree_index integer not null,
  settled boolean not null default false,
  primary key (order_hash, device)
);
create index order_target_pending on order_target (device) where not settled;

create table release (
  hash text primary key,
  order_hash text not null references accepted_order (hash),
  log_index bigint not null unique,
  envelope text not null
);
create index release_of_order on release (order_hash);

-- One brake slot: this phone was handed this destructive document (PROTOCOL section 5).
create table slot (
  order_hash text not null references accepted_order (hash),
  device text not null,
  release_hash text not null references release (hash),
  at bigint not null,
  counted boolean not null,
  primary key (order_hash, device)
);

-- No reference to accepted_order: a quorum may lift a freeze that only phones know, after a gatekeeper in other hands.
create table open_freeze (
  hash text primary key,
  position bigserial,
  lifted_by text references accepted_order (hash)
);
-- People whose freezes are refused until the next charter.
create table muted (person text primary key);

create table result (
  hash text primary key,
  device text not null references device (id),
  seq bigint not null,
  order_hash text,
  envelope text not null,
  -- What came beside the result, sealed to the directory key; no clear copy is kept.
  sealed bytea,
  unique (device, seq)
);

-- Events for the server, in order of commit. seq is given when a row is first sent.
create table outbox (
  id bigserial primary key,
  seq bigint unique,
  at bigint not null,
  type text not null,
  body text not null
);
