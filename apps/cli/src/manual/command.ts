import type { Command } from "commander";
import type { Run } from "../flags.ts";
import { t } from "../language/language.ts";
import { Usage } from "../problem.ts";
import { completionOf, type Shell, shells } from "./completion.ts";
import { manualOf } from "./man.ts";
import { treeOf } from "./tree.ts";
import { manWords, version } from "./words.ts";

/** Declares `rempart completion` and `rempart man`. */
export function addManual(program: Command, run: Run): void {
  program
    .command("completion")
    .argument("<shell>", "bash, zsh or fish")
    .description("Print the completion script of a shell.")
    .action(
      run(async (context, _options, [shell]) => {
        if (!shells.includes(shell as Shell))
          throw new Usage("shell", t`There is completion for ${shells.join(", ")}.`);
        context.io.stdout(completionOf(shell as Shell, treeOf(program)));
      }),
    );
  program
    .command("man")
    .description("Print the manual page, rempart.1; read it with: rempart man | man -l -")
    .action(run(async (context) => context.io.stdout(manualOf(treeOf(program), version, manWords()))));
}
