// Judges mutants one after the other: imports a fresh copy of the code with one file changed, runs the vectors until one
// of them notices. Works in one process, so that a mutant costs milliseconds; a mutant that never ends is the parent's
// to stop.
import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Mutant } from "./mutants.ts";

const root = join(import.meta.dirname, "..", "..");
const fresh = ["packages", "vectors"].map((folder) => pathToFileURL(`${join(root, folder)}/`).href);
const stripped = new Map<string, string>();
let current: { file: string; source: string } | undefined;

// Each mutant is a number in the query of every module's URL: to Node these are other modules.
registerHooks({
  resolve(specifier, context, next) {
    const result = next(specifier, context);
    const number = context.parentURL?.split("?mutant=")[1];
    if (number === undefined || result.url.includes("?") || !fresh.some((folder) => result.url.startsWith(folder)))
      return result;
    return { ...result, url: `${result.url}?mutant=${number}` };
  },
  load(url, context, next) {
    const [path, number] = url.split("?mutant=");
    if (number === undefined) return next(url, context);
    const file = fileURLToPath(path!);
    if (file === current?.file) return { format: "module", source: current.source, shortCircuit: true };
    let source = stripped.get(file);
    source ??= stripTypeScriptTypes(readFileSync(file, "utf8"));
    stripped.set(file, source);
    return { format: "module", source, shortCircuit: true };
  },
});

// The vectors' own JSON is parsed once for all mutants.
const parsed = new Map<string, unknown>();
(globalThis as { rempartVectors?: Map<string, unknown> }).rempartVectors = parsed;

type Suites = typeof import("../../vectors/run/all.ts").suites;
/** Where a mutant of a file is most likely noticed; the suites that noticed one come first for the next. */
const likely: [fragment: string, suites: string[]][] = [
  ["json/", ["json"]],
  ["encoding/base64", ["encoding"]],
  ["envelope/der", ["der"]],
  ["envelope/approval", ["webauthn"]],
  ["envelope/envelope", ["envelope", "api"]],
  ["charter/", ["charter", "bundles"]],
  ["rules/", ["rules", "webauthn"]],
  ["order/checks", ["accept", "bundles"]],
  ["order/", ["orders", "bundles"]],
  ["policy/src/fences", ["fences", "policy"]],
  ["policy/src/situation", ["schedules"]],
  ["policy/src/merge", ["merging"]],
  ["policy/", ["policy", "kinds"]],
  ["documents/enrolment", ["tickets"]],
  ["documents/", ["documents"]],
  ["gatekeeper/", ["accept"]],
  ["target/", ["targets", "accept"]],
  ["brake/", ["brake"]],
  ["merkle/", ["api", "trees", "proofs"]],
  ["schema/", ["documents", "orders", "charter"]],
  ["phone/bundle", ["api", "bundles"]],
  ["phone/", ["bundles"]],
];
const order = new Map<string, string[]>();

function suitesFor(file: string, all: string[]): string[] {
  const first = order.get(file) ?? likely.find(([fragment]) => file.includes(fragment))?.[1] ?? [];
  return [...first, ...all.filter((name) => !first.includes(name))];
}

async function judge(number: number, mutant: Mutant): Promise<string | undefined> {
  const file = join(root, mutant.file);
  const text = readFileSync(file, "utf8");
  const changed = text.slice(0, mutant.start) + mutant.text + text.slice(mutant.end);
  current = { file, source: stripTypeScriptTypes(changed) };
  let suites: Suites;
  try {
    ({ suites } = await import(`../../vectors/run/all.ts?mutant=${number}`));
  } catch (error) {
    return `import: ${String(error)}`;
  }
  const names = suitesFor(mutant.file, Object.keys(suites));
  for (const name of names) {
    try {
      for await (const [what, problem] of suites[name]!()) {
        if (problem === undefined) continue;
        order.set(mutant.file, [name, ...names.filter((other) => other !== name)]);
        return `${name}: ${what}`;
      }
    } catch (error) {
      return `${name}: ${String(error)}`;
    }
  }
  return undefined;
}

process.on("message", (message: { number: number; mutant: Mutant }) => {
  judge(message.number, message.mutant).then(
    (killer) => process.send!({ killer: killer ?? null }),
    (error: unknown) => process.send!({ killer: `worker: ${String(error)}` }),
  );
});
