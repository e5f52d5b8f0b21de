// Restores beside and switches at the end: what was there stays as it was until the whole is proven.
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recreate, removeCluster, withClient } from "@rempart/postgres";
import type pg from "pg";
import { openDatabase } from "../databases.ts";
import { badConfiguration, LaunchError } from "../error.ts";
import { makeFolders, partNames } from "../launch.ts";
import type { PartName, Reporter } from "../report.ts";
import { filesOf, writeFilePieces } from "./files.ts";
import { FrameReader, type Note } from "./frames.ts";
import { type Head, proveLog, readRecord } from "./log-proof.ts";
import type { RestoreOptions } from "./options.ts";
import { openSealed } from "./seal.ts";
import { begin, migrationsOf, readTable, type Sum, setSequences, type Table, tablesOf, writeTable } from "./tables.ts";

/** What was restored. `waits`: the gatekeeper signs nothing until it is refilled, or its newest head is named. */
export interface Restored {
  readonly data: string;
  readonly parts: readonly PartName[];
  readonly createdAt: number;
  readonly rows: number;
  readonly head?: Head;
  readonly waits: boolean;
}

const record = "gatekeeper/signed-head.json";

/** Refuses a data folder with anything in it but the record of signed heads that somebody saved there. */
function floorIn(data: string): Head | undefined {
  if (!existsSync(data)) return undefined;
  const files = partNames.flatMap((part) => filesOf(data, part).map((path) => `${part}/${path}`));
  const strange = readdirSync(data).some((name) => name !== "gatekeeper") || files.some((path) => path !== record);
  if (strange || existsSync(join(data, "gatekeeper", "postgres")))
    throw new LaunchError(`${data} is not empty. Restore into a new folder: --data DIR`, badConfiguration);
  return readRecord(join(data, record));
}

function same(a: Sum, b: Sum): boolean {
  return a.bytes === b.bytes && a.sha256 === b.sha256 && a.rows === b.rows;
}

async function discard(data: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of data);
}

/** Reads the rows into the open transaction, then reads them back: both must give what was backed up. */
async function restoreTables(reader: FrameReader, client: pg.Client): Promise<{ rows: number; next: Note }> {
  const here = await tablesOf(client);
  if (here.length > 0) await client.query(`truncate ${here.map(({ name }) => `"${name}"`).join(", ")}`);
  let rows = 0;
  const done: { table: Table; sum: Sum }[] = [];
  for (;;) {
    const note = await reader.note();
    if (note.kind !== "table") {
      for (const { table, sum } of done)
        if (!same(await readTable(client, table, async () => {}), sum))
          throw new LaunchError(
            `The table ${table.name} does not read back as it was backed up. Nothing was restored.`,
          );
      return { rows, next: note };
    }
    const table = here.find(({ name }) => name === note.name);
    if (table?.columns.join() !== note.columns.join())
      throw new LaunchError(
        `The table ${note.name} is another one in this release. Restore with the release that made the backup.`,
      );
    const written = await writeTable(client, table, reader.data());
    const sum = await reader.expect("sum");
    if (!same(written, sum)) throw new LaunchError(`The table ${note.name} is damaged in the backup.`);
    done.push({ table, sum });
    rows += sum.rows ?? 0;
  }
}

async function restoreFiles(reader: FrameReader, folder: string): Promise<void> {
  for (;;) {
    const note = await reader.note();
    if (note.kind === "part-end") return;
    if (note.kind !== "file") throw new LaunchError("The backup is not whole, or was not made by this program.");
    const written = await writeFilePieces(folder, note.path, reader.data());
    if (!same(written, await reader.expect("sum"))) throw new LaunchError(`${note.path} is damaged in the backup.`);
  }
}

/** Which head the restored gatekeeper must not fall below, and whether it is the newest that was ever signed. */
function settleFloor(
  work: string,
  log: Head,
  known: readonly (Head | undefined)[],
  moved: boolean,
  from: RestoreOptions,
  at: number,
) {
  const path = join(work, record);
  const heads = [readRecord(path), ...known].filter((head) => head !== undefined);
  const floor = [log, ...heads].reduce((a, b) => (b.size > a.size ? b : a));
  // A backup of a gatekeeper that went on afterwards does not know what was signed since: below that, signing again
  // would make a second history. So it waits, unless somebody says which head is the newest.
  const waits = !moved && from.newestHead === undefined;
  const content = { ...floor, ...(waits ? { restored: at } : {}) };
  writeFileSync(path, JSON.stringify(content), { mode: 0o600, flush: true });
  return { waits: waits || floor.size > log.size };
}

