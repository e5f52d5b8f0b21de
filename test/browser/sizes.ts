// What a browser downloads before each screen of the console shows: `npm run sizes`, and a test with a limit.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** gzip, in bytes, that no first screen may be above: where people land who open the console's address. */
export const firstLimit = 250 * 1024;
/** The same for every other screen, which a deep link may make somebody's first. */
export const limit = 350 * 1024;
/** Before anybody is signed in, the founding, the overview. */
const first = /^(\(entry\)|src\/(overview\/page|founding\/founding|founding\/join)\.tsx)$/;

/** What a route of this name may weigh, in bytes. */
export function limitOf(name: string): number {
  return first.test(name) ? firstLimit : limit;
}

const consoleFolder = join(import.meta.dirname, "..", "..", "apps", "console");

/** One entry of Vite's manifest (vite.dev/guide/backend-integration). */
export interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
}
export type Manifest = Readonly<Record<string, Chunk>>;

/** What one route needs: files of the build, each once. */
export interface Route {
  readonly name: string;
  /** Whether it is of the console itself; a part of a library is fetched by a screen that is there already. */
  readonly screen: boolean;
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** Typefaces and pictures; the browser fetches those of them that the screen shows. */
  readonly assets: readonly string[];
}

/** Every chunk that `key` imports statically, itself included. */
function closure(manifest: Manifest, key: string, seen = new Set<string>()): Set<string> {
  if (seen.has(key)) return seen;
  const chunk = manifest[key];
  if (!chunk) throw new Error(`the manifest imports ${key} and does not have it`);
  seen.add(key);
  for (const one of chunk.imports ?? []) closure(manifest, one, seen);
  return seen;
}

function routeOf(manifest: Manifest, name: string, keys: readonly string[]): Route {
  const chunks = [...new Set(keys.flatMap((key) => [...closure(manifest, key)]))].map((key) => manifest[key]!);
  const all = (files: (chunk: Chunk) => readonly string[]): string[] => [...new Set(chunks.flatMap(files))].sort();
  return {
    name,
    screen: !/(^|\/)(node_modules|__vite-browser-external)/.test(name),
    scripts: all((chunk) => (/\.m?js$/.test(chunk.file) ? [chunk.file] : [])),
    styles: all((chunk) => chunk.css ?? []),
    assets: all((chunk) => chunk.assets ?? []),
  };
}

/** The entry alone, then each part that is loaded on demand, together with the entry. */
export function routes(manifest: Manifest): readonly Route[] {
  const keys = Object.keys(manifest);
  const entries = keys.filter((key) => manifest[key]!.isEntry);
  if (entries.length === 0) throw new Error("the manifest has no entry");
  const parts = keys.filter((key) => manifest[key]!.isDynamicEntry).sort();
  return [routeOf(manifest, "(entry)", entries), ...parts.map((key) => routeOf(manifest, key, [...entries, key]))];
}

/** A route's weight in bytes: scripts, styles and the page gzipped; assets as they are, most being compressed already. */
export interface Size {
  readonly name: string;
  readonly screen: boolean;
  readonly scripts: number;
  readonly styles: number;
  /** The page, scripts and styles: what the limit is for. */
  readonly total: number;
  readonly assets: number;
}

/** The weights of all routes of the build in `folder`, the heaviest first. */
export function sizes(folder: string): readonly Size[] {
  const manifest = JSON.parse(readFileSync(join(folder, ".vite", "manifest.json"), "utf8")) as Manifest;
  const known = new Map<string, number>();
  const zipped = (file: string): number => {
    const size = known.get(file) ?? gzipSync(readFileSync(join(folder, file))).length;
    known.set(file, size);
    return size;
  };
  const sum = (files: readonly string[], weigh: (file: string) => number): number =>
    files.reduce((total, file) => total + weigh(file), 0);
  return routes(manifest)
    .map((route) => {
      const scripts = sum(route.scripts, zipped);
      const styles = sum(route.styles, zipped);
      const assets = sum(route.assets, (file) => readFileSync(join(folder, file)).length);
      return {
        name: route.name,
        screen: route.screen,
        scripts,
        styles,
        assets,
        total: zipped("index.html") + scripts + styles,
      };
    })
    .sort((a, b) => b.total - a.total);
}

/** Those of `found` that are a screen and above the limit. */
export function tooHeavy(found: readonly Size[]): readonly Size[] {
  return found.filter(({ name, screen, total }) => screen && total > limitOf(name));
}

/** For people, in KB of 1024 bytes. */
export function table(found: readonly Size[]): string {
  const kb = (bytes: number): string => (bytes / 1024).toFixed(1).padStart(8);
  const heavy = new Set(tooHeavy(found));
  const rows = found.map((one) => {
    const kind = first.test(one.name) ? "  (first screen)" : one.screen ? "" : "  (a library, on demand)";
    const note = heavy.has(one) ? `${kind}  ABOVE THE LIMIT` : kind;
    return `${[one.total, one.scripts, one.styles, one.assets].map(kb).join("")}  ${one.name}${note}`;
  });
  const head = ["   total", " scripts", "  styles", "  assets", "  route (KB; total, scripts, styles gzipped)"].join(
    "",
  );
  return [
    head,
    ...rows,
    `The limit of total is ${firstLimit / 1024} KB for first screens, ${limit / 1024} KB for others.`,
  ].join("\n");
}

/** Builds the console anew, so that nothing old is weighed, and gives the weights. The build is thrown away. */
export async function sizesOfConsole(folder = consoleFolder): Promise<readonly Size[]> {
  const out = mkdtempSync(join(tmpdir(), "rempart-sizes-"));
  try {
    const { build } = await import("vite");
    await build({
      root: folder,
      logLevel: "warn",
      build: { outDir: out, emptyOutDir: true, manifest: true },
    });
    return sizes(out);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

if (import.meta.main) console.log(table(await sizesOfConsole()));
