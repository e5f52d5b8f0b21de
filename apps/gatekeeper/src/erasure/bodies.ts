// What erasing means here: the bodies go from every table that holds a copy; hashes, places and numbers stay, since the
// tree, replay memory and the brake rest on them.
import type pg from "pg";

/** An event that says nothing takes the place of one that held an erased body: the numbers must have no holes. */
const nothing = JSON.stringify({ phones: [] });

/** Erases the bodies of `hashes` within `tx`; `index` is that of the erasure that names them. */
export async function eraseBodies(
  tx: Pick<pg.PoolClient, "query">,
  hashes: readonly string[],
  index: number,
): Promise<void> {
  // Events first: they are found by what is about to go.
  await tx.query(
    `update outbox set type = 'seen', body = $2
     where (type = 'order' and body::jsonb ->> 'hash' = any($1))
        or (type = 'result' and body::jsonb -> 'envelope' ->> 'payload' in
             (select envelope::jsonb ->> 'payload' from result where hash = any($1) and envelope is not null))
        or (type = 'phone' and body::jsonb ->> 'device' in
             (select id from device where enrolment = any($1) and state = 'gone'))`,
    [hashes, nothing],
  );
  await tx.query("update log_entry set envelope = null, erased = $2 where hash = any($1) and envelope is not null", [
    hashes,
    index,
  ]);
  await tx.query(
    "update result set envelope = null, sealed = null, erased = $2 where hash = any($1) and envelope is not null",
    [hashes, index],
  );
  // Its place in its stream stays: the next document must still be the next one.
  await tx.query(
    `update accepted_order set envelope = null, by_people = '{}', erased = $2
     where hash = any($1) and envelope is not null`,
    [hashes, index],
  );
  await tx.query("delete from order_target where order_hash = any($1)", [hashes]);
  // A phone that is gone and whose enrolment is erased is a key and a state, no more.
  await tx.query(
    "update device set model = '', os = '', patch = null, groups = '{}' where enrolment = any($1) and state = 'gone'",
    [hashes],
  );
}
