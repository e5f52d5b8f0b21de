// An order that a new charter ended, or a standing document that it cut off, drafted afresh: the same content under the
// charter in force, for people to sign anew. No old signature and no old ciphertext is carried over.

import { type JsonObject, type Order, standingActions } from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { payloadOf } from "../profile/trust-store.ts";
import { type Aim, buildOrder, orderId } from "./build.ts";
import { type Drafted, nextOf } from "./draft.ts";
import { review } from "./review.ts";
import { type Opened, openTexts, requireRead, sealReason, sealText } from "./sealed.ts";
import { fetchReview } from "./source.ts";

/** What the gatekeeper carried out when it took it, or what names another order: there is nothing to say again. */
const notAgain: ReadonlySet<string> = new Set(["admit", "cancel", "freeze", "pace", "unfreeze"]);

function aimOf(order: Order, phones: string[] | undefined, hash: string): Aim {
  if ("group" in order.targets) return { group: order.targets.group };
  if (phones === undefined)
    throw new Problem(
      "targets.list",
      hash,
      t`The server does not give the list of phones that was signed, so it cannot be signed again.`,
    );
  return { phones };
}

/** The params with every text sealed anew, to the keys of the charter in force and bound to the new order. */
async function sealAgain(
  context: Context,
  params: JsonObject,
  id: string,
  opened: readonly Opened[],
): Promise<JsonObject> {
  const { newest } = await context.trust();
  const sealed: JsonObject = { ...params };
  for (const { field, text } of opened) if (field !== "reason") sealed[field] = await sealText(newest, id, text!);
  return sealed;
}

/** Drafts the order `hash` again. Refuses with `order.again` what still counts, and what cannot be said again. */
export async function draftAgain(context: Context, hash: string): Promise<Drafted> {
  const { review: old } = await fetchReview(context, hash, undefined);
  if (old.kind !== "order" || notAgain.has(old.document.body.action))
    throw new Problem("order.again", hash, t`Only what phones carry out can be drafted again.`);
  const { body } = old.document;
  if (old.current)
    throw new Problem("order.again", hash, t`It names the charter in force: sign or submit it as it is.`);
  const { trust, frozen } = await context.head();
  const opened = await openTexts(context, body, body.org, new Map());
  requireRead(opened);
  const { params, reason } = payloadOf(old.document.envelope) as { params: JsonObject; reason: JsonObject };
  const id = orderId(context.io.now());
  const why = opened.find((one) => one.field === "reason")?.text;
  if (reason.sealed !== undefined && why === undefined)
    context.say(t`The words of its reason open for approvers alone: the new draft has the reason's code without them.`);
  const now = context.now();
  const counted = body.stream !== undefined && body.action !== "assign" ? await nextOf(context, body.stream) : {};
  const draft = buildOrder(trust.newest, {
    id,
    action: body.action,
    params: await sealAgain(context, params, id, opened),
    aim: aimOf(body, old.targets, hash),
    reason: {
      code: body.reason.code,
      ...(why === undefined ? {} : { sealed: await sealReason(trust.newest, id, why) }),
    },
    now,
    ...(standingActions.has(body.action) || body.expiresAt === undefined
      ? {}
      : { expiresAt: now + (body.expiresAt - body.createdAt) }),
    ...(body.stream === undefined ? {} : { stream: body.stream }),
    ...counted,
  });
  const texts = new Map(
    opened.flatMap(({ field, text }): [string, string][] => (text === undefined ? [] : [[field, text]])),
  );
  const { document, targets } = draft;
  return { review: await review(document.hash, document.envelope, targets, trust.charters, frozen), texts };
}
