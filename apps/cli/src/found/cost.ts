import type { Row } from "@rempart/trust";
import { t } from "../language/language.ts";

/** What a small founding costs, said plainly: nobody should believe to have a quorum that they do not have. */
export function costLines(approvers: number, lowered: readonly Row[], roots: number): string[] {
  const lines: string[] = [];
  if (approvers === 1)
    lines.push(
      t`ONE APPROVER ALONE: whoever has this one key can erase phones, change policies and lift a freeze; nobody else is asked. If the key is lost, nothing can be approved until the roots sign a new charter. Add approvers with the roots as soon as you can.`,
    );
  for (const row of lowered) {
    const what = row.max === undefined ? row.actions.join(", ") : t`${row.actions.join(", ")} (up to ${row.max})`;
    lines.push(t`Lowered from ${row.need.count} to ${approvers} approvers, since there are no more: ${what}.`);
  }
  if (roots === 1)
    lines.push(
      t`ONE ROOT KEY: whoever has it owns the organisation, and if it is lost no charter can ever be changed.`,
    );
  lines.push(
    t`All keys were made on this machine: give each person their profile and remove it here; take roots/ offline, each root to another place.`,
  );
  return lines;
}
