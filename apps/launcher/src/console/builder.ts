// Builds the console for the launcher, in a process of its own: what builds it is much code of others, and has no business
// in the launcher's memory. The argument names the module that exports `buildConsole`.
import { pathToFileURL } from "node:url";

const say = (line: object): void => console.log(JSON.stringify(line));
try {
  const program = (await import(pathToFileURL(process.argv[2]!).href)) as {
    buildConsole(): Promise<{ folder: string; built: boolean }>;
  };
  say({ event: "built", ...(await program.buildConsole()) });
} catch (error) {
  say({ event: "error", message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
