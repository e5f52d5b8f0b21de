// `npm run backup`.
import { backup } from "./backup.ts";
import { run } from "./command.ts";
import { backupHelp, readBackupOptions } from "./options.ts";

process.exitCode = await run(backupHelp, readBackupOptions, async (options, report) => {
  const made = await backup(options, process.env, report);
  const size = `${(made.bytes / 1e6).toFixed(1)} MB`;
  return {
    event: "backup",
    ...made,
    text: `${made.file}: ${made.parts.join(" and ")}, ${made.rows} rows, ${size}.\nKeep this beside it: sha256 ${made.sha256}`,
  };
});
