import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";

/** Makes a folder that only its owner can enter, and narrows one that was wider. */
export async function privateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
}

/** Writes a file of mode 600 so that a reader, or a power cut, sees the old or the new one whole. */
export async function writePrivate(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${randomBytes(8).toString("hex")}.tmp`);
  const file = await open(temporary, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The file's bytes, or undefined when there is none. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Problem("file", path, t`Cannot be read: ${(error as Error).message}`);
  }
}

/** The bytes of a file that the person named. Refuses with `file`. */
export async function readNamed(path: string): Promise<Uint8Array> {
  const bytes = await readIfThere(path);
  if (!bytes) throw new Problem("file", path, t`There is no such file.`);
  return bytes;
}

/** The text of a file with a secret in it, which others must not be able to read. */
export async function readSecretFile(path: string): Promise<string> {
  const bytes = await readNamed(path);
  const { mode } = await stat(path);
  if (process.platform !== "win32" && (mode & 0o077) !== 0)
    throw new Problem("file.mode", path, t`Others can read this file, and it holds a secret. Run chmod 600 on it.`);
  return new TextDecoder().decode(bytes);
}
