import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { groups } from "../groups.ts";
import { processIo } from "../io.ts";
import { buildProgram } from "../program.ts";
import { runMain } from "../testing/world.ts";
import { completionOf } from "./completion.ts";
import { flat, treeOf } from "./tree.ts";

const folder = mkdtempSync(join(tmpdir(), "rempart-manual-"));
after(() => rmSync(folder, { recursive: true }));
const top = treeOf(buildProgram(processIo(folder)));

const found = (program: string): boolean => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

/** What bash offers for a line whose last word is being typed. */
function offers(...words: string[]): string[] {
  const script = `${completionOf("bash", top)}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; compopt() { :; }
_rempart; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync("bash", ["-c", script], { encoding: "utf8", cwd: folder });
  assert.deepEqual([status, stderr], [0, ""]);
  return stdout.split("\n").filter((line) => line !== "");
}

describe("help", () => {
  it("shows every command in a group, and every group has its commands", async () => {
    const names = Object.values(groups).flat();
    assert.deepEqual([...names].sort(), top.commands.map(({ words }) => words.join(" ")).sort());
    assert.equal(new Set(names).size, names.length);
    const { stdout } = await runMain(["--help"], folder);
    const shown = [...stdout.matchAll(/^[A-Z].*:$/gm)].map(([heading]) => heading);
    assert.deepEqual(shown, ["Options:", ...Object.keys(groups)]);
  });

  it("says of every command what it is", () => {
    for (const { words, description } of flat(top)) assert.notEqual(description, "", words.join(" "));
  });
});

describe("completion", () => {
  it("offers commands, options and files, from the program itself", { skip: !existsSync("/bin/bash") }, () => {
    writeFileSync(join(folder, "plan.json"), "{}");
    assert.ok(offers("rempart", "").includes("apply"));
    assert.deepEqual(
      offers("rempart", "app").filter((word) => word.startsWith("appl")),
      ["apply"],
    );
    assert.ok(offers("rempart", "order", "").includes("retry"));
    assert.ok(offers("rempart", "--profile", "x", "order", "sign", "--all").includes("--all-of"));
    assert.ok(offers("rempart", "order", "sign", "somehash", "--ye").includes("--yes"));
    assert.deepEqual(offers("rempart", "order", "sign", "--all-of", "pl"), ["plan.json"]);
    assert.deepEqual(offers("rempart", "lock", "--reason", ""), []);
  });

  it("is a script that each shell reads", () => {
    for (const shell of ["bash", "zsh", "fish"] as const) {
      const script = completionOf(shell, top);
      const path = join(folder, `rempart.${shell}`);
      writeFileSync(path, script);
      for (const { words } of flat(top))
        assert.ok(script.includes(words.at(-1) ?? "rempart"), `${shell}: ${words.join(" ")}`);
      if (found(shell)) assert.equal(spawnSync(shell, ["-n", path], { encoding: "utf8" }).stderr, "", shell);
    }
  });

  it("knows no other shell", async () => assert.equal((await runMain(["completion", "tcsh"], folder)).code, 2));
});

describe("the manual page", () => {
  it("has every command and option, and no warning from the formatter", async () => {
    const { stdout, code } = await runMain(["man"], folder);
    assert.equal(code, 0);
    for (const { words, options, commands } of flat(top)) {
      if (commands.length > 0) continue;
      assert.ok(stdout.includes(`rempart ${words.join(" ").replaceAll("-", "\\-")}`), words.join(" "));
      for (const { long } of options) assert.ok(stdout.includes(long.replaceAll("-", "\\-")), long);
    }
    const path = join(folder, "rempart.1");
    writeFileSync(path, stdout);
    if (found("groff")) {
      const { stderr, stdout: page } = spawnSync("groff", ["-man", "-Tascii", "-P-cbou", "-ww", path], {
        encoding: "utf8",
      });
      assert.equal(stderr, "");
      assert.match(page, /rempart apply/);
    }
    if (found("mandoc"))
      assert.equal(spawnSync("mandoc", ["-T", "lint", "-W", "warning", path], { encoding: "utf8" }).stdout, "");
  });
});