/** Refuses parts that are no folders of ours, or that stand twice. */
function checkParts(parts: unknown): void {
  const known = Array.isArray(parts) && parts.every((part) => partNames.includes(part));
  if (!known || new Set(parts).size !== parts.length)
    throw new LaunchError("The backup names parts that are none. It was not made by this program.");
}

/** Leaves out a part that is not wanted. */
async function skipPart(reader: FrameReader): Promise<void> {
  for (;;) {
    const { kind } = await reader.note();
    if (kind === "part-end") return;
    if (kind === "table" || kind === "file") await discard(reader.data());
  }
}

type Progress = { rows: number; head?: Head; waits: boolean };

async function restorePart(
  reader: FrameReader,
  note: Extract<Note, { kind: "part" }>,
  work: string,
  migrations: string,
  surroundings: { environment: NodeJS.ProcessEnv; report: Reporter; heads: readonly Head[] },
): Promise<Progress> {
  const { part } = note;
  const { connection, postgres } = await openDatabase(part, work, surroundings.environment, surroundings.report);
  try {
    return await withClient(connection, async (client) => {
      await begin(client, "write");
      if ((await tablesOf(client)).length > 0 || (await migrationsOf(client)).length > 0)
        throw new LaunchError(
          `The ${part}'s database ${connection.database} is not empty. Give it an empty one.`,
          badConfiguration,
        );
      await recreate(client, migrations, note.migrations);
      const { rows, next } = await restoreTables(reader, client);
      if (next.kind !== "sequences") throw new LaunchError("The backup is not whole.");
      await setSequences(client, next.values);
      await restoreFiles(reader, join(work, part));
      const head =
        part === "gatekeeper" ? await proveLog(client, [...surroundings.heads, ...recordIn(work)]) : undefined;
      await client.query("commit");
      await client.query("analyze");
      return { rows, waits: false, ...(head ? { head } : {}) };
    });
  } finally {
    await postgres?.stop();
  }
}

function recordIn(work: string): Head[] {
  const found = readRecord(join(work, record));
  return found ? [found] : [];
}

/** Restores `options.from`; `migrations` names each part's folder of them. */
export async function restore(
  options: RestoreOptions,
  migrations: Readonly<Record<PartName, string>>,
  environment: NodeJS.ProcessEnv,
  report: Reporter,
): Promise<Restored> {
  const { data, newestHead, only } = options;
  const floor = floorIn(data);
  const heads = [floor, newestHead].filter((head) => head !== undefined);
  const reader = new FrameReader(await openSealed(options.from, options.identity));
  const work = `${data}.restoring-${randomBytes(4).toString("hex")}`;
  const parts: PartName[] = [];
  let rows = 0;
  let head: Head | undefined;
  let waits = false;
  try {
    const about = await reader.expect("backup");
    if (about.format !== 1) throw new LaunchError("This backup is of a newer release: restore it with that one.");
    checkParts(about.parts);
    if (only !== undefined && !about.parts.includes(only)) throw new LaunchError(`This backup holds no ${only}.`);
    const wanted = about.parts.filter((part) => only === undefined || part === only);
    makeFolders(work, wanted);
    for (;;) {
      const note = await reader.note();
      if (note.kind === "end") break;
      if (note.kind !== "part") throw new LaunchError("The backup is not whole, or was not made by this program.");
      if (parts.includes(note.part)) throw new LaunchError(`The backup holds the ${note.part} twice.`);
      if (!wanted.includes(note.part)) {
        await skipPart(reader);
        continue;
      }
      const done = await restorePart(reader, note, work, migrations[note.part], { environment, report, heads });
      rows += done.rows;
      parts.push(note.part);
      if (done.head) {
        head = done.head;
        ({ waits } = settleFloor(work, done.head, heads, about.moved, options, about.createdAt));
      }
    }
    await reader.finish();
    switchTo(work, data);
    return { data, parts, createdAt: about.createdAt, rows, waits, ...(head ? { head } : {}) };
  } catch (error) {
    for (const part of partNames) removeCluster(join(work, part, "postgres"));
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
}

/** Gives the finished folder its name. */
function switchTo(work: string, data: string): void {
  if (existsSync(data)) {
    // Nothing but the record of signed heads, which the new folder's is not below.
    rmSync(join(data, "gatekeeper"), { recursive: true, force: true });
    rmdirSync(data);
  }
  mkdirSync(join(data, ".."), { recursive: true });
  renameSync(work, data);
  chmodSync(data, process.getuid?.() === 0 ? 0o711 : 0o700);
}
