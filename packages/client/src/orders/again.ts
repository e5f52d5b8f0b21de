// An order that a new charter ended, or a standing document that it cut off, drafted afresh: the same content under the
// charter in force, for people to sign anew. No old signature and no old ciphertext is carried over.
import type { Document, Order } from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import type { Aim } from "./build.ts";
import { type Drafted, draftOrder, type Judging, type Position } from "./draft.ts";
import type { Review } from "./review.ts";
import { type Opened, openParams, requireRead } from "./sealed.ts";

/** What the gatekeeper carried out when it took it, or what names another order: there is nothing to say again. */
const notAgain: ReadonlySet<string> = new Set(["admit", "cancel", "freeze", "pace", "unfreeze"]);

function aimOf(order: Order, phones: string[] | undefined, hash: string): Aim {
  if ("group" in order.targets) return { group: order.targets.group };
  if (phones === undefined)
    throw new ClientError(
      "targets.list",
      hash,
      say`The server does not give the list of phones that was signed, so it cannot be signed again.`,
    );
  return { phones };
}

/** The order that is to be drafted again. Refuses with `order.again` what still counts, and what cannot be said again. */
export function requireAgain(old: Review): Document<Order> {
  if (old.kind !== "order" || notAgain.has(old.document.body.action))
    throw new ClientError("order.again", old.hash, say`Only what phones carry out can be drafted again.`);
  if (old.current)
    throw new ClientError("order.again", old.hash, say`It names the charter in force: sign or submit it as it is.`);
  return old.document;
}

/**
 * Refuses with `stream.next` a place in the stream (`position`) that neither is the old document's own nor follows upon it: what
 * came since would be undone by people who were shown the old one alone. The place is the server's word; the gatekeeper
 * refuses a wrong one.
 */
export function requireNext({ body, hash }: Document<Order>, position: Position | undefined): void {
  if (position === undefined || body.n === undefined) return;
  const follows = position.n === body.n + 1 && position.prev === hash;
  const isItsOwn = position.n === body.n && position.prev === body.prev;
  if (follows || isItsOwn) return;
  throw new ClientError(
    "stream.next",
    hash,
    say`Something newer stands in its place. Look at that, and change it where it is wrong.`,
  );
}

/** What `openTexts` opened, by field. */
export function textsOf(opened: readonly Opened[]): Map<string, string> {
  return new Map(opened.flatMap(({ field, text }): [string, string][] => (text === undefined ? [] : [[field, text]])));
}

/** Whether the words of the order's reason cannot be opened here, so that a new draft has its code without them. */
export function losesReason(opened: readonly Opened[]): boolean {
  return opened.some(({ field, text }) => field === "reason" && text === undefined);
}

/**
 * Drafts an order again. `opened` are its texts, `now` Unix milliseconds, `position` its next place where it has a stream
 * that counts. Refuses with `order.again`, `secret.unread`, `stream.next`, `targets.list`, and as `draftOrder` does.
 */
export async function draftAgain(
  old: Review,
  opened: readonly Opened[],
  now: number,
  position: Position | undefined,
  judging: Judging,
): Promise<Drafted> {
  const document = requireAgain(old);
  requireRead(opened);
  requireNext(document, position);
  const { body } = document;
  const wish = {
    action: body.action,
    params: openParams(document),
    aim: aimOf(body, old.targets, old.hash),
    reason: body.reason.code,
    texts: textsOf(opened),
    now,
    ...(body.expiresAt === undefined ? {} : { life: body.expiresAt - body.createdAt }),
    ...(position === undefined ? {} : { position }),
  };
  return await draftOrder(wish, judging);
}
