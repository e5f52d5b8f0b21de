import assert from "node:assert/strict";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { removeFolder, temporaryFolder } from "@rempart/postgres/testing";
import { buildConsole } from "./build.ts";

const folder = temporaryFolder();
after(() => removeFolder(folder));
let count = 0;

/** A module in place of the console's build, with this body, and what the launcher said of it. */
async function attempt(body: string, built: boolean, stop = new AbortController().signal): Promise<[string[], string]> {
  const place = join(folder, String(count++));
  const dist = join(place, "dist");
  mkdirSync(dist, { recursive: true });
  if (built) writeFileSync(join(dist, "index.html"), "");
  const build = join(place, "build.ts");
  writeFileSync(
    build,
    `import { mkdirSync, writeFileSync } from "node:fs";
     const folder = ${JSON.stringify(dist)};
     export async function buildConsole() { ${body} }`,
  );
  const said: string[] = [];
  const report = (one: { event: string; message?: string }): void => void said.push(one.message ?? one.event);
  await buildConsole({ build, folder: dist }, process.env, report, stop);
  return [said, dist];
}

test("the first build is told before it begins", async () => {
  const [said] = await attempt('writeFileSync(folder + "/index.html", ""); return { folder, built: true };', false);
  assert.deepEqual(said, ["Building the console (once, a few seconds)."]);
});

test("up to date: nothing is said, and nothing written", async () => {
  const [said, dist] = await attempt("return { folder, built: false };", true);
  assert.deepEqual(said, []);
  assert.equal(statSync(join(dist, "index.html")).size, 0);
});

test("what cannot be built: told loudly when an older one is served, with the way out, and nothing stops", async () => {
  const failure = 'throw new Error("EROFS: read-only file system");';
  const [[stale = ""]] = await attempt(failure, true);
  assert.match(stale, /OLDER than its sources.*read-only file system[\s\S]*older one is served.*npm run build/);
  const [[first, second = ""]] = await attempt(failure, false);
  assert.equal(first, "Building the console (once, a few seconds).");
  assert.match(second, /could not be built: EROFS[\s\S]*npm run build/);
  const [[, gone = ""]] = await attempt("process.stderr.write('out of memory\\n'); process.exit(9);", false);
  assert.match(gone, /could not be built:[\s\S]*out of memory/);
});

test("Ctrl-C ends a build", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 700);
  const [said] = await attempt("await new Promise((resolve) => setTimeout(resolve, 60_000));", false, stop.signal);
  assert.deepEqual(said, ["Building the console (once, a few seconds)."]);
});
