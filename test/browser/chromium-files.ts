// Unpacks the Chromium of @sparticuz/chromium once, into a folder of our own. The package itself unpacks into the
// shared temporary folder and runs whatever /tmp/chromium it finds there: another user of the machine, or a test run
// of another account, could put a program of theirs in its place.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  createReadStream,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";

const root = join(import.meta.dirname, "..", "..");
/** The browser, the libraries a bare system has not (NSS), a typeface, and what draws without a graphics card. */
const archives = ["chromium.br", "al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"];
const staging = ".new-";
/** A staging folder this old was left by a process that was killed. */
const abandoned = 3_600_000;

/** A browser that can be started. */
export interface ChromiumFiles {
  readonly executable: string;
  /** What it needs in its environment. */
  readonly environment: Readonly<Record<string, string>>;
}

function cause(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether only this user can put anything into `folder`. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}

/** A folder for unpacked files: in this checkout, or, where that is another's, in the user's cache folder. */
function cacheFolder(): string {
  const home = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const tried: string[] = [];
  for (const folder of [join(root, "node_modules", ".cache", "rempart-chromium"), join(home, "rempart", "chromium")]) {
    try {
      mkdirSync(dirname(folder), { recursive: true });
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      mkdtempProbe(folder);
      if (isOurs(folder)) return folder;
      tried.push(`${folder} belongs to somebody else, or others can write there`);
    } catch (error) {
      tried.push(cause(error));
    }
  }
  throw new Error(`There is no folder to unpack Chromium into: ${tried.join("; ")}. Set REMPART_CHROMIUM instead.`);
}

/** Throws where nothing can be written. */
function mkdtempProbe(folder: string): void {
  rmSync(mkdtempSync(join(folder, staging)), { recursive: true });
}

async function digestOf(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const name of archives) {
    hash.update(`${name} ${statSync(join(folder, name)).size}\n`);
    await pipeline(createReadStream(join(folder, name)), hash, { end: false });
  }
  return hash.digest("hex");
}

/** Runs the package's own unpacking in a process whose temporary folder is `folder` and nobody else's. */
async function unpack(bin: string, folder: string): Promise<void> {
  const script = `import { inflate } from "@sparticuz/chromium";
    for (const file of process.argv.slice(1)) await inflate(file);`;
  const files = archives.map((name) => join(bin, name));
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script, "--", ...files], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: process.env.PATH ?? "", TMPDIR: folder },
  });
  let said = "";
  child.stderr.on("data", (part: Buffer) => {
    said = (said + part.toString()).slice(-2000);
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`Chromium could not be unpacked into ${folder}: ${said}`);
}

/** The package's fonts.conf reads /tmp/fonts, which anybody may fill with fonts of theirs. */
function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts/fonts</dir><cachedir>${folder}/fonts/cache</cachedir></fontconfig>
`;
}

function dropAbandoned(cache: string): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (!name.startsWith(staging)) continue;
    try {
      if (Date.now() - statSync(path).mtimeMs > abandoned) rmSync(path, { recursive: true, force: true });
    } catch {
      // Another process took it away first.
    }
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The files of the package in `bin`, unpacked at most once for each content; `cache` is a folder that only we can write. */
export async function unpacked(bin: string, cache: string): Promise<ChromiumFiles> {
  const folder = join(cache, (await digestOf(bin)).slice(0, 32));
  if (!exists(folder)) {
    dropAbandoned(cache);
    const fresh = mkdtempSync(join(cache, staging));
    try {
      await unpack(bin, fresh);
      await writeFile(join(fresh, "fonts", "fonts.conf"), fontsConf(folder));
      // In one step: nobody ever sees half of it, and of two that unpack at once the second one's is thrown away.
      renameSync(fresh, folder);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      if (!exists(folder)) throw error;
    }
  }
  if (!isOurs(folder)) throw new Error(`${folder} can be written by others. Remove it and try again.`);
  return {
    executable: join(folder, "chromium"),
    environment: { LD_LIBRARY_PATH: join(folder, "al2023", "lib"), FONTCONFIG_PATH: join(folder, "fonts") },
  };
}

/** The browser to test with: REMPART_CHROMIUM where that is set, else the one that the npm package carries. */
export async function chromiumFiles(environment: NodeJS.ProcessEnv = process.env): Promise<ChromiumFiles> {
  const own = environment.REMPART_CHROMIUM;
  if (own !== undefined && own !== "") {
    if (!exists(own)) throw new Error(`REMPART_CHROMIUM names ${own}, and there is no such file.`);
    return { executable: own, environment: {} };
  }
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(
      `No npm package carries Chromium for ${process.platform}-${process.arch}. Set REMPART_CHROMIUM to one that is installed.`,
    );
  const bin = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "..", "bin");
  return unpacked(bin, cacheFolder());
}
