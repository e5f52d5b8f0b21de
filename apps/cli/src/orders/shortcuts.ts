import type { Command } from "commander";
import type { Run } from "../flags.ts";
import { type DraftOptions, draftFrom } from "./draft.ts";
import { type FinishOptions, finish, withSignFlags, withWait } from "./finish.ts";

/** Declares `rempart lock` and `rempart wipe`. */
export function addShortcuts(program: Command, run: Run): void {
  withWait(withSignFlags(program.command("lock").argument("<id...>", "ids of phones")))
    .description("Lock phones: draft, sign, and submit when one signature is enough.")
    .option("--reason <code>", "why", "lost")
    .option("--message-file <file>", "message on the locked phone, sealed")
    .option("--phone-file <file>", "number to call, sealed")
    .action(
      run(async (context, options: DraftOptions & FinishOptions, ids) => {
        const drafted = await draftFrom(context, "lock", { ...options, phones: ids });
        await finish(context, drafted, options, { sign: true, submit: true, ask: false });
      }),
    );
  withWait(withSignFlags(program.command("wipe").argument("<id...>", "ids of phones")))
    .description("Erase phones: draft and sign; others must sign too.")
    .option("--reason <code>", "why", "lost")
    .option("--storage", "erase storage cards too")
    .option("--esim", "erase eSIMs too")
    .option("--drop-protection", "give up factory-reset protection")
    .action(
      run(
        async (
          context,
          options: DraftOptions & FinishOptions & { storage?: boolean; esim?: boolean; dropProtection?: boolean },
          ids,
        ) => {
          const params = {
            storage: options.storage === true,
            esim: options.esim === true,
            keepProtection: options.dropProtection !== true,
          };
          const drafted = await draftFrom(context, "wipe", { ...options, phones: ids }, params);
          await finish(context, drafted, options, { sign: true, submit: true, ask: true });
        },
      ),
    );
}
