import { readConfig } from "./config.ts";
import { GateError } from "./error.ts";
import { startGatekeeper } from "./gatekeeper.ts";
import { badConfiguration, die, say } from "./output.ts";

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
  const ours = error instanceof GateError ? error : undefined;
  const lasting = ours?.code === "config" || ours?.code === "stopped";
  die(lasting ? badConfiguration : 1, ours?.where ?? "start", (error as Error).message);
}
