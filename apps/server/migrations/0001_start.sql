-- First tables of the untrusted server. Whoever reads all of this learns ids, models, times and envelopes: no name, no
-- key that a phone obeys, no password. Envelopes are kept as signed; every client checks them again.

-- How far the gatekeeper's events were taken in. One row, locked by whoever takes a batch, so that two do not interleave.
create table link_state (
  singleton boolean primary key default true check (singleton),
  seq bigint not null default 0,                -- newest event held; the next must be seq + 1
  contact_at bigint,                            -- last call of the gatekeeper, so that "server says" has an age
  freezes text[] not null default '{}'          -- document hashes of freezes not lifted, as the gatekeeper last said
);
insert into link_state default values;

-- Digest of each recent event: a repeat must be equal, else somebody else holds the link token.
create table link_event (
  seq bigint primary key,
  sha256 text not null                          -- of the event as read
);

-- The charters in order. They verify each other; the first is pinned when it comes.
create table charter (
  version bigint primary key,
  hash text not null unique,                    -- document hash, computed here
  envelope jsonb not null
);

-- Invitations that the gatekeeper accepted; never their secrets.
create table ticket (
  hash text primary key,
  envelope jsonb not null
);

-- Phones by random or derived id. Who carries one is not known here.
create table phone (
  id text primary key collate "C",              -- pages are cut by id, bytewise
  platform text not null,
  model text not null,
  os text not null,
  patch text,                                   -- Android's security patch level
  state text not null,                          -- ready, confirm (a person must compare the code), gone
  groups text[] not null,
  ticket text,                                  -- hash of the ticket it came with
  seen_at bigint                                -- last contact with the gatekeeper
);
create index phone_state on phone (state);

-- Orders that the gatekeeper holds or released.
create table fleet_order (
  hash text primary key,                        -- document hash, computed here
  action text not null,
  state text not null,                          -- held, released, cancelled, ended
  envelope jsonb not null,
  targets text[] not null,                      -- the signed list, or empty for a group or all
  phones bigint not null,                       -- how many it concerns, as the gatekeeper counted
  signed_by text[] not null,                    -- people whose signatures the gatekeeper verified
  stream text,                                  -- standing documents only
  n bigint,
  accepted_at bigint not null,
  entry bigint generated always as identity     -- order of arrival, for pages
);
create unique index fleet_order_entry on fleet_order (entry);
create index fleet_order_stream on fleet_order (stream, n) where stream is not null;
create index fleet_order_state on fleet_order (state);

-- Each growth of an order's reach, by its place in the log.
create table release (
  index bigint primary key,                     -- index in the log
  order_hash text not null,
  envelope jsonb not null
);
create index release_order on release (order_hash);

-- What phones reported, signed by them.
create table result (
  hash text primary key,                        -- document hash: the same report counts once
  device text not null,
  order_hash text,
  kind text not null,
  outcome text not null,
  code text,                                    -- the refusal code, with outcome refused
  at bigint not null,                           -- the phone's own time, from the signed body
  envelope jsonb not null
);
create index result_order on result (order_hash, at desc) where order_hash is not null;
create index result_device on result (device, at desc);

-- Documents that wait for signatures, or were sent. They do nothing until the gatekeeper accepts them.
create table draft (
  hash text primary key,                        -- document hash, computed here
  type text not null,                           -- order, ticket, charter
  envelope jsonb not null,                      -- with those signatures only that were verified here
  targets text[] not null,
  state text not null,                          -- waiting, accepted, refused
  refusal jsonb,                                -- the gatekeeper's words when it last refused
  created_by text not null,                     -- person, for the limit on how many one may leave waiting
  created_at bigint not null,
  entry bigint generated always as identity
);
create index draft_waiting on draft (created_by) where state = 'waiting';
create unique index draft_entry on draft (entry);

-- Questions put to who signs in; each is answered once.
create table signin_nonce (
  nonce text primary key,
  expires_at bigint not null
);
create index signin_nonce_expiry on signin_nonce (expires_at);

-- Sessions. A token is good for reading and for leaving drafts; it moves no phone.
create table session (
  token_sha256 text primary key,                -- the token itself is never stored: a stolen table opens nothing
  person text not null,
  kid text not null,                            -- the credential that signed in: struck off the charter, it ends the session
  read_only boolean not null,
  expires_at bigint not null
);
create index session_expiry on session (expires_at);
create index session_person on session (person);
