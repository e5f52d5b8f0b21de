// A PostgreSQL with its real settings (fsync, synchronous commits) in a folder of its own.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate, startPostgres } from "@rempart/postgres";
import pg from "pg";
import { onceAtEnd } from "./ending.ts";

const migrations = join(import.meta.dirname, "../../apps/gatekeeper/migrations");

/** A temporary folder that the account of PostgreSQL may pass through. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rempart-bench-"));
  chmodSync(folder, 0o711);
  return folder;
}

/** Removes `folder`, and the cluster of `dataDir` where that had to be put elsewhere. */
export function removeFolder(folder: string, dataDir: string): void {
  try {
    rmSync(readFileSync(join(dataDir, "cluster-path"), "utf8").trim(), { recursive: true, force: true });
  } catch {
    // It is in the folder.
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** Runs `work` on a pool like the gatekeeper's, with its tables. */
export async function withDatabase<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const folder = temporaryFolder();
  const dataDir = join(folder, "pg");
  try {
    const postgres = await startPostgres({ dataDir, name: "bench", log: () => {} });
    const stop = onceAtEnd(async () => {
      await postgres.stop({ immediate: true });
      removeFolder(folder, dataDir);
    });
    try {
      const config = await postgres.ensureDatabase({ database: "rempart_bench", role: "rempart_bench" });
      const pool = new pg.Pool({ ...config, max: 8, pipeline: true });
      pool.on("error", () => {});
      try {
        await migrate(pool, migrations);
        return await work(pool);
      } finally {
        await pool.end();
      }
    } finally {
      await stop();
    }
  } finally {
    removeFolder(folder, dataDir);
  }
}
