import type { JsonObject } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { type Run, wholeNumber } from "../flags.ts";
import { t } from "../language/language.ts";
import { Usage } from "../problem.ts";
import { type DraftOptions, draftFrom } from "./draft.ts";
import { type FinishOptions, finish, withSignFlags } from "./finish.ts";

type Options = DraftOptions & FinishOptions;

async function order(
  context: Context,
  action: "lost-mode" | "ring" | "message",
  options: Options,
  ids: string[],
  params: JsonObject = {},
): Promise<void> {
  const drafted = await draftFrom(context, action, { ...options, phones: ids }, params);
  await finish(context, drafted, options, { sign: true, submit: true, ask: false });
}

/** Declares `rempart lost`, `rempart found-again`, `rempart ring`, `rempart message`. */
export function addLostPhone(program: Command, run: Run): void {
  withSignFlags(program.command("lost").argument("<id...>", "ids of phones"))
    .description("Put phones into lost mode, or take them out of it with --off.")
    .option("--reason <code>", "why", "lost")
    .option("--message-file <file>", "what the phone shows, sealed")
    .option("--contact-file <file>", "whom to call, sealed")
    .option("--sound", "make a sound until it is found")
    .option("--off", "the phone is found again")
    .action(
      run(async (context, { off, sound, ...options }: Options & { off?: boolean; sound?: boolean }, ids) => {
        if (off && (sound || options.messageFile !== undefined || options.contactFile !== undefined))
          throw new Usage("--off", t`A phone that is found again shows and sounds nothing.`);
        const params = off ? { on: false } : { on: true, ...(sound ? { sound: true } : {}) };
        await order(context, "lost-mode", options, ids, params);
      }),
    );
  withSignFlags(program.command("found-again").argument("<id...>", "ids of phones"))
    .description("Take phones out of lost mode.")
    .option("--reason <code>", "why", "lost")
    .action(run((context, options: Options, ids) => order(context, "lost-mode", options, ids, { on: false })));
  withSignFlags(program.command("ring").argument("<id...>", "ids of phones"))
    .description("Let phones ring, also silent ones.")
    .option("--reason <code>", "why", "lost")
    .option("--seconds <n>", "how long", wholeNumber(5, 300), 60)
    .action(
      run((context, { seconds, ...options }: Options & { seconds: number }, ids) =>
        order(context, "ring", options, ids, { seconds }),
      ),
    );
  withSignFlags(program.command("message").argument("<id...>", "ids of phones"))
    .description("Show a message on phones.")
    .option("--reason <code>", "why", "support")
    .requiredOption("--text-file <file>", "the text, sealed")
    .action(run((context, options: Options, ids) => order(context, "message", options, ids)));
}
