// Section 5 of PROTOCOL: who must sign what. The first matching row decides alone; a later row never helps.
import { type Action, actions } from "../order/actions.ts";
import { integer, object, oneOf, optional, type Read, set } from "../schema/schema.ts";

/** Order actions, and the two documents that rules govern too. */
export type RuledAction = Action | "ticket" | "reveal";

const phonesIn = object({ phones: integer(1), seconds: integer(1, 400 * 86_400) });
export type Window = Read<typeof phonesIn>;

/** One row of a charter's rules. */
export const row = object({
  actions: set(oneOf(...actions, "ticket", "reveal"), 1, 32),
  max: optional(integer(1, 1_000_000)),
  when: oneOf("normal", "frozen", "always"),
  need: object({ role: oneOf("operator", "approver", "root"), count: integer(1, 500) }),
  limit: optional(phonesIn),
});
export type Row = Read<typeof row>;

/** Limits of destruction, hold and reach. */
export const brake = object({
  destructive: set(phonesIn, 1, 8),
  hold: object({ above: integer(), seconds: integer(0, 30 * 86_400) }),
  reach: object({ least: integer(1), permille: integer(0, 1000), seconds: integer(0, 30 * 86_400) }),
});
export type Brake = Read<typeof brake>;

/** The row that decides over `action` on `count` phones (undefined for a group or all), or undefined. */
export function matchRow(
  rows: readonly Row[],
  action: RuledAction,
  count: number | undefined,
  frozen: boolean,
): Row | undefined {
  return rows.find(
    (candidate) =>
      candidate.actions.includes(action) &&
      (candidate.when === "always" || (candidate.when === "frozen") === frozen) &&
      (candidate.max === undefined || (count !== undefined && count <= candidate.max)),
  );
}
