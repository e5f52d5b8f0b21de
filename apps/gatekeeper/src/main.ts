import { readConfig } from "./config.ts";
import { GateError } from "./error.ts";
import { startGatekeeper } from "./gatekeeper.ts";
import { say } from "./output.ts";

/** Bad configuration: the launcher does not try again. */
const badConfiguration = 78;

try {
  const gatekeeper = await startGatekeeper(await readConfig(process.stdin));
  say("ready");
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await gatekeeper.stop();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
} catch (error) {
  say("error", { where: error instanceof GateError ? error.where : "start", message: (error as Error).message });
  process.exit(
    error instanceof GateError && (error.code === "config" || error.code === "stopped") ? badConfiguration : 1,
  );
}
