// The files of a part that a backup holds: keys, the record of signed heads, the TLS identity, the link token.
import { createHash } from "node:crypto";
import { createReadStream, existsSync, lstatSync, mkdirSync, openSync, readdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LaunchError } from "../error.ts";
import type { PartName } from "../report.ts";
import type { Sum } from "./tables.ts";

/** What is not copied: the database (its rows are), logs, and what only running processes have. */
const left = new Set(["postgres", "log", "lock", "children.json", "moved.json"]);
const drafts = /\.(tmp|new|partial)$/;

/** Whether a backup never holds what is at `path`, from the part's folder on. */
function isLeft(path: string): boolean {
  return left.has(path.split("/")[0]!) || drafts.test(path);
}

/** Paths of a part's files below its folder, with /; links and sockets are not followed. */
export function filesOf(data: string, part: PartName): string[] {
  const found: string[] = [];
  const visit = (below: string): void => {
    for (const name of readdirSync(join(data, part, below)).sort()) {
      const path = below === "" ? name : `${below}/${name}`;
      if (isLeft(path)) continue;
      const stat = lstatSync(join(data, part, path));
      if (stat.isDirectory()) visit(path);
      else if (stat.isFile()) found.push(path);
    }
  };
  if (existsSync(join(data, part))) visit("");
  return found;
}

/** Reads a file, handing over piece after piece. */
export async function readFilePieces(path: string, take: (piece: Buffer) => Promise<void>): Promise<Sum> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(piece);
    bytes += piece.length;
    await take(piece);
  }
  return { bytes, sha256: hash.digest("hex") };
}

/**
 * Refuses a path that would leave the part's folder, or that no backup of ours holds, as one among a database's files: a
 * backup is read with all rights there are, and whoever knows the recipient can make one.
 */
function checkPath(path: unknown): asserts path is string {
  const bad = (name: string): boolean => name === "" || name === "." || name === ".." || /[\\:\0]/.test(name);
  if (typeof path !== "string" || path.length > 1000 || path.split("/").some(bad) || isLeft(path))
    throw new LaunchError(`The backup names a file ${JSON.stringify(path)}, which is refused.`);
}

/** Writes a new file of mode 600, on disk when it resolves. */
export async function writeFilePieces(folder: string, path: string, data: AsyncIterable<Buffer>): Promise<Sum> {
  checkPath(path);
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const hash = createHash("sha256");
  let bytes = 0;
  const file = await open(target, "wx", 0o600);
  try {
    for await (const piece of data) {
      hash.update(piece);
      bytes += piece.length;
      await file.appendFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** A new file that nobody else may read; fails over an existing one. */
export function createNew(path: string): number {
  try {
    return openSync(path, "wx", 0o600);
  } catch (error) {
    throw new LaunchError(`${path} cannot be written: ${(error as Error).message}. Choose another --out.`);
  }
}
