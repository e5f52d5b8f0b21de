// What people do again and again in tests: getting in, going somewhere, signing. By the words they read, in both languages.
import type { Page } from "playwright-core";
import type { Person } from "./person.ts";
import type { Founded, Name } from "./stack.ts";

/** The first visit: the fingerprint is compared and remembered. */
export async function remember({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: /They are the same|Ils sont identiques/ }).click();
}

/** Signs in with a key file, on a browser that remembers the organisation already. */
export async function signInWithFile({ page }: Person, founded: Founded, name: Name): Promise<void> {
  const file = founded.people[name].keys.find((key) => key.name === `${name}.age`)!;
  await page.getByText(/^(Sign in with a key file|Se connecter avec un fichier de clé)$/).click();
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: file.name, mimeType: "application/octet-stream", buffer: file.content });
  await page.getByLabel(/^(Passphrase|Phrase de passe)$/).fill(file.passphrase);
  await page.getByRole("button", { name: /^(Open and sign in|Ouvrir et se connecter)$/ }).click();
  await page.getByRole("navigation").waitFor();
}

/** Opens `path` as somebody who comes for the first time, and gets in with their key file. */
export async function arriveWithFile(person: Person, founded: Founded, name: Name, path = "/"): Promise<void> {
  await person.open(path);
  await remember(person);
  await signInWithFile(person, founded, name);
  await person.idle(30);
}

/** Goes to a path of the console without loading the page anew: what is in memory stays. */
export async function go(person: Person, path: string): Promise<void> {
  await person.page.evaluate((to) => {
    history.pushState({}, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);
  await person.idle();
}

/** The button that signs what is shown, whatever the person signs with. */
export function signButton(page: Page) {
  return page.getByRole("button", { name: /^(Sign|Signer)( with| avec|$)/ });
}
