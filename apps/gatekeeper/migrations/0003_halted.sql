-- A standing document whose first phones failed: its reach does not grow by the clock any more (docs/adr/0010).
alter table accepted_order add column halted boolean not null default false;
