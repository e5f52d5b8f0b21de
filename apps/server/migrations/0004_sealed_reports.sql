-- What phones sent beside their reports, sealed by the gatekeeper to the directory's key. Nobody here can open it; a person
-- who holds that key can (rempart report open). Apart from `result`, so that lists stay light.
create table sealed_report (
  hash text primary key,                        -- of the report
  sealed bytea not null                         -- HPKE: enc (65 bytes), then the ciphertext
);
