// Runs a TypeScript file (or, with --bin, a tool) of this repository with the Node that package-lock.json pins,
// whatever Node npm itself runs on. Plain JavaScript: it must work on any Node >= 20, before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === "win32";

function fail(message) {
  console.error(`rempart: ${message}`);
  process.exit(1);
}

/** True when node_modules is missing or older than the lockfile: npm writes .package-lock.json last. */
function needsInstall() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return true;
  return statSync(join(root, "package-lock.json")).mtimeMs > statSync(installed).mtimeMs;
}

function install() {
  console.error("rempart: installing packages (once, about half a minute)");
  // ignore-scripts: no code of a dependency runs at install time.
  const result = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: windows,
  });
  if (result.error) fail(`npm could not be started: ${result.error.message}. Install npm, then try again.`);
  if (result.status !== 0) fail("npm ci failed; its message is above. Nothing was started.");
}

/** The pinned Node, or this one where no package carries Node for the platform (macOS). */
function nodeBinary() {
  const name = windows ? "node.exe" : "node";
  for (const candidate of [
    join(root, "node_modules", `node-${windows ? "win" : process.platform}-${process.arch}`, "bin", name),
    join(root, "node_modules", ".bin", name),
  ]) {
    if (existsSync(candidate)) return candidate;
  }
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 24) return process.execPath;
  return fail(
    `no pinned Node for ${process.platform}-${process.arch} and this one is ${process.versions.node}. Install Node 24 or newer and try again.`,
  );
}

const args = process.argv.slice(2);
if (args.length === 0) fail("usage: launch.mjs FILE.ts [ARGUMENT ...] or launch.mjs --bin TOOL [ARGUMENT ...]");
if (needsInstall()) install();

// `npm start --port 9000` gives the flag to npm, not to us; say so instead of using another port in silence.
for (const flag of ["port", "data", "only", "listen", "out", "from", "to"]) {
  if (process.env[`npm_config_${flag}`] !== undefined) {
    fail(`npm kept --${flag} for itself. Write: npm ${process.env.npm_lifecycle_event ?? "start"} -- --${flag} VALUE`);
  }
}

const node = nodeBinary();
const bin = join(root, "node_modules", ".bin");
const tool = args[0] === "--bin" ? join(bin, args[1] + (windows ? ".cmd" : "")) : node;
const toolArgs = args[0] === "--bin" ? args.slice(2) : [join(root, args[0]), ...args.slice(1)];
const child = spawn(tool, toolArgs, {
  stdio: "inherit",
  shell: windows && args[0] === "--bin",
  env: {
    ...process.env,
    PATH: [dirname(node), bin, process.env.PATH].join(delimiter),
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --disable-warning=ExperimentalWarning`.trim(),
  },
});
// Ctrl-C reaches the whole foreground group by itself; the handlers keep this parent alive until the child is done.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (signal !== "SIGINT") child.kill(signal);
  });
}
// npm that is told to end may leave without telling us: then the child is told here, or it would run on unseen.
const parent = process.ppid;
const orphaned = setInterval(() => {
  if (process.ppid !== parent) child.kill("SIGTERM");
}, 1000);
orphaned.unref();
child.on("error", (error) => fail(`${tool} could not be started: ${error.message}`));
child.on("exit", (code, signal) => process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1)));
