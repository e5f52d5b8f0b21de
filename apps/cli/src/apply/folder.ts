import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { fileLimit, type Load } from "@rempart/configuration";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";

/**
 * Files of a folder for the configuration's reader: plain files inside it only, whatever links say, each at most as long as
 * a file may be plus one byte, so that the reader can say that it is too long.
 */
export function folderFiles(folder: string): Load {
  let top: string;
  try {
    top = realpathSync(folder);
  } catch {
    throw new Problem("file", folder, t`There is no such folder.`);
  }
  return (path) => {
    const full = join(top, ...path.split("/"));
    try {
      const real = realpathSync(full);
      if (!real.startsWith(top + sep) || !lstatSync(real).isFile()) return undefined;
      return new Uint8Array(readFileSync(real).subarray(0, fileLimit + 1));
    } catch (error) {
      if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
      throw new Problem("file", full, t`Cannot be read: ${(error as Error).message}`);
    }
  };
}
