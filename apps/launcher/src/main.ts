// `npm start`: Rempart on one machine.
import { join } from "node:path";
import { command } from "./command.ts";

const apps = join(import.meta.dirname, "..", "..");
process.exitCode = await command(process.argv.slice(2), {
  gatekeeper: join(apps, "gatekeeper/src/main.ts"),
  server: join(apps, "server/src/main.ts"),
});
