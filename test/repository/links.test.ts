// Every relative link of a Markdown file leads to a file that exists, and to a heading where it names one.
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";

const root = resolve(import.meta.dirname, "../..");
const files = globSync("**/*.md", { cwd: root, exclude: (path) => /(^|\/)(node_modules|data)(\/|$)/.test(path) });

/** The text without code, where brackets are no links. */
function prose(file: string): string {
  return readFileSync(join(root, file), "utf8")
    .replace(/^```[\s\S]*?^```/gm, "")
    .replace(/`[^`\n]*`/g, "");
}

/** Anchors of a file's headings, as forges make them. */
function anchors(file: string): string[] {
  const headings = readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, text]) =>
    text!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test("relative links in Markdown lead somewhere", () => {
  assert.ok(files.includes("README.md") && files.length > 20, "the pages are found");
  const dead: string[] = [];
  for (const file of files) {
    for (const [, target] of prose(file).matchAll(/\]\(([^()\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target!)) continue;
      const [path, anchor] = target!.split("#") as [string, string?];
      const found = path === "" ? join(root, file) : resolve(root, dirname(file), decodeURI(path));
      const inside = !relative(root, found).startsWith("..");
      if (!inside || !existsSync(found)) dead.push(`${file}: ${target}`);
      else if (anchor !== undefined && statSync(found).isFile() && !anchors(found).includes(anchor))
        dead.push(`${file}: ${target} (no such heading)`);
    }
  }
  assert.deepEqual(dead, []);
});

test("decisions are numbered once each, without a gap, and say their number", () => {
  const pages = globSync("docs/adr/*.md", { cwd: root }).sort();
  for (const [place, page] of pages.entries()) {
    const number = place + 1;
    assert.ok(page.startsWith(`docs/adr/${String(number).padStart(4, "0")}-`), `${page} should be number ${number}`);
    assert.match(readFileSync(join(root, page), "utf8"), new RegExp(`^# ${number}\\. `), page);
  }
});
