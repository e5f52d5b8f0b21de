import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { errorCode } from "@rempart/postgres";
import type { Range } from "./range.ts";
import { type BlobStore, storeFull } from "./store.ts";

const full = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const absent = new Set(["ENOENT", "ENOTDIR"]);
/** Half-written files older than this belong to nobody any more, in milliseconds. */
const abandoned = 6 * 3_600_000;

async function syncFolder(folder: string): Promise<void> {
  // A rename is durable once its folder is. Windows cannot open folders, and needs not.
  if (process.platform === "win32") return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A file for each hash in `folder`. Files are written beside it in `folder/new` and moved there whole. */
export class FolderStore implements BlobStore {
  readonly #folder: string;
  readonly #new: string;
  constructor(folder: string) {
    this.#folder = folder;
    this.#new = join(folder, "new");
  }

  async put(sha256: string, _size: number, content: Readable): Promise<void> {
    await mkdir(this.#new, { recursive: true, mode: 0o700 });
    await this.#sweep();
    const path = join(this.#new, randomUUID());
    try {
      // flush: on disk before it is closed, hence before it gets its name.
      await pipeline(content, createWriteStream(path, { flags: "wx", mode: 0o600, flush: true }));
      await rename(path, join(this.#folder, sha256));
      await syncFolder(this.#folder);
    } catch (error) {
      content.destroy();
      await rm(path, { force: true });
      throw full.has(errorCode(error) ?? "") ? storeFull() : error;
    }
  }

  async open(sha256: string, { from, to }: Range): Promise<Readable | undefined> {
    const handle = await open(join(this.#folder, sha256)).catch((error: unknown) => {
      if (absent.has(errorCode(error) ?? "")) return undefined;
      throw error;
    });
    return handle?.createReadStream({ start: from, end: to });
  }

  async has(sha256: string, size: number): Promise<boolean> {
    const found = await stat(join(this.#folder, sha256)).catch(() => undefined);
    return found?.isFile() === true && found.size === size;
  }

  async remove(sha256: string): Promise<void> {
    await rm(join(this.#folder, sha256), { force: true });
  }

  /** Takes away what a crash left half written. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.#new)) {
      const path = join(this.#new, name);
      const found = await stat(path).catch(() => undefined);
      if (found && Date.now() - found.mtimeMs > abandoned) await rm(path, { force: true });
    }
  }
}
