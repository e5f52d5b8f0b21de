// One append-only file for all phones of the process. What `append` resolved for survives kill -9 and power loss.
import { createReadStream } from "node:fs";
import { type FileHandle, open, rename } from "node:fs/promises";
import { dirname } from "node:path";

interface Waiting {
  line: string;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** The lines of a file that end in a newline; nothing when there is no file. In pieces: a journal may outgrow a string. */
async function* readLines(path: string): AsyncGenerator<string> {
  let rest = "";
  try {
    for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 1 << 20 })) {
      const lines = (rest + (chunk as string)).split("\n");
      rest = lines.pop()!;
      yield* lines;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/**
 * The records of the file at `path`, oldest first; none when there is no file. Broken lines at the very end are what a
 * crash leaves and were never confirmed to anybody; a broken line before a good one is damage, and throws. Without its
 * newline even a line that parses may be cut short: 12 of 123 is a number too.
 */
export async function* readJournal(path: string): AsyncGenerator<unknown> {
  let number = 0;
  let broken: number | undefined;
  for await (const line of readLines(path)) {
    number++;
    let record: unknown;
    try {
      record = JSON.parse(line);
    } catch {
      broken ??= number;
      continue;
    }
    if (broken !== undefined) throw new Error(`${path}:${broken} is damaged; the phones' memory cannot be trusted`);
    yield record;
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; there, rename is as durable as it gets.
  if (process.platform === "win32") return;
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Replaces the file at `path` by `records`, all or nothing, and opens it for appending. */
export async function startJournal(path: string, records: Iterable<unknown>): Promise<Journal> {
  const file = await open(`${path}.new`, "w", 0o600);
  let chunk = "";
  for (const record of records) {
    chunk += `${JSON.stringify(record)}\n`;
    if (chunk.length < 1 << 20) continue;
    await file.write(chunk);
    chunk = "";
  }
  if (chunk !== "") await file.write(chunk);
  await file.sync();
  await rename(`${path}.new`, path);
  await syncFolder(path);
  return new Journal(file);
}

export class Journal {
  readonly #file: FileHandle;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Resolves once `record` is on the disk. Records keep the order of the calls. */
  append(record: unknown): Promise<void> {
    const line = `${JSON.stringify(record)}\n`;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  /** Writes what is waiting and closes the file. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #write(): Promise<void> {
    // Whoever calls in this same turn joins the first batch; whoever comes during the fsync, the next one.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#file.appendFile(batch.map(({ line }) => line).join(""));
        await this.#file.datasync();
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = undefined;
  }
}
