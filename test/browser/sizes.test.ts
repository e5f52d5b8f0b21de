import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { limit, limitOf, type Manifest, routes, sizes, sizesOfConsole, table, tooHeavy } from "./sizes.ts";

const folder = mkdtempSync(join(tmpdir(), "rempart-sizes-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

const manifest: Manifest = {
  "index.html": {
    file: "a/main.js",
    isEntry: true,
    imports: ["_shared.js"],
    css: ["a/main.css"],
    assets: ["a/f.woff2"],
  },
  "_shared.js": { file: "a/shared.js", imports: ["_deep.js"] },
  "_deep.js": { file: "a/deep.js", imports: ["_shared.js"] },
  "src/phones.tsx": { file: "a/phones.js", isDynamicEntry: true, imports: ["_shared.js", "_table.js"] },
  "_table.js": { file: "a/table.js", css: ["a/table.css"] },
};

test("a route is the entry, what both import, and its own part, each once", () => {
  const [entry, phones] = routes(manifest);
  assert.deepEqual(entry, {
    name: "(entry)",
    screen: true,
    scripts: ["a/deep.js", "a/main.js", "a/shared.js"],
    styles: ["a/main.css"],
    assets: ["a/f.woff2"],
  });
  assert.deepEqual(phones!.scripts, ["a/deep.js", "a/main.js", "a/phones.js", "a/shared.js", "a/table.js"]);
  assert.deepEqual(phones!.styles, ["a/main.css", "a/table.css"]);
  assert.throws(() => routes({ "src/a.tsx": { file: "a.js" } }), /no entry/);
  assert.throws(() => routes({ "a.html": { file: "a.js", isEntry: true, imports: ["_gone.js"] } }), /_gone\.js/);
});

test("weights are of what is on the disk, gzipped; a route above the limit is pointed out", () => {
  const noise = Array.from({ length: 80_000 }, (_, n) => Math.sin(n).toString(36)).join("");
  write({ "dist/index.html": "<p>x</p>", "dist/.vite/manifest.json": JSON.stringify(manifest) });
  for (const file of ["a/main.js", "a/shared.js", "a/deep.js", "a/table.js", "a/main.css", "a/table.css", "a/f.woff2"])
    write({ [`dist/${file}`]: "x".repeat(1000) });
  write({ "dist/a/phones.js": noise });
  const [phones, entry] = sizes(join(folder, "dist"));
  assert.deepEqual([phones!.name, entry!.name], ["src/phones.tsx", "(entry)"]);
  assert.ok(phones!.total > limit && entry!.total < 500, `${phones!.total} ${entry!.total}`);
  assert.equal(entry!.assets, 1000);
  assert.deepEqual(tooHeavy([phones!, entry!]), [phones]);
  assert.match(table([phones!, entry!]), /src\/phones\.tsx {2}ABOVE THE LIMIT\n.*\(entry\) {2}\(first screen\)\n/);
});

test("a library that a screen fetches when it is there already is no first screen", () => {
  const library = "../../node_modules/age-encryption/dist/index.js";
  const [, age] = routes({
    ...manifest,
    "src/phones.tsx": { file: "x.js" },
    [library]: { file: "b.js", isDynamicEntry: true },
  });
  assert.deepEqual([age!.name, age!.screen], [library, false]);
});

test("what Vite builds can be weighed", async () => {
  write({
    "app/index.html": '<!doctype html><script type="module" src="/main.ts"></script>',
    "app/main.ts": 'import "./main.css"; void import("./phones.ts").then(({ show }) => show());',
    "app/main.css": "p { color: red }",
    "app/phones.ts": 'export function show(): void { document.title = "phones"; }',
  });
  const found = await sizesOfConsole(join(folder, "app"));
  assert.deepEqual(found.map(({ name }) => name).sort(), ["(entry)", "phones.ts"]);
  assert.ok(found.every(({ scripts, styles, total }) => scripts > 0 && styles > 0 && total > scripts + styles));
});

test("the first screens of the console are under 250 KB, the others under 350", async () => {
  const found = await sizesOfConsole();
  const names = found.map(({ name }) => name);
  // A limit for a screen that was renamed would hold nothing.
  assert.equal(names.filter((name) => limitOf(name) < limit).length, 4, names.join(" "));
  assert.deepEqual(tooHeavy(found), [], `\n${table(found)}`);
});
