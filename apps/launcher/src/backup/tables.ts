// Tables as a backup sees them: which, in which order, and their rows as PostgreSQL's COPY writes them, which any
// release from 15 on reads.
import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { AppliedMigration } from "@rempart/postgres";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { LaunchError } from "../error.ts";

/** A table with the columns that hold what cannot be computed again. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

/** What came through: enough to compare a table with its copy. */
export interface Sum {
  readonly bytes: number;
  readonly sha256: string;
  readonly rows?: number;
}

const quote = pg.escapeIdentifier;

/**
 * Begins a transaction in which rows are written and read in one form, whatever the roles and servers are set to, and
 * in the order in which they lie, so that sums can be compared.
 */
export async function begin(client: pg.ClientBase, mode: "read" | "write"): Promise<void> {
  await client.query(mode === "read" ? "begin isolation level repeatable read read only" : "begin");
  for (const setting of [
    ...["datestyle to 'ISO, YMD'", "intervalstyle to 'postgres'", "timezone to 'UTC'", "bytea_output to 'hex'"],
    ...[
      "extra_float_digits to 1",
      "synchronize_seqscans to off",
      "statement_timeout to 0",
      "client_encoding to 'UTF8'",
    ],
  ])
    await client.query(`set local ${setting}`);
}

/** The migrations that this database went through; none when it is empty. */
export async function migrationsOf(client: pg.ClientBase): Promise<AppliedMigration[]> {
  const there = await client.query("select to_regclass(format('%I.schema_migration', current_schema())) as name");
  if (there.rows[0].name === null) return [];
  const { rows } = await client.query("select number, name, sha256 from schema_migration order by number");
  return rows as AppliedMigration[];
}

/**
 * Leaves out tables that others make anew: @rempart/postgres its two, graphile-worker its queue. Its `migrations` must stay
 * empty with them, or it would take its tables for made.
 */
const kept = (name: string): string =>
  `${name} not in ('schema_migration', 'turn', 'migrations') and ${name} not like '\\_private\\_%'`;

/** The tables of the role's schema that a backup holds, those that others refer to first. */
export async function tablesOf(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; needs: string[] }>(`
    select c.relname as name,
      array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
        and attgenerated = '' order by attnum) as columns,
      array(select r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
        where k.contype = 'f' and k.conrelid = c.oid and k.confrelid <> c.oid) as needs
    from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and ${kept("c.relname")} order by c.relname`);
  const ordered: Table[] = [];
  let rest = rows;
  while (rest.length > 0) {
    const ready = rest.filter(({ needs }) => needs.every((name) => ordered.some((table) => table.name === name)));
    if (ready.length === 0)
      throw new LaunchError(`Tables refer to each other in a circle: ${rest.map((one) => one.name)}`);
    ordered.push(...ready.map(({ name, columns }) => ({ name, columns })));
    rest = rest.filter((row) => !ready.includes(row));
  }
  return ordered;
}

function list({ columns }: Table): string {
  return columns.map(quote).join(", ");
}

function summing(): { through: Transform; sum(): Sum } {
  const hash = createHash("sha256");
  let bytes = 0;
  const through = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { through, sum: () => ({ bytes, sha256: hash.digest("hex") }) };
}

/** Reads a table's rows, handing over piece after piece. */
export async function readTable(
  client: pg.ClientBase,
  table: Table,
  take: (piece: Buffer) => Promise<void>,
): Promise<Sum> {
  const rows = client.query(copyTo(`copy ${quote(table.name)} (${list(table)}) to stdout`));
  const { through, sum } = summing();
  await pipeline(rows, through, async (pieces: AsyncIterable<Buffer>) => {
    for await (const piece of pieces) await take(piece);
  });
  return { ...sum(), rows: rows.rowCount };
}

/** Writes a table's rows. */
export async function writeTable(client: pg.ClientBase, table: Table, data: AsyncIterable<Buffer>): Promise<Sum> {
  const rows = client.query(copyFrom(`copy ${quote(table.name)} (${list(table)}) from stdin`));
  const { through, sum } = summing();
  await pipeline(data, through, rows);
  return { ...sum(), rows: rows.rowCount };
}

/** Where each sequence of a table that is kept stands. */
export async function sequencesOf(client: pg.ClientBase): Promise<{ name: string; last: string; called: boolean }[]> {
  const { rows } = await client.query<{ name: string }>(
    `select s.relname as name from pg_class s
     join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')
     join pg_class c on c.oid = d.refobjid
     where s.relnamespace = current_schema()::regnamespace and s.relkind = 'S' and ${kept("c.relname")} order by 1`,
  );
  const values: { name: string; last: string; called: boolean }[] = [];
  for (const { name } of rows) {
    const state = await client.query(`select last_value::text as last, is_called as called from ${quote(name)}`);
    values.push({ name, ...state.rows[0] });
  }
  return values;
}

/** Puts the sequences where they stood. */
export async function setSequences(
  client: pg.ClientBase,
  values: readonly { name: string; last: string; called: boolean }[],
): Promise<void> {
  for (const { name, last, called } of values)
    await client.query("select setval(format('%I', $1::text)::regclass, $2::bigint, $3)", [name, last, called]);
}
