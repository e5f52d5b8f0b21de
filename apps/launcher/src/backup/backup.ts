import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PassThrough } from "node:stream";
import { holdIfFree, withClient } from "@rempart/postgres";
import type pg from "pg";
import { badConfiguration, LaunchError } from "../error.ts";
import { partNames } from "../launch.ts";
import type { PartName, Reporter } from "../report.ts";
import { filesOf, readFilePieces } from "./files.ts";
import { writeData, writeNote } from "./frames.ts";
import type { BackupOptions } from "./options.ts";
import { lockIfStopped, openForBackup, partsIn } from "./parts.ts";
import { writeSealed } from "./seal.ts";
import { begin, migrationsOf, readTable, sequencesOf, tablesOf } from "./tables.ts";

/** What a backup holds, told when it is done. */
export interface Made {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly parts: readonly PartName[];
  readonly rows: number;
  readonly moved: boolean;
}

/** Writes one part: rows as of the snapshot that `client` has open, then files. Resolves with the number of rows. */
async function writePart(out: PassThrough, part: PartName, data: string, client: pg.Client): Promise<number> {
  const migrations = await migrationsOf(client);
  if (migrations.length === 0) throw new LaunchError(`The ${part}'s database is empty: it was never started.`);
  await writeNote(out, { kind: "part", part, migrations });
  let rows = 0;
  for (const table of await tablesOf(client)) {
    await writeNote(out, { kind: "table", name: table.name, columns: [...table.columns] });
    const sum = await readTable(client, table, (piece) => writeData(out, piece));
    await writeNote(out, { kind: "sum", ...sum });
    rows += sum.rows ?? 0;
  }
  await writeNote(out, { kind: "sequences", values: await sequencesOf(client) });
  // After the rows: the record of signed heads may then say more than the rows hold, never less.
  for (const path of filesOf(data, part)) {
    await writeNote(out, { kind: "file", path });
    const sum = await readFilePieces(join(data, part, path), (piece) => writeData(out, piece));
    await writeNote(out, { kind: "sum", ...sum });
  }
  await writeNote(out, { kind: "part-end" });
  return rows;
}

/** Opens a snapshot in every part's database, then runs `work`: all parts as of nearly the same moment. */
async function withSnapshots<T>(
  parts: readonly PartName[],
  connect: (part: PartName) => Promise<Awaited<ReturnType<typeof openForBackup>>>,
  work: (clients: Map<PartName, pg.Client>) => Promise<T>,
  clients = new Map<PartName, pg.Client>(),
): Promise<T> {
  const [part, ...rest] = parts;
  if (part === undefined) return work(clients);
  const { connection, postgres } = await connect(part);
  try {
    return await withClient(connection, async (client) => {
      await begin(client, "read");
      return withSnapshots(rest, connect, work, clients.set(part, client));
    });
  } finally {
    await postgres?.stop();
  }
}

/** The last backup before a move: nobody may go on here, or the log would have two continuations. */
async function checkMove(clients: Map<PartName, pg.Client>, running: boolean): Promise<void> {
  const stopFirst = "Stop it first: what it did after this backup would be lost, and its log would go on twice.";
  if (running) throw new LaunchError(`--move, and Rempart is running. ${stopFirst}`, badConfiguration);
  const gatekeeper = clients.get("gatekeeper");
  if (gatekeeper && !(await holdIfFree(gatekeeper)))
    throw new LaunchError(`--move, and a gatekeeper is active on this database. ${stopFirst}`, badConfiguration);
}

/** Backs up what `options.data` holds, running or stopped, into one sealed file. */
export async function backup(options: BackupOptions, environment: NodeJS.ProcessEnv, report: Reporter): Promise<Made> {
  const { data, out, recipients, only, move } = options;
  if (statSync(out, { throwIfNoEntry: false })) throw new LaunchError(`${out} exists. Choose another --out.`);
  const parts = partsIn(data, only);
  const lock = lockIfStopped(data);
  const running = lock === undefined;
  try {
    let rows = 0;
    const made = await withSnapshots(
      parts,
      (part) => openForBackup(part, data, running, environment, report),
      async (clients) => {
        if (move) await checkMove(clients, running);
        return writeSealed(out, recipients, async (stream) => {
          const createdAt = Math.floor(Date.now() / 1000);
          await writeNote(stream, { kind: "backup", format: 1, createdAt, parts, moved: move });
          for (const [part, client] of clients) rows += await writePart(stream, part, data, client);
          await writeNote(stream, { kind: "end" });
        });
      },
    );
    if (move) retire(data, parts, out);
    return { file: out, ...made, parts, rows, moved: move };
  } finally {
    lock?.release();
  }
}

/** Marks what was moved: `npm start` refuses here from now on. */
function retire(data: string, parts: readonly PartName[], out: string): void {
  const content = `${JSON.stringify({ at: new Date().toISOString(), parts, backup: out })}\n`;
  for (const part of partNames.filter((name) => parts.includes(name)))
    writeFileSync(join(data, part, "moved.json"), content, { mode: 0o600, flush: true });
}
