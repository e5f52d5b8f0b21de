// Sealed texts of an order: made by the drafter, opened again by everyone who is asked to sign (PROTOCOL section 2).

import { openSealed, openSecret, sealSecret, sealTo } from "@rempart/directory";
import {
  type Charter,
  type Document,
  type JsonObject,
  type Order,
  secretsOf,
  toBase64,
  utf8,
  uuidBytes,
} from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import { payloadOf } from "../remote/trust.ts";

/** Seals a text to the gatekeeper and to the approvers, bound to the order `id`. At most 8 KiB, else RangeError. */
export async function sealText(charter: Charter, id: string, text: string): Promise<JsonObject> {
  const { sealKey, directory } = charter.body;
  return await sealSecret(text, { gatekeeper: sealKey.spki, approvers: directory.spki }, charter.genesis, id);
}

/** Seals the words of a reason to the approvers. */
export async function sealReason(charter: Charter, id: string, text: string): Promise<string> {
  const { spki } = charter.body.directory;
  return toBase64(await sealTo(spki, "reason", charter.genesis, uuidBytes(id), utf8(text)));
}

/** A sealed text as shown; `text` is undefined where it cannot be opened here. */
export interface Opened {
  field: string;
  text: string | undefined;
}

/** The fields of the order that hold sealed texts; `reason` stands for the words of the reason. */
export function sealedFields(order: Order): string[] {
  const fields = secretsOf(order).map(([field]) => field);
  return order.reason.sealed === undefined ? fields : [...fields, "reason"];
}

/** The order's params as signed, without its sealed texts: what drafting it again begins with. */
export function openParams(document: Document<Order>): JsonObject {
  const { params } = payloadOf(document.envelope) as { params: JsonObject };
  const sealed = new Set(secretsOf(document.body).map(([field]) => field));
  return Object.fromEntries(Object.entries(params).filter(([field]) => !sealed.has(field)));
}

/**
 * Opens what the order seals to the approvers. `key` is the directory's private key (PKCS #8 DER), undefined where it is
 * not held; `drafted` holds what this very client sealed a moment ago. Refuses with `secret.hash` a text that its hash
 * does not pin.
 */
export async function openTexts(
  order: Order,
  key: Uint8Array | undefined,
  drafted: ReadonlyMap<string, string> = new Map(),
): Promise<Opened[]> {
  const { sealed } = order.reason;
  const opened: Opened[] = [];
  for (const [field, secret] of secretsOf(order)) {
    const own = drafted.get(field);
    if (own !== undefined) {
      opened.push({ field, text: own });
      continue;
    }
    const found = key && (await openSecret(secret, "approvers", key, order.org, order.id));
    if (key && !found)
      throw new ClientError(
        "secret.hash",
        `params.${field}`,
        say`The sealed text does not open, or is not what its hash pins. Do not sign.`,
      );
    opened.push({ field, text: found?.text });
  }
  if (sealed !== undefined) {
    const found = key && (await openSealed(key, "reason", order.org, uuidBytes(order.id), sealed));
    opened.push({ field: "reason", text: drafted.get("reason") ?? (found && new TextDecoder().decode(found)) });
  }
  return opened;
}

/** Nobody signs a text they have not read: refuses with `secret.unread`. */
export function requireRead(opened: readonly Opened[]): void {
  const unread = opened.find((one) => one.text === undefined && one.field !== "reason");
  if (unread)
    throw new ClientError(
      "secret.unread",
      `params.${unread.field}`,
      say`This order holds a sealed text that this profile cannot open, so it will not sign it. An approver can; or draft it yourself with --sign.`,
    );
}
