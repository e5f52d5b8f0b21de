import { foundingCosts } from "@rempart/client";
import type { Row } from "@rempart/trust";
import { t, translated } from "../language/language.ts";

/** What a small founding costs, and what to do with its keys. */
export function costLines(approvers: number, lowered: readonly Row[], roots: number): string[] {
  return [
    ...foundingCosts(approvers, lowered, roots).map(translated),
    t`All keys were made on this machine: give each person their profile and remove it here; take roots/ offline, each root to another place.`,
  ];
}
