// Static checks: formatting and lint (Biome), promises and exhaustiveness (oxlint), types (TypeScript).
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const bin = join(import.meta.dirname, "..", "node_modules", ".bin");
const checks: [tool: string, args: string[]][] = [
  ["biome", ["check", "--error-on-warnings", "."]],
  ["oxlint", ["--type-aware", "--deny-warnings", "apps", "packages", "scripts", "test", "vectors"]],
  ["tsc", ["--noEmit"]],
];
let failed = false;
for (const [tool, args] of checks) {
  const { status, error } = spawnSync(join(bin, tool), args, { stdio: "inherit", shell: process.platform === "win32" });
  console.error(`${status === 0 ? "ok    " : "FAILED"} ${tool} ${args.join(" ")}`);
  if (error) console.error(error.message);
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
