// The process: configuration on standard input, JSON lines on standard output, stops on SIGTERM or SIGINT.
import { errorCode } from "@rempart/postgres";
import { ConfigError, readConfig, readConfigText } from "./config.ts";
import { reportToStdout } from "./report.ts";
import { startServer } from "./server.ts";

/** EX_CONFIG of sysexits.h: starting again would not help, and the launcher should not try. */
const exitConfiguration = 78;

async function run(): Promise<number> {
  const stopping = new AbortController();
  const asked = new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        stopping.abort();
        resolve();
      });
    }
  });
  try {
    const config = readConfig(await readConfigText(process.stdin));
    process.stdin.destroy();
    const server = await startServer(config, reportToStdout, stopping.signal);
    reportToStdout({ event: "ready", port: server.port });
    await asked;
    await server.close();
    reportToStdout({ event: "stopped" });
    return 0;
  } catch (error) {
    if (stopping.signal.aborted) return 0;
    const message = error instanceof Error ? error.message : "The server cannot start.";
    reportToStdout({ event: "error", code: errorCode(error) ?? "start", message });
    return error instanceof ConfigError ? exitConfiguration : 1;
  }
}

process.exitCode = await run();
