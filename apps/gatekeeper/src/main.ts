import { Socket } from "node:net";
import { readConfig } from "./config.ts";
import { GateError } from "./error.ts";
import { startGatekeeper } from "./gatekeeper.ts";
import { badConfiguration, die, say } from "./output.ts";

try {
  const config = await readConfig(process.stdin);
  const launcher = config.demonstration ? new Socket({ fd: 3, readable: true, writable: true }) : undefined;
  const gatekeeper = await startGatekeeper(config, die, launcher);
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
