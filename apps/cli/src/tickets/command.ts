import { buildTicket, review } from "@rempart/client";
import { forms } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { argument, collect, type Run, wholeNumber } from "../flags.ts";
import { t } from "../language/language.ts";
import { leaveDraft, signReview, submitReview } from "../orders/flow.ts";
import { readGroup } from "../orders/group.ts";
import { missingWords, reviewJson } from "../orders/words.ts";
import { keepSecret, writeInvitation } from "./invitation.ts";

interface TicketOptions {
  group: string[];
  uses: number;
  hours: number;
  confirm?: boolean;
  person?: string;
  sign: string[];
  out: string;
}

async function createTicket(context: Context, options: TicketOptions): Promise<void> {
  const { trust, frozen } = await context.head();
  const { document: draft, secret } = buildTicket(trust.newest, {
    groups: options.group.map(readGroup),
    uses: options.uses,
    life: options.hours * 3600,
    confirm: options.confirm === true,
    ...(options.person === undefined ? {} : { person: argument("--person", options.person, forms.id) }),
    now: context.now(),
  });
  const drafted = await review(draft.hash, draft.envelope, [], trust.charters, frozen);
  const signed = await signReview(context, drafted, options, false);
  const json = reviewJson(signed.review, [], await context.profile());
  if (!signed.review.complete) {
    await keepSecret(context, draft.hash, secret);
    await leaveDraft(context, signed.review);
    context.result({ ...json, accepted: false }, [
      draft.hash,
      t`left with the server for others to sign; missing: ${missingWords(signed.review)}`,
      t`then: rempart order submit ${draft.hash} --out ${options.out}`,
    ]);
    return;
  }
  const submitted = await submitReview(context, signed.review, true);
  await writeInvitation(context, draft.hash, options.out, secret);
  context.result({ ...json, accepted: true, submitted, out: options.out }, [
    draft.hash,
    t`accepted at ${submitted.index}, proved by the log`,
    t`the QR's text is in ${options.out}; it holds the ticket's secret`,
  ]);
}

/** Declares `rempart ticket`. */
export function addTickets(program: Command, run: Run): void {
  const ticket = program.command("ticket").description("Invitations to enrol phones.");
  ticket
    .command("create")
    .description("Make and sign a ticket; write the text of its QR when it is accepted.")
    .option("--group <id>", "group of the phones; repeat for more", collect, [])
    .requiredOption("--uses <n>", "how many phones may use it", wholeNumber(1, 1_000_000))
    .requiredOption("--hours <n>", "hours until it expires", wholeNumber(1, 400 * 24))
    .option("--confirm", "an operator compares a code for each phone")
    .option("--person <id>", "the person who will carry the phone")
    .option("--sign <name>", "sign with this key of the profile; repeat for more", collect, [])
    .requiredOption("--out <file>", "file for the text of the QR")
    .action(run(createTicket));
  ticket
    .command("invitation")
    .argument("<hash>", "hash of a ticket made with this profile")
    .description("Write the QR's text of a ticket that others submitted.")
    .requiredOption("--out <file>", "file for the text of the QR")
    .action(
      run(async (context, options: { out: string }, [given]) => {
        const hash = argument("hash", given, forms.hash);
        await writeInvitation(context, hash, options.out);
        context.result({ hash, out: options.out }, [
          t`the QR's text is in ${options.out}; it holds the ticket's secret`,
        ]);
      }),
    );
}
