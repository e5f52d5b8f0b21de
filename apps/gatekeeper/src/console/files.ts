// The built console, in memory: what is served is what was there at the start, whatever happens to the folder later.
import { hash } from "node:crypto";
import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { GateError } from "../error.ts";

/** One file of the console, as it is sent. */
export interface ConsoleFile {
  readonly bytes: Uint8Array;
  /** The same compressed, where that is shorter. */
  readonly gzip?: Uint8Array;
  readonly type: string;
  /** A weak validator: both forms say the same. */
  readonly etag: string;
}

/** The console as it was built. `files`: by path, as `/assets/main-x1.js`; `/index.html` is always there. */
export interface ConsoleFiles {
  readonly files: ReadonlyMap<string, ConsoleFile>;
  /** CSP sources of styles that a library adds while it runs, as `sha256-...`. */
  readonly styleHashes: readonly string[];
}

/** Endings of files, and what they are; a file of another kind is bytes that no browser shows or runs. */
export const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  map: "application/json",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
  svg: "image/svg+xml",
  png: "image/png",
  webp: "image/webp",
  jpg: "image/jpeg",
  avif: "image/avif",
  ico: "image/x-icon",
  woff: "font/woff",
  woff2: "font/woff2",
};
const compressible = /^(text\/|application\/(json|manifest)|image\/svg)/;

const mostFiles = 2000;
/** Bytes of all files: they stay in memory. */
const mostBytes = 64 * 1024 * 1024;

/** What the build says of itself beside its files; never served. */
const buildNote = "csp.json";
const styleHash = /^sha(256|384|512)-[A-Za-z0-9+/]{43,86}={0,2}$/;
const mostHashes = 20;

const compress = promisify(gzip);

function refuse(message: string): never {
  throw new GateError("config", "console.folder", message);
}

function endingOf(name: string): string {
  return name.split(".").at(-1)!.toLowerCase();
}

/** Paths of all files below `folder`, hidden ones left out. Links are refused: they may lead to anything. */
function listFiles(folder: string): string[] {
  const found: string[] = [];
  const visit = (inner: string): void => {
    const entries: Dirent[] = readdirSync(join(folder, inner), { withFileTypes: true });
    for (const entry of entries) {
      if (entry.name.startsWith(".")) continue;
      const path = `${inner}/${entry.name}`;
      if (!/^[A-Za-z0-9._~-]+$/.test(entry.name)) refuse(`${path} has a name that no address can have as it is`);
      if (entry.isDirectory()) visit(path);
      else if (!entry.isFile()) refuse(`${path} is no plain file`);
      else found.push(path);
      if (found.length > mostFiles) refuse(`there are more than ${mostFiles} files`);
    }
  };
  visit("");
  return found;
}

async function readOne(path: string, bytes: Uint8Array): Promise<ConsoleFile> {
  const type = types[endingOf(path)] ?? "application/octet-stream";
  const etag = `W/"${hash("sha256", bytes, "base64url").slice(0, 22)}"`;
  const packed = compressible.test(type) ? await compress(bytes, { level: 9 }) : bytes;
  return { bytes, type, etag, ...(packed.length < bytes.length ? { gzip: packed } : {}) };
}

function readStyleHashes(bytes: Uint8Array | undefined): string[] {
  if (bytes === undefined) return [];
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return refuse(`${buildNote} is not JSON`);
  }
  const hashes = (value as { styleHashes?: unknown } | null)?.styleHashes ?? [];
  // Nothing else may come into the header from here, 'unsafe-inline' least of all.
  const good = Array.isArray(hashes) && hashes.length <= mostHashes;
  if (!good || !hashes.every((one) => typeof one === "string" && styleHash.test(one)))
    refuse(`${buildNote} must be {"styleHashes": [...]} with at most ${mostHashes} of the form sha256-...`);
  return hashes as string[];
}

/**
 * Reads the folder that the console's build wrote; undefined when it is not there. Throws `config` when it holds what no
 * build writes, or more than 2,000 files or 64 MiB.
 */
export async function readConsole(folder: string | undefined): Promise<ConsoleFiles | undefined> {
  if (folder === undefined || !statSync(join(folder, "index.html"), { throwIfNoEntry: false })?.isFile())
    return undefined;
  const raw = new Map<string, Uint8Array>();
  let size = 0;
  for (const path of listFiles(folder)) {
    size += statSync(join(folder, path)).size;
    if (size > mostBytes) refuse(`its files have more than ${mostBytes} bytes`);
    raw.set(path, readFileSync(join(folder, path)));
  }
  const styleHashes = readStyleHashes(raw.get(`/${buildNote}`));
  raw.delete(`/${buildNote}`);
  const read = await Promise.all([...raw].map(async ([path, bytes]) => [path, await readOne(path, bytes)] as const));
  return { files: new Map(read), styleHashes };
}
