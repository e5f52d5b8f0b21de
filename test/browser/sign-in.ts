// What a person does before anything else, found by the words that the console shows in their language.
import { sessionWords } from "../../apps/console/src/session/words.ts";
import type { KeyFile } from "./key-files.ts";
import type { Person } from "./person.ts";

/** First visit: the fingerprint's words are the same (nobody compares them here), and the browser remembers them. */
export async function remember(person: Person): Promise<void> {
  const words = sessionWords[person.language];
  await person.open("/");
  await person.page.getByRole("button", { name: words.same, exact: true }).click();
  await person.page.getByText(words.file, { exact: true }).waitFor();
}

/** Signs in with a key file, in a browser that remembers the organisation. */
export async function signInByFile(person: Person, key: KeyFile): Promise<void> {
  const { page } = person;
  const words = sessionWords[person.language];
  const choose = page.getByRole("button", { name: words.chooseFile, exact: true });
  // Folded away where the organisation has passkeys too.
  await page.getByText(words.file, { exact: true }).waitFor();
  if (!(await choose.isVisible())) await page.getByText(words.file, { exact: true }).click();
  const choosing = page.waitForEvent("filechooser");
  await choose.click();
  await (await choosing).setFiles({ name: key.name, mimeType: "application/octet-stream", buffer: key.content });
  await page.getByLabel(words.passphrase, { exact: true }).fill(key.passphrase);
  const open = page.getByRole("button", { name: words.open, exact: true });
  await open.click();
  // On a phone the navigation is folded away.
  const content = page.locator("#content");
  // Once in some hundred times a press goes nowhere; a person presses again.
  await content.waitFor({ timeout: 6_000 }).catch(async () => {
    if (await open.isVisible()) await open.click({ timeout: 2_000 }).catch(() => undefined);
  });
  await content.waitFor();
}
