import { freezesInForce } from "@rempart/client";
import { forms } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { argument, collect, type Run } from "../flags.ts";
import { t } from "../language/language.ts";
import { draftFrom } from "../orders/draft.ts";
import { type FinishOptions, finish, withSignFlags } from "../orders/finish.ts";
import { Problem } from "../problem.ts";

/** Freezes in force. */
export async function freezesOf(context: Context): Promise<string[]> {
  const { head } = await context.head();
  return await freezesInForce((await context.gatekeeper()).ask, head);
}

/** Declares `rempart freeze` and `rempart unfreeze`. */
export function addFreeze(program: Command, run: Run): void {
  withSignFlags(program.command("freeze"))
    .description("Stop everything: one approver's signature, straight to the gatekeeper.")
    .option("--reason <code>", "why", "compromise")
    .action(
      run(async (context, options: FinishOptions & { reason: string }) => {
        const drafted = await draftFrom(context, "freeze", { reason: options.reason });
        await finish(context, drafted, options, { sign: true, submit: true, ask: false });
      }),
    );
  withSignFlags(program.command("unfreeze"))
    .description("Lift freezes: a quorum of approvers, straight to the gatekeeper when complete.")
    .option("--freeze <hash>", "a freeze to lift; repeat for more (default: all in force)", collect, [])
    .option(
      "--mute <person>",
      "refuse further freezes of this person until the next charter; repeat for more",
      collect,
      [],
    )
    .option("--reason <code>", "why", "mistake")
    .action(
      run(async (context, options: FinishOptions & { freeze: string[]; mute: string[]; reason: string }) => {
        const named = options.freeze.map((hash) => argument("--freeze", hash, forms.hash));
        const freezes = named.length > 0 ? named : await freezesOf(context);
        if (freezes.length === 0) throw new Problem("freeze.none", "freeze", t`Nothing is frozen.`);
        const mute = options.mute.map((id) => argument("--mute", id, forms.id));
        const drafted = await draftFrom(context, "unfreeze", { reason: options.reason }, { freezes, mute });
        await finish(context, drafted, options, { sign: true, submit: true, ask: false });
      }),
    );
}
