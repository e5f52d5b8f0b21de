import { requireCode, waitingPhone } from "@rempart/client";
import { forms } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { argument, type Run } from "../flags.ts";
import { t } from "../language/language.ts";
import { draftFrom } from "../orders/draft.ts";
import { type FinishOptions, finish, withSignFlags } from "../orders/finish.ts";
import { Usage } from "../problem.ts";

/** The phone's digits: asked for, or taken from --code. */
async function digitsOf(context: Context, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  if (!context.io.interactive)
    throw new Usage("--code", t`Nobody can be asked here: give --code with the six digits that the phone shows.`);
  // The digits are asked for, not shown with a yes or no: a person who types them has looked at the phone.
  return await context.io.ask(t`Six digits that the phone shows: `, false);
}

async function admit(
  context: Context,
  id: string,
  options: FinishOptions & { code?: string; reason: string },
): Promise<void> {
  const waiting = await waitingPhone((await context.gatekeeper()).ask, id);
  requireCode(waiting, await digitsOf(context, options.code));
  context.say(t`The codes are equal.`);
  const drafted = await draftFrom(
    context,
    "admit",
    { phones: [id], reason: options.reason },
    { enrolment: waiting.enrolment },
  );
  await finish(context, drafted, options, { sign: true, submit: true, ask: false });
}

/** Declares `rempart admit`. */
export function addAdmit(program: Command, run: Run): void {
  withSignFlags(program.command("admit").argument("<id>", "the phone's id"))
    .description("Let a phone in that waits to be confirmed, after comparing the six digits that it shows.")
    .option("--code <digits>", "the digits that the phone shows (default: asked for)")
    .option("--reason <code>", "why", "other")
    .action(
      run((context, options: FinishOptions & { code?: string; reason: string }, [given]) =>
        admit(context, argument("id", given, forms.id), options),
      ),
    );
}
