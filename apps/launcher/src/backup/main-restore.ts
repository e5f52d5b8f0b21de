// `npm run restore`.
import { join } from "node:path";
import { run } from "./command.ts";
import { readRestoreOptions, restoreHelp } from "./options.ts";
import { restore } from "./restore.ts";

const apps = join(import.meta.dirname, "../../..");
const migrations = { gatekeeper: join(apps, "gatekeeper/migrations"), server: join(apps, "server/migrations") };

process.exitCode = await run(restoreHelp, readRestoreOptions, async (options, report) => {
  const done = await restore(options, migrations, process.env, report);
  const from = new Date(done.createdAt * 1000).toISOString();
  const waits = done.waits
    ? "\nThe gatekeeper will sign nothing yet: what it signed after this backup is not known here. docs/operate/backup.md says how it goes on."
    : "";
  return {
    event: "restored",
    ...done,
    text: `${done.data}: ${done.parts.join(" and ")} as of ${from}, ${done.rows} rows, each table and the log compared.${waits}`,
  };
});
