// Orders are built here, on the signer's machine, from what the signer asked for. Nothing that a server sent is signed.

import {
  type Action,
  type Charter,
  type Document,
  forms,
  type JsonObject,
  type JsonValue,
  makeEnvelope,
  newUuid,
  type Order,
  openEnvelope,
  orderType,
  payloadBytes,
  schema,
  targetKind,
  targetTree,
} from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import { anyJson, part } from "../remote/ask.ts";
import { rememberChecked } from "./checked.ts";

/** Whom an order is for. */
export type Aim = { phones: readonly string[] } | { group: string } | { all: true };

/** Every field of an order that is still to be built. Times are Unix seconds. */
export interface Wish {
  /** UUIDv7, from `orderId`: sealed texts are bound to it. */
  id: string;
  action: Action;
  params: JsonObject;
  aim: Aim;
  reason: JsonObject;
  now: number;
  expiresAt?: number;
  stream?: string;
  n?: number;
  prev?: string;
}

/** A fresh order id for `now` (Unix milliseconds). */
export function orderId(milliseconds: number): string {
  return newUuid(milliseconds);
}

/** A document that nobody signed yet, and the sorted list of phones that belongs to its tree. */
export interface Draft {
  document: Document<Order>;
  targets: string[];
}

/**
 * Builds the order; what a verifier would refuse in form is refused here, before anybody is asked to sign. Refuses with
 * `order.aim` what names no phones or no group, and with the codes of form.
 */
export function buildOrder(charter: Charter, wish: Wish): Draft {
  const kind = targetKind(wish.action);
  let targets: string[] = [];
  let aimed: JsonObject;
  if (kind === "tree") {
    if (!("phones" in wish.aim) || wish.aim.phones.length === 0)
      throw new ClientError("order.aim", "phones", say`${wish.action} names its phones.`);
    const tree = targetTree(
      wish.id,
      wish.aim.phones.map((id) => forms.id(id, "phones")),
    );
    targets = tree.ids;
    aimed = { count: tree.count, root: tree.root };
  } else if (kind === "group") {
    if (!("group" in wish.aim)) throw new ClientError("order.aim", "group", say`${wish.action} is for a group.`);
    aimed = { group: wish.aim.group };
  } else {
    aimed = { all: true };
  }
  const body: JsonObject = {
    v: 1,
    org: charter.genesis,
    id: wish.id,
    charter: charter.hash,
    action: wish.action,
    params: wish.params,
    targets: aimed,
    ...(wish.stream === undefined ? {} : { stream: wish.stream }),
    ...(wish.n === undefined ? {} : { n: wish.n }),
    ...(wish.prev === undefined ? {} : { prev: wish.prev }),
    reason: wish.reason,
    createdAt: wish.now,
    ...(wish.expiresAt === undefined ? {} : { expiresAt: wish.expiresAt }),
  };
  const document = openEnvelope(orderType, makeEnvelope("order", payloadBytes(body), []));
  // Its tree was computed from this very list above.
  rememberChecked(targets, document.hash);
  return { document, targets };
}

const targetList = schema.list(forms.id, 0, 1_000_000);

/** An envelope with its list of phones, as it travels in a file or from the server. */
export interface Carried {
  envelope: JsonValue;
  targets: string[] | undefined;
  /** The server's word, never more. */
  state: string | undefined;
}

/** An envelope as it travels, for a file or the server. */
export function draftJson(envelope: JsonValue, targets: readonly string[]): JsonObject {
  return targets.length > 0 ? { envelope, targets: [...targets] } : { envelope };
}

/** Reads what `draftJson` wrote, or the server's `/api/v1/drafts/<hash>` and `/api/v1/orders/<hash>`. Refuses with `answer`. */
export function readCarried(where: string, answer: JsonValue): Carried {
  const fields = answer as { targets?: JsonValue; state?: JsonValue };
  return {
    envelope: part(where, answer, "envelope", anyJson),
    targets:
      fields.targets === undefined || fields.targets === null ? undefined : part(where, answer, "targets", targetList),
    state: typeof fields.state === "string" ? fields.state : undefined,
  };
}
