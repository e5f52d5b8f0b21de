-- What people keep here for their browsers: wrapped copies of the directory's private key, and where to wake them.
-- Nothing of it is in the log: losing it costs a ceremony or a click, and no phone depends on it.

-- Copies of the directory's private key, each wrapped for one person. What they hold opens to nobody here.
create table wrapped_key (
  -- Whose copy it is: id of a person of the charter.
  person text not null,
  -- What unwraps it: id of the passkey (prf), of the invited browser's key (transfer), a name of the client's (passphrase).
  kid text not null,
  -- How it is wrapped; the gatekeeper cannot tell whether it is true.
  form text not null check (form in ('prf', 'transfer', 'passphrase')),
  -- The charter's directory.epoch when it was brought.
  epoch bigint not null,
  -- Id of the charter's directory key then: a charter may replace the key and forget the epoch.
  directory text not null,
  -- The wrapped key, as its client made it.
  value bytea not null check (length(value) between 1 and 4096),
  -- Who brought it: the person, or an approver who invited them.
  brought_by text not null,
  -- When, in Unix seconds.
  at bigint not null,
  primary key (person, kid, form)
);

-- Browsers that asked to be woken by their push service.
create table push_subscription (
  -- The push service's address for this browser. Whoever knows it and holds our VAPID key can wake it: never logged.
  endpoint text primary key,
  -- Id of a person of the charter.
  person text not null,
  -- When it was subscribed last, in Unix seconds.
  created_at bigint not null
);
create index push_subscription_person on push_subscription (person, created_at);
