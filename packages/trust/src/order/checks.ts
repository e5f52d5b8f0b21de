// The checks that phone and gatekeeper share, each for one refusal code (PROTOCOL section 11).
import { sha256 } from "#crypto";
import type { Charter } from "../charter/charter.ts";
import { toHex } from "../encoding/bytes.ts";
import type { Document } from "../envelope/envelope.ts";
import { demand, Refusal } from "../refusal.ts";
import { requireQuorum } from "../rules/quorum.ts";
import { matchRow, type Row, type RuledAction } from "../rules/rows.ts";
import { type Order, secretsOf, targetCount } from "./order.ts";

/** A signer's clock may be ahead by this much. The protocol's text leaves it open; five minutes, as for sign-in. */
export const clockSkew = 300;
/** Every order is accepted within this time of its creation or never. */
export const acceptance = 86_400;

/** The row that decides, by name of action; refuses with `freeze` or `rule.none`. */
export function decidingRow(charter: Charter, action: RuledAction, count: number | undefined, frozen: boolean): Row {
  const row = matchRow(charter.body.rules, action, count, frozen);
  if (row) return row;
  throw frozen
    ? new Refusal("freeze", action)
    : new Refusal(
        "rule.none",
        action,
        `no rule of the charter allows ${action}${count === undefined ? "" : ` on ${count} phones`}`,
      );
}

/** Rule, then quorum: `freeze`, `rule.none`, `signature.quorum`. Returns the row that decided. */
export async function checkAuthority(order: Document<Order>, charter: Charter, frozen: boolean): Promise<Row> {
  const row = decidingRow(charter, order.body.action, targetCount(order.body.targets), frozen);
  await requireQuorum(order, charter, row);
  return row;
}

/** Refuses with `charter.void` what any charter since the one that the order names declared void. */
export function checkVoids(order: Document<Order>, charters: readonly Charter[]): void {
  const declared = charters.some((charter) => charter.body.voids.includes(order.hash));
  demand(!declared, "charter.void", "order");
}

/** Accepted in time: `release.late`. */
export function checkAccepted(order: Order, accepted: number): void {
  demand(
    accepted <= order.createdAt + acceptance && accepted >= order.createdAt - clockSkew,
    "release.late",
    "order.createdAt",
  );
}

/** In its window at `now`: `window.expired`, `window.early`. */
export function checkWindow(order: Order, now: number): void {
  demand(order.expiresAt === undefined || now <= order.expiresAt, "window.expired", "order.expiresAt");
  demand(order.createdAt <= now + clockSkew, "window.early", "order.createdAt");
}

/** Each sealed text of the order, opened, is the one that its signers saw, and no other is shown: `secret.hash`. */
export function checkSecrets(order: Order, opened: ReadonlyMap<string, Uint8Array>): void {
  const secrets = new Map(secretsOf(order));
  for (const field of opened.keys()) demand(secrets.has(field), "secret.hash", field, "the order holds no such text");
  for (const [field, secret] of secrets) {
    const value = opened.get(field);
    demand(value !== undefined && toHex(sha256(value)) === secret.sha256, "secret.hash", `order.params.${field}`);
  }
}
