#!/usr/bin/env node
// Runs the command with the Node that package-lock.json pins, whatever Node npx itself runs on. Plain JavaScript for any
// Node >= 20. Nothing is installed from here: a signing tool does not fetch code while somebody waits to sign.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const app = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === "win32";
const name = windows ? "node.exe" : "node";

function fail(message) {
  console.error(`rempart: ${message}`);
  process.exit(1);
}

/** The pinned Node in the nearest node_modules, or this one where no package carries Node for the platform (macOS). */
function nodeBinary() {
  for (let folder = app; folder !== dirname(folder); folder = dirname(folder)) {
    const packaged = join(
      folder,
      "node_modules",
      `node-${windows ? "win" : process.platform}-${process.arch}`,
      "bin",
      name,
    );
    if (existsSync(packaged)) return packaged;
  }
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  return fail(
    `no pinned Node for ${process.platform}-${process.arch} and this one is ${process.versions.node}. Run npm ci --ignore-scripts in the repository, or install Node 24.`,
  );
}

const child = spawn(
  nodeBinary(),
  ["--disable-warning=ExperimentalWarning", join(app, "src", "main.ts"), ...process.argv.slice(2)],
  { stdio: "inherit" },
);
// Ctrl-C reaches the whole foreground group by itself; the handlers keep this parent alive until the child is done.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (signal !== "SIGINT") child.kill(signal);
  });
}
child.on("error", (error) => fail(`Node could not be started: ${error.message}`));
child.on("exit", (code, signal) => process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1)));
