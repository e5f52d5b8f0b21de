import { part } from "@rempart/client";
import { confirmationCode, forms, fromBase64url } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { argument, type Run } from "../flags.ts";
import { t } from "../language/language.ts";
import { draftFrom } from "../orders/draft.ts";
import { type FinishOptions, finish, withSignFlags } from "../orders/finish.ts";
import { Problem, Usage } from "../problem.ts";

/** Asks for the phone's digits, or takes them from --code, and refuses with `code.wrong` when they differ. */
async function compare(context: Context, expected: string, given: string | undefined): Promise<void> {
  let digits = given;
  if (digits === undefined) {
    if (!context.io.interactive)
      throw new Usage("--code", t`Nobody can be asked here: give --code with the six digits that the phone shows.`);
    // The digits are asked for, not shown with a yes or no: a person who types them has looked at the phone.
    digits = await context.io.ask(t`Six digits that the phone shows: `, false);
  }
  if (digits.replaceAll(/[\s-]/g, "") === expected) return;
  throw new Problem(
    "code.wrong",
    "code",
    // Which digits would be right is not said: they would be typed in from here.
    t`These are not the digits of this phone's enrolment. Another phone may stand in its place: admit neither before you know.`,
  );
}

async function admit(
  context: Context,
  id: string,
  options: FinishOptions & { code?: string; reason: string },
): Promise<void> {
  const answer = await (await context.gatekeeper()).ask(`/gate/v1/confirm/${id}`, { mayBeAbsent: true });
  if (answer === undefined)
    throw new Problem(
      "phone.missing",
      id,
      t`No such phone waits to be admitted: it was admitted already, left, or never enrolled.`,
    );
  const enrolment = part("confirm", answer, "enrolment", forms.hash);
  const nonce = fromBase64url(part("confirm", answer, "confirm", forms.nonce))!;
  await compare(context, confirmationCode(enrolment, nonce), options.code);
  context.say(t`The codes are equal.`);
  const drafted = await draftFrom(context, "admit", { phones: [id], reason: options.reason }, { enrolment });
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
