import { isDestructive as rulesAreDestructive } from "@rempart/policy";
import { type Document, type DocumentType, payloadLimit } from "../envelope/envelope.ts";
import type { JsonValue } from "../json/reader.ts";
import { Refusal } from "../refusal.ts";
import { hash, id, type Secret, sealed, time, uuid } from "../schema/forms.ts";
import { integer, literal, object, oneOf, optional, type Read, type Reader, text } from "../schema/schema.ts";
import { type Action, actions, type ParamsOf, readParams, standingActions, streamOf, targetKind } from "./actions.ts";

export const reasonCodes = [
  "lost",
  "stolen",
  "leaver",
  "compromise",
  "policy",
  "update",
  "support",
  "exercise",
  "legal",
  "mistake",
  "other",
] as const;
/** Why: a code in the clear, and the words sealed to the directory key. */
export const reason = object({ code: oneOf(...reasonCodes), sealed: optional(sealed) });

/** The group that holds every phone: 16 zero bytes. */
export const everyPhone = "AAAAAAAAAAAAAAAAAAAAAA";
export const maxTargets = 1_000_000;

const targetReaders = {
  tree: object({ count: integer(1, maxTargets), root: hash }),
  group: object({ group: id }),
  all: object({ all: literal(true) }),
};
export type TreeTargets = Read<typeof targetReaders.tree>;
export type Targets = TreeTargets | Read<typeof targetReaders.group> | Read<typeof targetReaders.all>;

const raw: Reader<JsonValue> = (value) => value;
const frame = object({
  v: literal(1),
  org: hash,
  id: uuid,
  charter: hash,
  action: oneOf(...actions),
  params: raw,
  targets: raw,
  stream: optional(text(1, 300)),
  n: optional(integer(1)),
  prev: optional(hash),
  reason,
  createdAt: time,
  expiresAt: optional(time),
});

export interface Order extends Omit<Read<typeof frame>, "params" | "targets"> {
  params: ParamsOf<Action>;
  targets: Targets;
}

const maxLife = 400 * 86_400;

function refuse(field: string, problem: string): never {
  throw new Refusal("schema", `order.${field}`, problem);
}

function checkCounters(order: Read<typeof frame>, stream: string | undefined): void {
  if (stream === undefined) {
    if (order.stream !== undefined) refuse("stream", "is for standing documents");
    if (order.n !== undefined) refuse("n", "is for standing documents");
    if (order.prev !== undefined) refuse("prev", "is for standing documents");
    if (order.expiresAt === undefined) return;
    if (order.expiresAt < order.createdAt) refuse("expiresAt", "must not lie before createdAt");
    if (order.expiresAt > order.createdAt + maxLife) refuse("expiresAt", "must lie within 400 days of createdAt");
    return;
  }
  if (order.stream !== stream) refuse("stream", `must be ${stream}`);
  if (order.expiresAt !== undefined) refuse("expiresAt", "is for one-shot orders");
  if (order.action === "assign") {
    if (order.n !== undefined || order.prev !== undefined) refuse("n", "assign has neither n nor prev");
    return;
  }
  if (order.n === undefined) refuse("n", "is missing");
  if ((order.n === 1) !== (order.prev === undefined))
    refuse("prev", "the first of a stream has none, all others have one");
}

const readOrder: Reader<Order> = (value, path) => {
  const outer = frame(value, path);
  const params = readParams(outer.action, outer.params, `${path}.params`);
  const targets = targetReaders[targetKind(outer.action)](outer.targets, `${path}.targets`) as Targets;
  if (outer.action === "admit" && targetCount(targets) !== 1) refuse("targets.count", "admit names one phone");
  checkCounters(outer, streamOf(outer.action, params));
  return { ...outer, params, targets };
};

/** Section 6: one signed instruction. */
export const orderType: DocumentType<Order> = { name: "order", read: readOrder, maxBytes: payloadLimit };

/** Number of phones of a target tree; undefined for a group or all. */
export function targetCount(targets: Targets): number | undefined {
  return "count" in targets ? targets.count : undefined;
}

/** True for a document that stands until its successor, false for a one-shot order. */
export function isStanding(order: Order): boolean {
  return standingActions.has(order.action);
}

const destructiveActions = new Set<Action>(["wipe", "unenrol", "clear-passcode", "agent-update"]);

/** Whether obeying destroys something: a function of the document alone (PROTOCOL section 5). */
export function isDestructive(order: Order): boolean {
  if (destructiveActions.has(order.action)) return true;
  return order.action === "policy" && "rules" in order.params && rulesAreDestructive(order.params.rules as JsonValue[]);
}

/** The sealed texts of an order, by field. */
export function secretsOf(order: Order): [field: string, secret: Secret][] {
  const secrets: [string, Secret][] = [];
  for (const field of ["message", "phone", "contact", "text"]) {
    const value = (order.params as Record<string, Secret | undefined>)[field];
    if (value !== undefined) secrets.push([field, value]);
  }
  return secrets;
}

/** Parameters of an order whose action was checked. */
export function paramsOf<A extends Action>(document: Document<Order>, action: A): ParamsOf<A> {
  if (document.body.action !== action) throw new Error(`not a ${action} order`);
  return document.body.params as ParamsOf<A>;
}
