// Builds the console when its sources changed: `npm run build`, and the launcher before it starts a gatekeeper.

import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { chmod, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const folder = import.meta.dirname;
const root = join(folder, "..", "..");
/** Where the built files stand. */
export const distFolder = join(folder, "dist");
const stamp = ".stamp";

/** Everything that ends up in the build: our sources, those of the packages it uses, the versions of all others. */
const inputs = [
  "package-lock.json",
  "apps/console/{index.html,build.ts,vite.config.ts,package.json}",
  "apps/console/{src,public}/**/*",
  "packages/{client,configuration,directory,log,policy,trust}/{package.json,src/**/*.ts}",
];

function sourceHash(): string {
  const hash = createHash("sha256");
  const files = globSync(inputs, { cwd: root, withFileTypes: true, exclude: (entry) => entry.name === "node_modules" })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    hash.update(`${file.slice(root.length)}\0`);
    hash.update(createHash("sha256").update(readFileSync(file)).digest());
  }
  return hash.digest("hex");
}

/** Style elements that React Aria writes at run time. The policy names their hashes, so that no other inline style counts. */
function styleHashes(): string[] {
  const require = createRequire(import.meta.url);
  const library = join(require.resolve("react-aria/package.json"), "..", "dist", "private");
  return ["interactions/usePress.mjs", "overlays/usePreventScroll.mjs"].map((name) => {
    const text = readFileSync(join(library, name), "utf8");
    const style = /style\.textContent = `([^`]*)`\.trim\(\)/
      .exec(text)?.[1]
      ?.replace(/\$\{[^}]*PRESSABLE_ATTRIBUTE\}/, "data-react-aria-pressable");
    if (style === undefined || style.includes("${"))
      throw new Error(`${name} of react-aria writes its style in another way: read it, mend this`);
    return `sha256-${createHash("sha256").update(style.trim()).digest("base64")}`;
  });
}

function stampOf(): string | undefined {
  try {
    return readFileSync(join(distFolder, stamp), "utf8");
  } catch {
    return undefined;
  }
}

/** Whether `dist` was built from the sources as they are now. */
export function isBuilt(): boolean {
  return stampOf() === sourceHash();
}

/** Builds `dist` unless it is up to date. Rejects when the build fails or the folder cannot be written. */
export async function buildConsole(): Promise<{ folder: string; built: boolean }> {
  const wanted = sourceHash();
  if (stampOf() === wanted) return { folder: distFolder, built: false };
  const { build } = await import("vite");
  // Beside the old one, then in its place as a whole: a gatekeeper may be reading, another start building the same.
  const fresh = `${distFolder}.${process.pid}`;
  try {
    const output = { outDir: fresh, emptyOutDir: true };
    await build({ configFile: join(folder, "vite.config.ts"), logLevel: "warn", build: output });
    await writeFile(join(fresh, "csp.json"), `${JSON.stringify({ styleHashes: styleHashes() })}\n`);
    await writeFile(join(fresh, stamp), wanted);
    await makeReadable(fresh);
    await putInPlace(fresh, wanted);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return { folder: distFolder, built: true };
}

/** Nothing in it is secret, and where root built it, another account serves it: whatever umask this process has. */
async function makeReadable(place: string): Promise<void> {
  await chmod(place, 0o755);
  for (const entry of await readdir(place, { withFileTypes: true })) {
    const path = join(place, entry.name);
    await (entry.isDirectory() ? makeReadable(path) : chmod(path, 0o644));
  }
}

async function putInPlace(fresh: string, wanted: string): Promise<void> {
  const old = `${fresh}.old`;
  // There is none before the first build.
  await rename(distFolder, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  await rename(fresh, distFolder).catch((error: unknown) => {
    // Somebody else was quicker with the same.
    if (stampOf() !== wanted) throw error;
  });
  // The new one is in place, whether or not somebody else's files can be removed.
  await rm(old, { recursive: true, force: true }).catch(() => {});
}

if (import.meta.main) {
  const { folder: built, built: fresh } = await buildConsole();
  console.log(fresh ? `built ${built}` : `${built} is up to date`);
}
