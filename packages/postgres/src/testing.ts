import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "./log.ts";
import { type Postgres, startPostgres } from "./start.ts";

/** A new folder under the system's temporary one that other accounts may pass through, as PostgreSQL must when we are root. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rempart-test-"));
  chmodSync(folder, 0o711);
  return folder;
}

/** Removes a folder of temporaryFolder, and the clusters that were moved out of it. */
export function removeFolder(folder: string, clusters: readonly string[] = []): void {
  for (const dataDir of clusters) {
    try {
      rmSync(readFileSync(join(dataDir, "cluster-path"), "utf8").trim(), { recursive: true, force: true });
    } catch {
      // It was in the folder.
    }
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/**
 * A PostgreSQL for one test file: quick, because it may lose everything in a crash. `stop` also removes its data; so does the
 * end of the process, should a failing test never get to stop it.
 */
export async function temporaryPostgres(log: Log = () => {}): Promise<Postgres> {
  const folder = temporaryFolder();
  const dataDir = join(folder, "pg");
  try {
    const postgres = await startPostgres({
      dataDir,
      name: "test",
      log,
      unref: true,
      settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
    });
    const abandon = (): void => {
      if (postgres.pid !== 0) process.kill(postgres.pid, "SIGKILL");
      removeFolder(folder, [dataDir]);
    };
    process.once("exit", abandon);
    return {
      get pid() {
        return postgres.pid;
      },
      superuser: postgres.superuser,
      ensureDatabase: postgres.ensureDatabase,
      stop: async () => {
        process.off("exit", abandon);
        await postgres.stop({ immediate: true });
        removeFolder(folder, [dataDir]);
      },
    };
  } catch (error) {
    removeFolder(folder, [dataDir]);
    throw error;
  }
}
