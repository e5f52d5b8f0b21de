// An order from what a person asked for: texts are sealed, the stream's next number is taken, the result is judged. Nothing
// is signed, and nothing that a server sent is signed later: it is built here.
import {
  type Action,
  type Charter,
  forms,
  type JsonObject,
  type reasonCodes,
  schema,
  standingActions,
  streamOf,
  targetKind,
} from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import { type Ask, part } from "../remote/ask.ts";
import { type Aim, buildOrder, orderId } from "./build.ts";
import { type Review, review } from "./review.ts";
import { sealReason, sealText } from "./sealed.ts";

export type ReasonCode = (typeof reasonCodes)[number];

/** Where a standing document comes in its stream: its number, and the hash of the one before. */
export interface Position {
  n: number;
  prev?: string;
}

/** What a person asks for. */
export interface OrderWish {
  action: Action;
  /** The action's parameters, without the texts that are sealed. */
  params?: JsonObject;
  aim: Aim;
  reason: ReasonCode;
  /** Texts to seal, by field of the params; `reason` for the words of the reason. */
  texts?: ReadonlyMap<string, string>;
  /** Unix milliseconds. */
  now: number;
  /** Seconds until it expires; by default 7 days for phones that are named, never for what concerns all. */
  life?: number;
  /** For what counts up in a stream (`countedStream`). */
  position?: Position;
}

/** A drafted order, judged, with the texts that were sealed a moment ago. */
export interface Drafted {
  review: Review;
  texts: Map<string, string>;
}

/** What an order is judged under: the verified chain, and whether the newest head says frozen. */
export interface Judging {
  charters: readonly Charter[];
  frozen: boolean;
}

const standardLife = 7 * 86_400;

/** The stream in which such a document counts up, or undefined: then `position` is not needed. */
export function countedStream(action: Action, params: JsonObject): string | undefined {
  if (!standingActions.has(action) || action === "assign") return undefined;
  return streamOf(action, params as never);
}

/**
 * The next place in a stream, by the server's word (`ask` goes to the server, within a session): the gatekeeper refuses a
 * wrong one, so a lie only delays. Refuses with `answer`.
 */
export async function nextPosition(ask: Ask, stream: string): Promise<Position> {
  const answer = await ask(`/api/v1/streams?name=${encodeURIComponent(stream)}`, { mayBeAbsent: true });
  if (answer === undefined) return { n: 1 };
  const newest = part("stream", answer, "n", schema.integer());
  if (newest === 0) return { n: 1 };
  return { n: newest + 1, prev: part("stream", answer, "hash", forms.hash) };
}

/**
 * Builds an order under the charter in force, and judges it. Refuses with `order.aim`, `order.position`, with RangeError a
 * text of more than 8 KiB, and with the codes of form.
 */
export async function draftOrder(wish: OrderWish, { charters, frozen }: Judging): Promise<Drafted> {
  const charter = charters.at(-1)!;
  const { action, aim, position } = wish;
  const id = orderId(wish.now);
  const texts = new Map(wish.texts);
  const params: JsonObject = { ...wish.params };
  for (const [field, text] of texts) if (field !== "reason") params[field] = await sealText(charter, id, text);
  const why = texts.get("reason");
  const reason = { code: wish.reason, ...(why === undefined ? {} : { sealed: await sealReason(charter, id, why) }) };
  const standing = standingActions.has(action);
  if (countedStream(action, params) !== undefined && position === undefined)
    throw new ClientError("order.position", "n", say`${action} needs its number in its stream.`);
  const now = Math.floor(wish.now / 1000);
  // A freeze lifted late must still be lifted, so what concerns the whole organisation expires only if asked to.
  const life = wish.life ?? (targetKind(action) === "tree" ? standardLife : undefined);
  const stream = standing ? streamOf(action, params as never) : undefined;
  const { document, targets } = buildOrder(charter, {
    ...{ id, action, params, aim, reason, now },
    ...(standing || life === undefined ? {} : { expiresAt: now + life }),
    ...(stream === undefined ? {} : { stream }),
    ...position,
  });
  return { review: await review(document.hash, document.envelope, targets, charters, frozen), texts };
}
