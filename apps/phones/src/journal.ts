// One append-only file for all phones of the process. What `append` resolved for survives kill -9 and power loss.
import { type FileHandle, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";

interface Waiting {
  line: string;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * The records of the file at `path`, oldest first; none when there is no file. Broken lines at the very end are what a
 * crash leaves and were never confirmed to anybody; a broken line before a good one is damage, and throws.
 */
export async function readJournal(path: string): Promise<unknown[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const records: unknown[] = [];
  let broken: number | undefined;
  const lines = text.split("\n");
  // Without its newline even a line that parses may be cut short: 12 of 123 is a number too.
  lines.pop();
  for (const [index, line] of lines.entries()) {
    try {
      records.push(JSON.parse(line));
    } catch {
      broken ??= index;
      continue;
    }
    if (broken !== undefined) throw new Error(`${path}:${broken + 1} is damaged; the phones' memory cannot be trusted`);
  }
  return records;
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
