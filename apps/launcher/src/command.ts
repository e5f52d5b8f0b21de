import { consoleUrl } from "./configuration.ts";
import { inWords, LaunchError } from "./error.ts";
import { partIdentity } from "./identity.ts";
import { launch, type Surroundings } from "./launch.ts";
import { help, parseOptions } from "./options.ts";
import { jsonReporter, type Report, textReporter } from "./report.ts";

const out = (text: string): void => void process.stdout.write(text);
const err = (text: string): void => void process.stderr.write(text);

/** Ctrl-C once stops in order, twice at once. npm may pass on the very key press the terminal sent us too. */
function listenToSignals(report: (report: Report) => void): { stop: AbortSignal; force: AbortSignal } {
  const stop = new AbortController();
  const force = new AbortController();
  let first = 0;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!stop.signal.aborted) {
        first = Date.now();
        report({ event: "notice", message: "Stopping. (Again to stop at once.)" });
        stop.abort();
      } else if (Date.now() - first > 300 && !force.signal.aborted) {
        force.abort();
        // PostgreSQL recovers from its log, and the next start stops what is left.
        setTimeout(() => process.exit(130), 5_000).unref();
      }
    });
  }
  return { stop: stop.signal, force: force.signal };
}

/** What is started, and as whom: `partIdentity` says when left out. */
type Programs = Pick<Surroundings, "parts" | "console" | "phones"> & { identity?: Surroundings["identity"] };

/** The whole command; resolves with its exit code. */
export async function command(args: readonly string[], programs: Programs): Promise<number> {
  const { identity = partIdentity, ...around } = programs;
  // Before the options are known to be right, errors follow what the raw arguments ask for.
  let report = args.includes("--json") ? jsonReporter(out) : textReporter("", out, err);
  try {
    const options = parseOptions(args, process.env);
    if (options.help) {
      out(help);
      return 0;
    }
    if (!options.json) report = textReporter(consoleUrl(options), out, err);
    // Whoever reads our output may go away; that must not end what we look after.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
    const { stop, force } = listenToSignals(report);
    await launch(options, { ...around, environment: process.env, report, identity, stop, force });
    const code = force.aborted ? 130 : 0;
    report({ event: "exit", code });
    return code;
  } catch (error) {
    const code = error instanceof LaunchError ? error.exitCode : 1;
    report({ event: "exit", code, message: inWords(error) });
    return code;
  }
}
