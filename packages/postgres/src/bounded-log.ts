import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** A text file that never fills the disk: at `maxBytes` it becomes `path.1`, and the oldest of `keep` such files goes. */
export interface BoundedLog {
  write(text: string): void;
}

/** Opens (or goes on with) a bounded log of mode 600. Writing never throws: a full disk must not stop what is logged. */
export function openBoundedLog(path: string, { maxBytes = 10 * 1024 * 1024, keep = 3 } = {}): BoundedLog {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let size = existsSync(path) ? statSync(path).size : 0;
  const rotate = (): void => {
    for (let n = keep - 1; n >= 1; n--) {
      if (existsSync(`${path}.${n}`)) renameSync(`${path}.${n}`, `${path}.${n + 1}`);
    }
    renameSync(path, `${path}.1`);
    size = 0;
  };
  return {
    write(text) {
      try {
        const bytes = Buffer.byteLength(text);
        if (size > 0 && size + bytes > maxBytes) rotate();
        appendFileSync(path, text, { mode: 0o600 });
        size += bytes;
      } catch {
        // Nowhere left to say it.
      }
    },
  };
}
