import { everyPhone, forms } from "@rempart/trust";
import { t } from "../language/language.ts";
import { Usage } from "../problem.ts";

/** `all` for the group of every phone, else a group's id. */
export function readGroup(value: string): string {
  if (value === "all") return everyPhone;
  try {
    return forms.id(value, "group");
  } catch {
    throw new Usage("--group", t`${value} is no group id: 22 characters, or the word all.`);
  }
}
