// What people do in tests once they are in, found by the words that the console shows.
import type { Locator, Page } from "playwright-core";

/** The button that signs what is shown, whatever the person signs with, in both languages. */
export function signButton(page: Page): Locator {
  return page.getByRole("button", { name: /^(Sign|Signer)( with .+| avec .+)?$/ });
}
