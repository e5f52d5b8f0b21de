// People who are signed in and work: they come in, go from screen to screen, act on phones, sign. Each is found by the
// words that the console shows in their language.
import type { Browser, Locator } from "playwright-core";
import { actWords } from "../../apps/console/src/phones/act/words.ts";
import { phoneWords } from "../../apps/console/src/phones/phone-words.ts";
import { sealedWords } from "../../apps/console/src/sealed/words.ts";
import { signingWords } from "../../apps/console/src/signing/words.ts";
import { Person, type PersonOptions } from "./person.ts";
import { remember, signInByFile } from "./sign-in.ts";
import type { BrowserStack, Founded, Name } from "./stack.ts";
import { press, signButton } from "./steps.ts";

/** Signs `name` in at a browser of their own, by the key file that `foundByCli` made. */
export async function comeIn(
  browser: Browser,
  stack: BrowserStack,
  { people }: Founded,
  name: Name,
  options: Partial<PersonOptions> = {},
): Promise<Person> {
  const place = { console: stack.console, origins: [stack.server], authenticator: false } as const;
  const person = await Person.come(browser, { name, ...place, ...options });
  await remember(person);
  await signInByFile(person, people[name].keys.find((key) => key.name === `${name}.age`)!);
  return person;
}

/** Goes to a path as a link does: the page is not loaded again, so a key that was opened stays open. */
export async function go({ page }: Person, path: string): Promise<void> {
  await page.evaluate((to) => history.pushState({}, "", to), path);
}

/** Begins `act` on the phone `device`, from its page; gives the dialog. */
export async function begin(
  person: Person,
  device: string,
  act: keyof (typeof actWords)["en"]["names"],
): Promise<Locator> {
  const { page, language } = person;
  await go(person, `/phones/${device}`);
  // The page before may be another phone's.
  await page.getByRole("main").getByText(device, { exact: true }).waitFor();
  await press(page, phoneWords[language].act);
  const list = page.getByRole("dialog", { name: actWords[language].list, exact: true });
  await list.getByRole("button").filter({ hasText: actWords[language].does[act] }).click();
  return page.getByRole("dialog");
}

/** From a form that is filled in to the document, and its signature. */
export async function sign(person: Person): Promise<void> {
  await press(person.page.getByRole("dialog"), signingWords[person.language].next);
  await signButton(person.page).click();
}

/** Waits for what became of a signature, and puts the dialog away; gives the document's hash. */
export async function told(person: Person, what: "released" | "waiting" | "held"): Promise<string> {
  const words = signingWords[person.language];
  const dialog = person.page.getByRole("dialog");
  await dialog.getByRole("status").filter({ hasText: words[what] }).waitFor();
  const link = dialog.getByRole("link", { name: words.openOrder, exact: true });
  const hash = /[0-9a-f]{64}/.exec((await link.getAttribute("href")) ?? "")?.[0];
  await putAway(person);
  if (!hash) throw new Error("the link to the order names no hash");
  return hash;
}

/** Closes the dialog by the button at its foot. */
export async function putAway({ page, language }: Person): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: signingWords[language].close, exact: true }).last().click();
  await dialog.waitFor({ state: "detached" });
}

/** Opens sealed texts by the words on paper, where the page says that they are locked. */
export async function unlockByWords({ page, language }: Person, words: string): Promise<void> {
  const said = sealedWords[language];
  await press(page, said.unlock);
  await page.getByLabel(said.passphrase, { exact: true }).fill(words);
  await press(page, said.open);
}
