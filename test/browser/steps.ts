// What people do in tests once they are in, found by the words that the console shows.
import assert from "node:assert/strict";
import type { Browser, Locator, Page } from "playwright-core";

/** The button that signs what is shown, whatever the person signs with, in both languages. */
export function signButton(page: Page): Locator {
  return page.getByRole("button", { name: /^(Sign|Signer)( with .+| avec .+)?$/ });
}

/** Whatever is shown cannot be signed: no such button, or none that can be pressed. */
export async function mayNotSign(page: Page): Promise<void> {
  for (const button of await signButton(page).all()) assert.ok(await button.isDisabled(), "it can be signed");
}

/** Text as a pattern that matches it literally. */
function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Chooses `option` in the list that is labelled `label`; its button is called by its value, then by its label. */
export async function choose(within: Page | Locator, label: string, option: string): Promise<void> {
  await within.getByRole("button", { name: new RegExp(`${literally(label)}$`) }).click();
  const page = "page" in within ? within.page() : within;
  await page.getByRole("option", { name: option }).first().click();
}

/** Presses the button that is called exactly `name`. */
export async function press(within: Page | Locator, name: string): Promise<void> {
  await within.getByRole("button", { name, exact: true }).click();
}

/** The words of a fingerprint, as they stand on the screen. */
export async function fingerprintOn(within: Page | Locator): Promise<string> {
  const list = within.locator("ol[lang=en]").first();
  await list.waitFor();
  const words = await list.locator("li").allInnerTexts();
  assert.equal(words.length, 12);
  return words.join(" ");
}

/** What stands on every page that is open, to be read when a test has failed. */
export async function seen(browser: Browser): Promise<string> {
  const pages = browser.contexts().flatMap((context) => context.pages());
  const texts = pages.map(async (page) => {
    const text = await page.locator("body").innerText({ timeout: 1_000 }).catch(String);
    return `--- ${page.url()}\n${text.slice(0, 4_000)}`;
  });
  return (await Promise.all(texts)).join("\n");
}
