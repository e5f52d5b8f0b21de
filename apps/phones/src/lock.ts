import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Claims `folder` for this process: two with one memory would carry out an order twice. Returns how to let it go. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, "pid");
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = Number(readFileSync(path, "utf8"));
    if (owner > 0 && owner !== process.pid && isAlive(owner))
      throw new Error(`process ${owner} uses ${folder}; if it is another program, remove ${path}`);
    rmSync(path, { force: true });
  }
}
