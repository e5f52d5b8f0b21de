import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode } from "./error.ts";

/** Writes a new file of mode 600, whole and on disk before it has its name. Fails with EEXIST over an existing one. */
export function writeSecretFile(path: string, content: string): void {
  const draft = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  const file = openSync(draft, "wx", 0o600);
  try {
    writeSync(file, content);
    fsyncSync(file);
    linkSync(draft, path);
  } finally {
    closeSync(file);
    rmSync(draft, { force: true });
  }
}

/** The secret in `path`; at the first call 32 random bytes (base64url), kept there with mode 600. */
export function readOrCreateSecret(path: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
  const secret = randomBytes(32).toString("base64url");
  writeSecretFile(path, secret); // no line end: readers may take the file as it is
  return secret;
}
