// Signing with a key file, as somebody without a passkey does it.
import { sessionWords } from "../../apps/console/src/session/words.ts";
import type { KeyFile } from "./key-files.ts";
import type { Person } from "./person.ts";

/** Presses the button called `press`, and opens the key file where the page was loaded since and asks for it. */
export async function signByFile(person: Person, key: KeyFile, press: string): Promise<void> {
  const { page } = person;
  const words = sessionWords[person.language];
  await page.getByRole("button", { name: press, exact: true }).click();
  const dialog = page.getByRole("dialog").filter({ hasText: words.openAgainLead });
  const done = page.getByRole("status").filter({ hasText: /./ });
  await dialog.or(done).first().waitFor();
  if (!(await dialog.isVisible())) return;
  const choosing = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: words.chooseFile, exact: true }).click();
  await (await choosing).setFiles({ name: key.name, mimeType: "application/octet-stream", buffer: key.content });
  await dialog.getByLabel(words.passphrase, { exact: true }).fill(key.passphrase);
  await dialog.getByRole("button", { name: words.unlock, exact: true }).click();
}
