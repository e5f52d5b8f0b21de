// Builds the console, in a process of its own: what builds it is much code of others, and has no business in the launcher's
// memory. `npm run build`, and the launcher's child with --json.
import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

interface Built {
  folder: string;
  built: boolean;
}

/** Lets the gatekeeper's own account read what root built, under whatever umask. */
function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else if (entry.isFile()) chmodSync(path, 0o644);
  }
}

const { values, positionals } = parseArgs({ options: { json: { type: "boolean" } }, allowPositionals: true });
const program = positionals[0] ?? join(import.meta.dirname, "..", "..", "..", "console", "build.ts");
// Nothing in it is secret, and another account serves it.
process.umask(0o022);
try {
  const { buildConsole } = (await import(pathToFileURL(program).href)) as { buildConsole(): Promise<Built> };
  const { folder, built } = await buildConsole();
  if (built) makeReadable(folder);
  if (values.json) console.log(JSON.stringify({ event: "built", folder, built }));
  else console.log(built ? `The console is in ${folder}.` : `The console in ${folder} is up to date.`);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  if (values.json) console.log(JSON.stringify({ event: "error", message }));
  else console.error(`The console could not be built: ${message}`);
  process.exitCode = 1;
}
