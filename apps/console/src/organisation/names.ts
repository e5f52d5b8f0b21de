import type { Organisation } from "./follow.ts";

/** What a person is called on this browser, else the beginning of their id. */
export function nameOf(organisation: Organisation, person: string): string {
  return Object.hasOwn(organisation.names, person) ? organisation.names[person]! : person.slice(0, 6);
}
