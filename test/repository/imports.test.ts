// The import rules of the design (section 8), and the list of third-party code that the gatekeeper runs.
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";

const root = resolve(import.meta.dirname, "../..");

/** Which workspaces a workspace may import. What is not listed is refused. */
const allowed: Record<string, string[]> = {
  "packages/policy": [],
  "packages/trust": ["policy"],
  "packages/log": ["trust"],
  "packages/directory": ["trust"],
  "packages/postgres": [],
  "packages/android": ["trust"],
  "packages/configuration": ["trust", "policy"],
  "packages/client": ["trust", "log", "policy", "directory", "configuration"],
  "apps/gatekeeper": ["trust", "log", "policy", "directory", "postgres"],
  "apps/server": ["trust", "policy", "android", "postgres"],
  "apps/phones": ["trust", "log", "policy", "android"],
  "apps/cli": ["client", "trust", "log", "policy", "directory", "android", "configuration"],
  "apps/console": ["client", "trust", "log", "policy", "directory", "configuration"],
  "apps/launcher": ["postgres", "log", "trust"],
};
/** No I/O, no platform: the browser and Java's tests rely on it. */
const pure = [
  "packages/policy",
  "packages/trust",
  "packages/log",
  "packages/directory",
  "packages/android",
  "packages/configuration",
  "packages/client",
];

function isTest(file: string): boolean {
  return /\.test\.ts$|\/testing\/|\/testing\.ts$|\/fixtures\//.test(file);
}

function sources(workspace: string): string[] {
  return globSync(`${workspace}/**/*.{ts,tsx}`, {
    cwd: root,
    exclude: (path) => path.includes("node_modules"),
  });
}

/** Module specifiers that `file` imports at run time or for types. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;"']*?["']([^"']+)["']|import\(\s*["']([^"']+)["']/g)].map(
    (match) => match[1] ?? match[2]!,
  );
}

for (const [workspace, may] of Object.entries(allowed)) {
  test(`${workspace} imports only what the design allows`, () => {
    const files = sources(workspace).filter((file) => !isTest(file));
    assert.ok(files.length > 0, `${workspace} has sources`);
    for (const file of files) {
      for (const specifier of importsOf(file)) {
        const own = /^@rempart\/([a-z]+)/.exec(specifier)?.[1];
        if (own) assert.ok(may.includes(own), `${file} imports ${specifier}`);
        if (specifier.startsWith(".")) {
          const target = relative(root, resolve(root, dirname(file), specifier));
          assert.ok(target.startsWith(`${workspace}/`), `${file} reaches into ${target}`);
        }
      }
    }
  });
}

for (const workspace of pure) {
  test(`${workspace} does no I/O`, () => {
    for (const file of sources(workspace).filter((path) => !isTest(path))) {
      if (file === "packages/trust/src/crypto/node.ts") continue;
      for (const specifier of importsOf(file))
        assert.ok(!specifier.startsWith("node:"), `${file} imports ${specifier}`);
      const text = readFileSync(join(root, file), "utf8");
      assert.ok(
        !/\b(fetch|process|Buffer|setTimeout|require)\(|\bBuffer\.|\bprocess\./.test(text),
        `${file} uses a platform's global`,
      );
    }
  });
}

/** Folder of an installed package, as Node finds it from `from`. */
function installed(name: string, from: string): string | undefined {
  for (let folder = from; folder.startsWith(root); folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return candidate;
  }
  return undefined;
}

/** Every third-party package that `workspaces` pull in, their dependencies' dependencies included. */
function closure(workspaces: string[]): Set<string> {
  const found = new Set<string>();
  const visit = (folder: string): void => {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
      const target = installed(name, folder);
      if (name.startsWith("@rempart/")) continue;
      if (found.has(name)) continue;
      found.add(name);
      if (target) visit(target);
    }
  };
  for (const workspace of workspaces) visit(join(root, workspace));
  return found;
}

test("the gatekeeper's third-party code is the checked-in list, each with its reason", () => {
  const list: Record<string, string> = JSON.parse(readFileSync(join(root, "apps/gatekeeper/third-party.json"), "utf8"));
  const trusted = ["apps/gatekeeper", ...allowed["apps/gatekeeper"]!.map((name) => `packages/${name}`)];
  const real = [...closure(trusted)].sort();
  assert.deepEqual(real, Object.keys(list).sort());
  for (const [name, reason] of Object.entries(list)) assert.ok(reason.length > 20, `${name} has a reason`);
});

test("no package of ours runs a script at install time", () => {
  for (const file of ["package.json", ...globSync(["apps/*/package.json", "packages/*/package.json"], { cwd: root })]) {
    const { scripts = {} } = JSON.parse(readFileSync(join(root, file), "utf8"));
    for (const name of ["preinstall", "install", "postinstall", "prepare"])
      assert.ok(!(name in scripts), `${file} has ${name}`);
  }
  assert.match(readFileSync(join(root, ".npmrc"), "utf8"), /^ignore-scripts=true$/m);
});
