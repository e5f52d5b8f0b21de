import { openParams, requireRead, textsOf } from "@rempart/client";
import { forms } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { argument, collectList, type Run, wholeNumber } from "../flags.ts";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { answerLines, answersOf, waitForPhones } from "./answers.ts";
import { draftFrom } from "./draft.ts";
import { type FinishOptions, finish, withSignFlags, withWait } from "./finish.ts";
import { fetchReview } from "./source.ts";
import { openWithProfile } from "./texts.ts";

async function results(context: Context, hash: string, wait: number | undefined): Promise<void> {
  const answers = wait === undefined ? await answersOf(context, hash) : await waitForPhones(context, hash, wait);
  context.result({ order: hash, phones: answers }, answerLines(answers));
}

/** The same order again, for those of its phones that did not do it: a new document, built here, signed anew. */
async function retry(context: Context, hash: string, options: FinishOptions & { outcome: string[] }): Promise<void> {
  const { review } = await fetchReview(context, hash, undefined);
  if (review.kind !== "order" || !review.targets || review.targets.length === 0)
    throw new Problem(
      "order.retry",
      hash,
      t`Only orders that name their phones can be tried again; others stand, and phones try by themselves.`,
    );
  const { body } = review.document;
  const failed = new Set(options.outcome.length > 0 ? options.outcome : ["failed", "refused", "interrupted"]);
  // Only phones of the signed list: a server that names others adds nobody.
  const targets = new Set(review.targets);
  const phones = (await answersOf(context, hash))
    .filter(({ device, outcome }) => failed.has(outcome) && targets.has(device))
    .map(({ device }) => device);
  if (phones.length === 0) {
    context.result({ order: hash, retried: [] }, [t`No phone of this order failed: there is nothing to try again.`]);
    return;
  }
  const texts = await openWithProfile(context, body);
  requireRead(texts);
  const again = { phones, reason: body.reason.code, texts: textsOf(texts) };
  const drafted = await draftFrom(context, body.action, again, openParams(review.document));
  await finish(context, drafted, options, { sign: true, submit: true, ask: true });
}

/** Declares `rempart order results` and `rempart order retry`. */
export function addResults(program: Command, run: Run): void {
  const order = program.commands.find((one) => one.name() === "order")!;
  order
    .command("results")
    .argument("<hash>", "hash of the order")
    .description("What each phone of an order said last.")
    .option(
      "--wait <seconds>",
      "wait so long until every phone has answered; exit 3 when one has not, or could not",
      wholeNumber(1, 86_400),
    )
    .action(
      run((context, options: { wait?: number }, [hash]) =>
        results(context, argument("hash", hash, forms.hash), options.wait),
      ),
    );
  withWait(withSignFlags(order.command("retry").argument("<hash>", "hash of the order")))
    .description("Try an order again on the phones that failed, and on no others.")
    .option("--outcome <list>", "which phones (default: failed,refused,interrupted)", collectList, [])
    .action(
      run((context, options: FinishOptions & { outcome: string[] }, [hash]) =>
        retry(context, argument("hash", hash, forms.hash), options),
      ),
    );
}
