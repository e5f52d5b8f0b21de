import { appKinds } from "./apps.ts";
import { contactKinds } from "./contact.ts";
import { deviceKinds } from "./device.ts";
import { linkKinds } from "./links.ts";
import { locationKinds } from "./location.ts";
import { lockKinds } from "./lock.ts";
import { networkKinds } from "./network.ts";
import type { RuleKind } from "./shape.ts";
import { updateKinds } from "./updates.ts";

const table = {
  ...deviceKinds,
  ...lockKinds,
  ...linkKinds,
  ...appKinds,
  ...networkKinds,
  ...locationKinds,
  ...updateKinds,
  ...contactKinds,
};
export type Table = typeof table;
export type Kind = keyof Table;

/** Every kind of rule there is, by name. What is not in it is refused everywhere. */
export const ruleKinds: Readonly<Record<string, RuleKind>> = table;

/** The row of `kind`; undefined for a name that is not in the table, inherited names such as `toString` too. */
export function kindOf(kind: unknown): RuleKind | undefined {
  return typeof kind === "string" && Object.hasOwn(ruleKinds, kind) ? ruleKinds[kind] : undefined;
}
