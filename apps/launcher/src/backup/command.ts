import { inWords, LaunchError } from "../error.ts";
import { jsonReporter, type Reporter, textReporter } from "../report.ts";

const out = (text: string): void => void process.stdout.write(text);
const err = (text: string): void => void process.stderr.write(text);

/** Runs one command: options, work, one last line. Resolves with the exit code. */
export async function run<O extends { json: boolean }>(
  help: string,
  read: (args: readonly string[], environment: NodeJS.ProcessEnv) => O | undefined,
  work: (options: O, report: Reporter) => Promise<{ event: string; text: string }>,
): Promise<number> {
  const args = process.argv.slice(2);
  const json = args.includes("--json");
  const report = json ? jsonReporter(out) : textReporter("", err, err);
  try {
    const options = read(args, process.env);
    if (options === undefined) {
      out(help);
      return 0;
    }
    const { text, ...done } = await work(options, report);
    out(json ? `${JSON.stringify(done)}\n` : `${text}\n`);
    return 0;
  } catch (error) {
    const code = error instanceof LaunchError ? error.exitCode : 1;
    report({ event: "exit", code, message: inWords(error) });
    return code;
  }
}
