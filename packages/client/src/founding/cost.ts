import type { Row } from "@rempart/trust";
import { type Said, say } from "../error/said.ts";

/**
 * What a small founding costs, said plainly: nobody should believe to have a quorum that they do not have. `lowered` are
 * the rules that `capped` changed, as they were.
 */
export function foundingCosts(approvers: number, lowered: readonly Row[], roots: number): Said[] {
  const found: Said[] = [];
  if (approvers === 1)
    found.push(
      say`ONE APPROVER ALONE: whoever has this one key can erase phones, change policies and lift a freeze; nobody else is asked. If the key is lost, nothing can be approved until the roots sign a new charter. Add approvers with the roots as soon as you can.`,
    );
  for (const row of lowered) {
    const actions = row.actions.join(", ");
    const what = row.max === undefined ? actions : say`${actions} (up to ${row.max})`;
    found.push(say`Lowered from ${row.need.count} to ${approvers} approvers, since there are no more: ${what}.`);
  }
  if (roots === 1)
    found.push(
      say`ONE ROOT KEY: whoever has it owns the organisation, and if it is lost no charter can ever be changed.`,
    );
  return found;
}
