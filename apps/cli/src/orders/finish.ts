import type { Drafted } from "@rempart/client";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { collect, collectList, wholeNumber } from "../flags.ts";
import { t } from "../language/language.ts";
import { answerLines, waitForPhones } from "./answers.ts";
import { leaveDraft, type SignOptions, show, signReview, submitReview } from "./flow.ts";
import { writeDraft } from "./source.ts";
import { missingWords, reviewJson } from "./words.ts";

export interface FinishOptions extends SignOptions {
  submit?: boolean;
  direct?: boolean;
  out?: string;
  /** Seconds to wait for what the phones say. */
  wait?: number;
}

interface How {
  sign: boolean;
  submit: boolean;
  ask: boolean;
  direct?: boolean;
}

/** What became of a draft, for programs and for people. */
export interface Finished {
  json: object;
  lines: string[];
  submitted: boolean;
}

/** Signs (where asked), submits (where asked and complete), or leaves a draft; then tells. */
export async function finish(context: Context, drafted: Drafted, options: FinishOptions, how: How): Promise<void> {
  const { json, lines } = await carryOut(context, drafted, options, how);
  context.result(json, lines);
}

/** As `finish`, for a command that has more to tell. */
export async function carryOut(
  context: Context,
  drafted: Drafted,
  options: FinishOptions,
  how: How,
): Promise<Finished> {
  let { review } = drafted;
  let texts = [...drafted.texts].map(([field, text]) => ({ field, text: text as string | undefined }));
  if (how.sign) ({ review, texts } = await signReview(context, review, options, how.ask, drafted.texts));
  else await show(context, review, drafted.texts);
  const profile = await context.profile();
  const json = reviewJson(review, texts, profile);
  if (options.out !== undefined) await writeDraft(options.out, review.document.envelope, review.targets);
  if (how.submit && review.complete) {
    const submitted = await submitReview(context, review, true);
    const lines = [review.hash, t`${submitted.state} at ${submitted.index}, proved by the log`];
    if (options.wait === undefined) return { json: { ...json, submitted }, lines, submitted: true };
    const answers = await waitForPhones(context, review.hash, options.wait);
    return {
      json: { ...json, submitted, phonesSaid: answers },
      lines: [...lines, ...answerLines(answers)],
      submitted: true,
    };
  }
  if (options.out === undefined) await leaveDraft(context, review);
  const left = options.out === undefined ? t`left with the server for others to sign` : t`written to ${options.out}`;
  return { json, lines: [review.hash, t`${left}; missing: ${missingWords(review)}`], submitted: false };
}

/** Flags of a draft: whom, what, why. */
export function withDraftFlags(command: Command): Command {
  return command
    .option("--phones <ids>", "ids of phones, separated by commas", collectList, [])
    .option("--phones-file <file>", "file with one id a line")
    .option("--group <id>", "a group's id, or all")
    .option("--params <json>", "the action's parameters, without sealed texts")
    .option(
      "--reason <code>",
      "why: lost, stolen, leaver, compromise, policy, update, support, exercise, legal, mistake, other",
    )
    .option("--reason-file <file>", "words of the reason, sealed to the approvers")
    .option("--expires-hours <n>", "hours until the order expires (default: 168)", wholeNumber(1, 400 * 24))
    .option("--text-file <file>", "text of a message, sealed")
    .option("--message-file <file>", "message on a locked phone, sealed")
    .option("--phone-file <file>", "number to call on a locked phone, sealed")
    .option("--contact-file <file>", "contact on a lost phone, sealed");
}

/** The flag that waits for phones. */
export function withWait(command: Command): Command {
  return command.option(
    "--wait <seconds>",
    "once submitted, wait so long until every phone has answered; exit 3 when one has not, or could not",
    wholeNumber(1, 86_400),
  );
}

/** Flags of a signature. */
export function withSignFlags(command: Command): Command {
  return command
    .option(
      "--sign <name>",
      "sign with this key of the profile; repeat for more (default: the profile's own)",
      collect,
      [],
    )
    .option("--root-key <file>", "sign with this root key; repeat for more", collect, [])
    .option("--yes", "do not ask before signing")
    .option("--out <file>", "write the document to FILE instead of leaving it with the server");
}
