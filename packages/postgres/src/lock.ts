import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorCode, PostgresError } from "./error.ts";
import { processIdentity } from "./process-identity.ts";

/** Held while a process works on a data folder. */
export interface DataFolderLock {
  release(): void;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** The process that wrote this lock, if it still runs. A lock nobody can have written whole counts as stale. */
function holder(content: string): number | undefined {
  try {
    const { pid, identity }: { pid: number; identity: string } = JSON.parse(content);
    return processIdentity(pid) === identity ? pid : undefined;
  } catch {
    return undefined;
  }
}

function refusal(dataDir: string, pid: number): PostgresError {
  return new PostgresError(
    "locked",
    `${dataDir} is in use by process ${pid}. Stop that process (kill ${pid}), or choose another data folder.`,
  );
}

/** Takes the lock once; true on success, false when somebody else holds or just took one. */
function place(file: string, content: string): boolean {
  const draft = `${file}.${randomBytes(6).toString("hex")}.tmp`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    linkSync(draft, file); // appears whole or not at all, and never over another's
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a dead process's lock out of the way; puts it back if another process replaced it in the meantime. */
function clear(file: string, stale: string): void {
  const aside = `${file}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    renameSync(file, aside);
    if (read(aside) !== stale) linkSync(aside, file);
  } catch (error) {
    if (errorCode(error) !== "ENOENT" && errorCode(error) !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Makes this process the only one on `dataDir`, or throws `locked`, naming the process that holds it.
 * The lock of a process that no longer runs (or whose id another process has now) is taken over.
 */
export function lockDataFolder(dataDir: string): DataFolderLock {
  const file = join(dataDir, "lock");
  const content = `${JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) })}\n`;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    for (let attempt = 0; attempt < 10; attempt++) {
      if (place(file, content)) {
        return {
          release: () => {
            if (read(file) === content) rmSync(file, { force: true });
          },
        };
      }
      const found = read(file);
      if (found === undefined) continue;
      const pid = holder(found);
      if (pid !== undefined) throw refusal(dataDir, pid);
      clear(file, found);
    }
  } catch (error) {
    const code = errorCode(error);
    if (code !== "EACCES" && code !== "EPERM" && code !== "EROFS") throw error;
    throw new PostgresError(
      "not-writable",
      `${dataDir} cannot be written to by this user (uid ${process.getuid?.()}). Start as the user who owns it, or choose another data folder.`,
      { cause: error },
    );
  }
  throw new PostgresError("locked", `${dataDir} is being taken over by other processes. Try again.`);
}
