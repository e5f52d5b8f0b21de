// `npm test`: static checks, then every *.test.ts, each file in a process of its own.
// Arguments are path fragments that select test files: npm test -- packages/trust
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const wanted = process.argv.slice(2);
if (wanted.length === 0) {
  const { status } = spawnSync(process.execPath, [join(root, "scripts/check.ts")], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
const files = globSync(["packages/**/*.test.ts", "apps/**/*.test.ts", "test/**/*.test.ts", "vectors/**/*.test.ts"], {
  cwd: root,
  exclude: (path) => path.includes("node_modules"),
})
  .filter((file) => wanted.length === 0 || wanted.some((fragment) => file.includes(fragment)))
  .sort();
if (files.length === 0) {
  console.error(`rempart: no test file matches ${wanted.join(" ")}`);
  process.exit(1);
}
// Two at a time: several start PostgreSQL, and the reference machine has two cores.
const { status } = spawnSync(
  process.execPath,
  [
    "--test",
    "--test-concurrency=2",
    "--test-timeout=300000",
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    ...files,
  ],
  // The CLI speaks the language of its surroundings; tests read English.
  { cwd: root, stdio: "inherit", env: { ...process.env, LC_ALL: "C" } },
);
process.exit(status ?? 1);
