import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { Run } from "../flags.ts";
import { charterJson, charterLines } from "./charter-words.ts";

async function tell(context: Context, fetched: boolean): Promise<void> {
  const { newest } = fetched ? await context.sync() : await context.trust();
  const { names } = await context.profile();
  context.result(charterJson(newest, names), charterLines(newest, names));
}

/** Declares `rempart charter`. */
export function addCharter(program: Command, run: Run): void {
  const charter = program.command("charter").description("The organisation's root of trust.");
  charter
    .command("show")
    .description("Show the newest charter this profile verified, from its signed bytes.")
    .action(run((context) => tell(context, false)));
  charter
    .command("fetch")
    .description("Fetch newer charters, verify each from the pinned genesis, and show the newest.")
    .action(run((context) => tell(context, true)));
}
