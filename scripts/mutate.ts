// Mutation check of the trust core: breaks one check at a time and asks whether a vector notices.
//   npm run mutate [-- --checks] [--sample=4] [--excused] [fragment of a path ...]
// --checks takes only mutants in which a check is gone; --sample=4 every check and a quarter of the other mutants; --excused
// only those of mutate/survivors.json, to see whether they still survive. Exits 1 when a check is gone and nothing notices that
// mutate/survivors.json does not excuse, or when fewer than 95 % of all mutants are noticed.
import { type ChildProcess, fork } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { API } from "typescript/unstable/sync";
import { type Mutant, mutantsOf } from "./mutate/mutants.ts";

const root = join(import.meta.dirname, "..");
const options = process.argv.slice(2);
const checksOnly = options.includes("--checks");
const excusedOnly = options.includes("--excused");
/** Of the mutants that are no check, every how manieth is taken: all of them take half an hour. */
const sample = Number(options.find((option) => option.startsWith("--sample="))?.slice(9) ?? 1);
const fragments = options.filter((option) => !option.startsWith("--"));

/**
 * What is no check: what only tests or signers use, and the crypto of the platform. Of the policy package: what only informs
 * people before they sign or after (words, plans, platforms, compliance). No verdict and no phone's setting depends on it,
 * and property tests beside it hold it to the code that does decide.
 */
const left = [
  /\.test\.ts$/,
  /\/testing\//,
  /\/crypto\//,
  /\/sign\//,
  /\/naive\.ts$/,
  /\/index\.ts$/,
  // What people compare aloud decides nothing by itself; words.test.ts has its cases.
  /\/words\//,
  /^packages\/policy\/src\/(?:words|plan|compile|compliance)\//,
];
const files = globSync(["packages/trust/src/**/*.ts", "packages/policy/src/**/*.ts"], { cwd: root })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => !left.some((pattern) => pattern.test(file)))
  .filter((file) => fragments.length === 0 || fragments.some((fragment) => file.includes(fragment)))
  .sort();

const excused = new Map(
  (
    JSON.parse(readFileSync(join(import.meta.dirname, "mutate/survivors.json"), "utf8")) as {
      key: string;
      reason: string;
    }[]
  ).map(({ key, reason }) => [key, reason]),
);

function findMutants(): Mutant[] {
  const api = new API({ cwd: root });
  const config = join(root, "tsconfig.json");
  const program = api.updateSnapshot({ openProjects: [config] }).getProjects()[0]!.program;
  const mutants = files.flatMap((file) => mutantsOf(program.getSourceFile(join(root, file))!, file));
  api.close();
  let other = 0;
  return mutants.filter((mutant) => mutant.kind === "check" || (!checksOnly && other++ % sample === 0));
}

/** Longest time for one mutant: all vectors take two seconds. */
const patience = 20_000;
/** A worker keeps every module it ever loaded. */
const lifetime = 250;

/** Takes mutants until none is left, in one child after the other. */
async function work(queue: Mutant[], done: (mutant: Mutant, killer: string | null) => void): Promise<void> {
  let child: ChildProcess | undefined;
  let used = 0;
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
    if (used++ % lifetime === 0) {
      child?.kill("SIGKILL");
      child = undefined;
    }
    child ??= fork(join(import.meta.dirname, "mutate/worker.ts"), {
      execArgv: ["--max-old-space-size=1500"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const running = child;
    const killer = await new Promise<string | null>((resolve) => {
      const timer = setTimeout(() => resolve("timeout"), patience);
      const finish = (result: string | null): void => {
        clearTimeout(timer);
        running.removeAllListeners();
        resolve(result);
      };
      running.once("message", (message: { killer: string | null }) => finish(message.killer));
      running.once("exit", () => finish("crash"));
      running.send({ number: used, mutant });
    });
    if (killer === "timeout" || killer === "crash") {
      running.removeAllListeners();
      running.kill("SIGKILL");
      child = undefined;
    }
    done(mutant, killer);
  }
  child?.kill("SIGKILL");
}

const mutants = findMutants();
const survivors: Mutant[] = [];
const stats = { check: { all: 0, killed: 0 }, other: { all: 0, killed: 0 } };
const used = new Set<string>();
const queue = mutants.filter((mutant) => excused.has(mutant.key) === excusedOnly);
const wanted = queue.length;
const started = performance.now();
const done = (mutant: Mutant, killer: string | null): void => {
  if (process.env.MUTATE_TRACE) console.error(`${mutant.key} <- ${killer}`);
  if (killer === null && excused.has(mutant.key)) {
    used.add(mutant.key);
    return;
  }
  stats[mutant.kind].all++;
  if (killer === null) survivors.push(mutant);
  else stats[mutant.kind].killed++;
};
await Promise.all([work(queue, done), work(queue, done)]);

survivors.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
for (const { kind, file, line, key } of survivors) console.log(`survived (${kind}) ${file}:${line}\n  ${key}`);
const percent = (killed: number, all: number): string => (all === 0 ? "-" : `${((100 * killed) / all).toFixed(1)} %`);
const { check, other } = stats;
const all = check.all + other.all;
const killed = check.killed + other.killed;
console.log(`checks removed: ${check.killed} of ${check.all} noticed (${percent(check.killed, check.all)})`);
const forgiven = excusedOnly ? used.size : mutants.length - wanted;
console.log(`all mutants:    ${killed} of ${all} noticed (${percent(killed, all)}), ${forgiven} excused`);
console.log(`${files.length} files, ${Math.round((performance.now() - started) / 1000)} s`);
// A key that names no mutant any more excuses nothing; one that is noticed now needs no excuse.
const keys = new Set(mutants.map((mutant) => mutant.key));
const stale = [...excused.keys()].filter((key) =>
  keys.has(key) ? excusedOnly && !used.has(key) : fragments.length === 0 && !checksOnly && sample === 1,
);
for (const key of stale) console.log(`no longer survives, take it off the list: ${key}`);
process.exit(check.killed < check.all || killed < 0.95 * all ? 1 : 0);
