-- Witnesses' statements, erased bodies, and what refilling needs.

-- Newest statements of the charter's witnesses: those over the size that phones are shown, and above it.
create table witness_statement (
  kid text not null,
  size bigint not null,
  time bigint not null,
  envelope text not null,
  primary key (kid, size)
);

-- An erased entry keeps its hash: the tree is over hashes. erased: index of the erasure that names it.
alter table log_entry alter column envelope drop not null;
alter table log_entry add column erased bigint;
alter table log_entry add constraint log_entry_body check ((envelope is null) = (erased is not null));
create index log_entry_hash on log_entry (hash);

-- An erased order keeps its row: brake slots and replay memory outlive its text.
alter table accepted_order alter column envelope drop not null;
alter table accepted_order add column erased bigint;

-- An erased result keeps its hash: the record of its batch commits to it. batch: log index of that record; at: when the
-- record was made; place: its leaf. Null for what was stored before this migration.
alter table result alter column envelope drop not null;
alter table result add column erased bigint;
alter table result add column batch bigint;
alter table result add column place integer;
alter table result add column arrived bigint;
create index result_batch on result (batch, place);
create index result_arrived on result (arrived);
