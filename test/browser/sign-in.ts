// Signing in and signing with a key file, as somebody without a passkey does it, in both languages.
import type { Person } from "./person.ts";
import type { Founded, Name } from "./stack.ts";

const remember = /^(They are the same: remember it here|Ils sont identiques : la retenir ici)$/;
const withFile = /Sign in with a key file|Se connecter avec un fichier de clé/;
const choose = /^(Choose the key file|Choisir le fichier de clé)$/;
const passphraseLabel = /^(Passphrase|Phrase de passe)$/;

async function chooseKey(person: Person, founded: Founded, name: Name, scope: "dialog" | "main"): Promise<void> {
  const { page } = person;
  const [key] = founded.people[name].keys;
  const place = page.getByRole(scope);
  const chooser = page.waitForEvent("filechooser");
  await place.getByRole("button", { name: choose }).click();
  await (await chooser).setFiles({ name: key!.name, mimeType: "application/octet-stream", buffer: key!.content });
  await place.getByLabel(passphraseLabel).fill(key!.passphrase);
}

/** Remembers the organisation on this browser and signs in as `name`; leaves the person on the first screen. */
export async function signInWithFile(person: Person, founded: Founded, name: Name): Promise<void> {
  const { page } = person;
  await person.open("/");
  await page.getByRole("button", { name: remember }).click();
  await page.locator("summary", { hasText: withFile }).click();
  await chooseKey(person, founded, name, "main");
  await page.getByRole("button", { name: /^(Open and sign in|Ouvrir et se connecter)$/ }).click();
  await page.locator("#content").waitFor();
  await person.idle();
}

/** Presses the button called `press`, and opens the key file where the page was loaded since and asks for it. */
export async function signWithFile(person: Person, founded: Founded, name: Name, press: RegExp): Promise<void> {
  const { page } = person;
  await page.getByRole("button", { name: press }).click();
  const asked = page.getByRole("dialog").getByRole("button", { name: choose });
  const done = page.getByRole("status").filter({ hasText: /./ });
  await asked.or(done).first().waitFor();
  if (!(await asked.isVisible())) return;
  await chooseKey(person, founded, name, "dialog");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^(Open|Ouvrir)$/ })
    .click();
}
