// Orders are built here, on the signer's machine, from what the signer asked for. Nothing that a server sent is signed.

import {
  type Action,
  type Charter,
  type Document,
  everyPhone,
  forms,
  type JsonObject,
  type JsonValue,
  makeEnvelope,
  newUuid,
  type Order,
  openEnvelope,
  orderType,
  payloadBytes,
  targetKind,
  targetTree,
} from "@rempart/trust";
import { t } from "../language/language.ts";
import { Usage } from "../problem.ts";

export type Aim = { phones: readonly string[] } | { group: string } | { all: true };

export interface Wish {
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

/** `all` for the group of every phone, else a group's id. */
export function readGroup(value: string): string {
  if (value === "all") return everyPhone;
  try {
    return forms.id(value, "group");
  } catch {
    throw new Usage("--group", t`${value} is no group id: 22 characters, or the word all.`);
  }
}

/** A document that nobody signed yet, and the sorted list of phones that belongs to its tree. */
export interface Draft {
  document: Document<Order>;
  targets: string[];
}

/** Builds the order; what a verifier would refuse in form is refused here, before anybody is asked to sign. */
export function buildOrder(charter: Charter, wish: Wish): Draft {
  const kind = targetKind(wish.action);
  let targets: string[] = [];
  let aimed: JsonObject;
  if (kind === "tree") {
    if (!("phones" in wish.aim) || wish.aim.phones.length === 0)
      throw new Usage("--phones", t`${wish.action} names its phones: give --phones or --phones-file.`);
    const tree = targetTree(
      wish.id,
      wish.aim.phones.map((id) => forms.id(id, "phones")),
    );
    targets = tree.ids;
    aimed = { count: tree.count, root: tree.root };
  } else if (kind === "group") {
    if (!("group" in wish.aim))
      throw new Usage("--group", t`${wish.action} is for a group: give --group ID or --group all.`);
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
  return { document: openEnvelope(orderType, makeEnvelope("order", payloadBytes(body), [])), targets };
}

/** An envelope as it travels, for a file or the server. */
export function draftJson(envelope: JsonValue, targets: readonly string[]): JsonObject {
  return targets.length > 0 ? { envelope, targets: [...targets] } : { envelope };
}
