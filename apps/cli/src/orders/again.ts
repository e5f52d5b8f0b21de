import {
  countedStream,
  type Drafted,
  draftAgain,
  losesReason,
  openParams,
  requireAgain,
  requireRead,
} from "@rempart/client";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { nextOf } from "./draft.ts";
import { fetchReview } from "./source.ts";
import { openWithProfile } from "./texts.ts";

/** Drafts the order `hash` again. Refuses with `order.again` what still counts, and what cannot be said again. */
export async function orderAgain(context: Context, hash: string): Promise<Drafted> {
  const { review: old } = await fetchReview(context, hash, undefined);
  const document = requireAgain(old);
  const { trust, frozen } = await context.head();
  const opened = await openWithProfile(context, document.body);
  requireRead(opened);
  if (losesReason(opened))
    context.say(t`The words of its reason open for approvers alone: the new draft has the reason's code without them.`);
  const stream = countedStream(document.body.action, openParams(document));
  const position = stream === undefined ? undefined : await nextOf(context, stream);
  return await draftAgain(old, opened, context.io.now(), position, { charters: trust.charters, frozen });
}
