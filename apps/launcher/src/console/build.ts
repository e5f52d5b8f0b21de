// Has the console built before the gatekeeper reads it. A build that fails stops nothing: phones and the command line do
// not need the console.
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { isRoot } from "@rempart/postgres";
import type { Identity } from "../identity.ts";
import { eachLine, parseEvent } from "../lines.ts";
import type { Reporter } from "../report.ts";

/** Where the console's build is. */
export interface ConsoleProgram {
  /** The module that exports `buildConsole`. */
  readonly build: string;
  /** Where it writes. */
  readonly folder: string;
}

/** A look whether anything changed is over by then; what takes longer is told. */
const lookMs = 1500;
/** Nothing that is built takes this long. */
const patienceMs = 180_000;

interface Outcome {
  event?: { event: string; [field: string]: unknown };
  errors: string;
}

/** Root builds as the owner of the checkout: much code of others runs, and what it writes stays theirs to replace. */
function builderIdentity(program: string): Identity {
  const owner = isRoot() ? statSync(program, { throwIfNoEntry: false }) : undefined;
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : {};
}

function run(program: string, environment: NodeJS.ProcessEnv, stop: AbortSignal): Promise<Outcome> {
  const builder = join(import.meta.dirname, "builder.ts");
  const child = spawn(process.execPath, [builder, program], {
    ...builderIdentity(program),
    cwd: "/",
    env: environment,
    // A session of its own, as the parts have: Ctrl-C reaches it through us.
    detached: true,
    signal: stop,
    timeout: patienceMs,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let event: Outcome["event"];
  let errors: string[] = [];
  eachLine(child.stdout, (line) => {
    event = parseEvent(line) ?? event;
  });
  eachLine(child.stderr, (line) => {
    errors = [...errors, line].slice(-5);
  });
  return new Promise((resolve) => {
    child.once("error", (error) => errors.push(error.message));
    child.once("close", () => resolve({ ...(event ? { event } : {}), errors: errors.join("\n").slice(0, 2000) }));
  });
}

/** Builds the console where its sources changed, and tells what people should know. Never rejects; `stop` ends it. */
export async function buildConsole(
  { build, folder }: ConsoleProgram,
  environment: NodeJS.ProcessEnv,
  report: Reporter,
  stop: AbortSignal,
): Promise<void> {
  const wasThere = existsSync(join(folder, "index.html"));
  const tell = (message: string): void => report({ event: "notice", message });
  const timer = setTimeout(() => tell("Building the console (once, a few seconds)."), wasThere ? lookMs : 0);
  const { event, errors } = await run(build, environment, stop);
  clearTimeout(timer);
  if (stop.aborted || event?.event === "built") return;
  const reason = String(event?.message ?? (errors || "it took too long"));
  tell(
    wasThere
      ? `The console is OLDER than its sources, and could not be built again: ${reason}\nThe older one is served. To mend it: npm run build, as a user who may write ${folder}.`
      : `The console could not be built: ${reason}\nEverything else works. To mend it: npm run build, as a user who may write ${folder}; then start again.`,
  );
}
