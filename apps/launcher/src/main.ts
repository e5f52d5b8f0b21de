// `npm start`: Rempart on one machine.
import { join } from "node:path";
import { command } from "./command.ts";

const apps = join(import.meta.dirname, "..", "..");
process.exitCode = await command(process.argv.slice(2), {
  parts: { gatekeeper: join(apps, "gatekeeper/src/main.ts"), server: join(apps, "server/src/main.ts") },
  console: { build: join(apps, "console/build.ts"), folder: join(apps, "console/dist") },
  phones: join(apps, "phones/src/main.ts"),
});
