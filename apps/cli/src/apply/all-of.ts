// One go for many orders: the second approver reads the whole plan, says yes once, and signs each.

import { type Review, requireRead, requireTimely } from "@rempart/client";
import { forms, readJson, schema } from "@rempart/trust";
import type { Context } from "../context.ts";
import { counted, t } from "../language/language.ts";
import { confirm, type SignOptions, show } from "../orders/flow.ts";
import { fetchReview } from "../orders/source.ts";
import { reviewJson } from "../orders/words.ts";
import { Problem } from "../problem.ts";
import { readNamed } from "../profile/files.ts";
import { carryOn, type Done, doneLine, each } from "./sign.ts";

const listed = schema.object({
  v: schema.literal(1),
  genesis: forms.hash,
  orders: schema.set(forms.hash, 1, 1000),
});

/** Verifies and shows every order that the file of `rempart apply --out` lists, asks once, and signs each. */
export async function signAllOf(
  context: Context,
  file: string,
  options: SignOptions & { submit?: boolean },
): Promise<void> {
  const { genesis, orders } = listed(readJson(await readNamed(file), 1024 * 1024, file), "plan");
  if (genesis !== (await context.profile()).genesis)
    throw new Problem("org", file, t`This list of orders is for another organisation than this profile.`);
  const reviews: { review: Review; texts: Awaited<ReturnType<typeof show>> }[] = [];
  for (const hash of orders) {
    const { review } = await fetchReview(context, hash, undefined);
    const texts = await show(context, review);
    // Before the question: whoever says yes to all must not find afterwards that some could not be signed.
    requireTimely(review, context.now());
    requireRead(texts);
    reviews.push({ review, texts });
  }
  await context.key();
  await confirm(context, options, t`Sign all of these, ${counted(reviews.length, "order")}?`);
  const done: Done[] = [];
  const lines: string[] = [];
  const nameOf = ({ review }: { review: Review }): string =>
    review.kind === "order"
      ? `${review.document.body.action.padEnd(12)} ${review.document.body.stream ?? ""}`
      : "ticket";
  await each(
    reviews,
    async (one) => {
      const result = await carryOn(context, one.review, true, { ...options, submit: options.submit === true });
      done.push(result);
      lines.push(doneLine(nameOf(one), result));
    },
    nameOf,
    (line) => context.say(line),
  );
  const profile = await context.profile();
  const json = done.map(({ review, submitted }) => ({
    ...reviewJson(review, [], profile),
    ...(submitted ? { submitted } : {}),
  }));
  context.result({ orders: json }, lines);
}
