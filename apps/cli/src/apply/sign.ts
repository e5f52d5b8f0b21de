import type { Review, Submitted } from "@rempart/client";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { leaveDraft, type SignOptions, signShown, submitReview } from "../orders/flow.ts";
import { missingWords } from "../orders/words.ts";
import { messageOf, Problem } from "../problem.ts";
import { askServer } from "../remote/server.ts";

/** What became of one order. */
export interface Done {
  review: Review;
  submitted?: Submitted & { proved: true };
}

/**
 * Signs one order that was shown, unless this person has, and leaves it for the others or submits it. Every step is kept by
 * the server before the next begins, so that a run that is cut is completed by the next.
 */
export async function carryOn(
  context: Context,
  shownReview: Review,
  waiting: boolean,
  options: SignOptions & { submit: boolean },
): Promise<Done> {
  let judged = shownReview;
  const { person } = await context.key();
  const signed = judged.signers.some(({ id }) => id === person);
  if (!judged.complete && !signed) {
    const done = await signShown(context, judged, options);
    judged = done.review;
    if (waiting)
      for (const signature of done.signatures)
        await askServer(context, `/api/v1/drafts/${judged.hash}/signatures`, { body: { signature } });
    else await leaveDraft(context, judged);
  }
  if (!judged.complete || !options.submit) return { review: judged };
  return { review: judged, submitted: await submitReview(context, judged, false) };
}

/** One line on what became of an order. */
export function doneLine(name: string, { review, submitted }: Done): string {
  const state = submitted
    ? t`${submitted.state} at ${submitted.index}, proved by the log`
    : t`waits; missing: ${missingWords(review)}`;
  return `${name.padEnd(41)} ${review.hash.slice(0, 16)}  ${state}`;
}

/** Goes on with the others when one fails, and says at the end which did. */
export async function each<T>(
  list: readonly T[],
  work: (one: T) => Promise<void>,
  name: (one: T) => string,
  say: (line: string) => void,
): Promise<void> {
  const failed: string[] = [];
  for (const one of list) {
    try {
      await work(one);
    } catch (error) {
      // Without a connection or a person nothing after it can work either.
      if (
        !(error instanceof Error) ||
        (error instanceof Problem && ["network", "interrupted", "usage"].includes(error.code))
      )
        throw error;
      failed.push(name(one));
      say(`${name(one)}: ${messageOf(error)}`);
    }
  }
  if (failed.length > 0)
    throw new Problem(
      "apply.partly",
      failed[0]!,
      t`${failed.length} of ${list.length} orders failed, as said above; the others were carried on. Run it again to do the rest.`,
    );
}
