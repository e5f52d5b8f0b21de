import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { groups } from "../groups.ts";
import { processIo } from "../io.ts";
import { flat, treeOf } from "../manual/tree.ts";
import { buildProgram } from "../program.ts";
import { textsOf } from "../testing/texts.ts";
import { french } from "./fr/index.ts";
import { chosen } from "./language.ts";

// A folder of its own: a profile beside somebody's data is refused, and temporary folders hold much.
const folder = mkdtempSync(join(tmpdir(), "rempart-language-"));
after(() => rmSync(folder, { recursive: true }));
const source = join(import.meta.dirname, "..");
const client = join(import.meta.dirname, "../../../../packages/client/src");

/** Places to fill in, in order of their number: a translation may move them, not lose them. */
const places = (text: string): string[] => (text.match(/\{\d\}/g) ?? []).sort();

function missing(texts: Iterable<string>): string[] {
  return [...new Set(texts)].filter((text) => text !== "" && !Object.hasOwn(french, text));
}

function run(...argv: string[]) {
  const env = { ...process.env, REMPART_PROFILE: join(folder, "none"), LANG: "C", LC_ALL: "" };
  return spawnSync(process.execPath, [join(source, "main.ts"), ...argv], { encoding: "utf8", env });
}

describe("languages", () => {
  it("every command, option and argument has French help", () => {
    const entries = flat(treeOf(buildProgram(processIo("/nowhere"))));
    const texts = entries.flatMap((entry) => [
      entry.description,
      ...entry.arguments.map(({ help }) => help),
      ...entry.options.map(({ help }) => help),
    ]);
    assert.deepEqual(missing([...texts, ...Object.keys(groups)]), []);
  });

  it("every text that is said as t`...` has its French, with the same places to fill in", () => {
    const files = globSync("**/*.ts", { cwd: source }).filter((file) => !/\.test\.ts$|testing\/|language\//.test(file));
    const texts = files.flatMap((file) => [...textsOf(readFileSync(join(source, file), "utf8"))]);
    assert.ok(texts.length > 100);
    assert.deepEqual(missing(texts), []);
    // The texts of what every client shares: this one says them in its language.
    const shared = globSync("**/*.ts", { cwd: client }).filter((file) => !/\.test\.ts$|testing\//.test(file));
    const said = shared.flatMap((file) => [...textsOf(readFileSync(join(client, file), "utf8"), "say")]);
    assert.ok(said.length > 20);
    assert.deepEqual(missing(said), []);
    for (const [english, translated] of Object.entries(french))
      assert.deepEqual(places(translated), places(english), english);
  });

  it("is chosen by --lang, then by the environment", () => {
    assert.equal(chosen([], { LANG: "fr_BE.UTF-8" }), "fr");
    assert.equal(chosen([], { LANG: "fr_BE.UTF-8", LC_ALL: "C" }), "en");
    assert.equal(chosen(["--lang", "fr"], { LANG: "en" }), "fr");
    assert.equal(chosen(["--lang=en"], { LANG: "fr" }), "en");
    assert.equal(chosen([], { LANG: "de" }), "en");
    assert.equal(chosen([], {}), "en");
    assert.equal(chosen(["charter", "diff", "--json", "--lang", "fr"], { LANG: "fr" }), "en");
  });

  it("speaks French in help and refusals; JSON keeps its codes", () => {
    assert.match(
      run("--lang", "fr", "apply", "--help").stdout,
      /Usage : rempart apply[\s\S]*le dossier contenant rempart\.yaml/,
    );
    assert.match(run("--lang", "fr", "dance").stderr, /erreur : commande inconnue/);
    const refused = run("--lang", "fr", "--json", "whoami");
    assert.equal(refused.stdout, run("--json", "whoami").stdout);
    assert.equal(JSON.parse(refused.stdout).error, "profile.missing");
    assert.match(run("whoami").stderr, /There is no profile here/);
  });
});
