// The founding as people do it in the browser, found by the words that the console shows.

import { readFileSync } from "node:fs";
import { addressWords } from "../../apps/console/src/founding/words/address.ts";
import { frameWords } from "../../apps/console/src/founding/words/frame.ts";
import { joinWords } from "../../apps/console/src/founding/words/join.ts";
import { paperWords } from "../../apps/console/src/founding/words/papers.ts";
import { peopleWords } from "../../apps/console/src/founding/words/people.ts";
import { reviewWords } from "../../apps/console/src/founding/words/review.ts";
import { sealedWords } from "../../apps/console/src/sealed/words.ts";
import { sessionWords } from "../../apps/console/src/session/words.ts";
import type { Person } from "./person.ts";

/** age is slow on purpose, and the machine may be busy. */
const slow = { timeout: 60_000 };

/** A key that was saved as a file, and the ten words that open it. */
export interface SavedKey {
  readonly content: Buffer;
  readonly passphrase: string;
}

const button = ({ page }: Person, name: string) => page.getByRole("button", { name, exact: true });

/** The step whose heading is shown; presses "Next". */
export async function next(person: Person): Promise<void> {
  await button(person, frameWords[person.language].next).click();
}

/** From the start page to the step of people. */
export async function beginFounding(person: Person, code: string, organisation: string): Promise<void> {
  const frame = frameWords[person.language];
  const words = addressWords[person.language];
  await person.open("/");
  await button(person, frame.found).click();
  await next(person);
  await typeCode(person, code);
  await person.page.getByLabel(words.phones, { exact: true }).waitFor();
  await next(person);
  await person.page.getByLabel(words.organisation, { exact: true }).fill(organisation);
  await next(person);
}

/** Types the founding code where it is asked for. */
export async function typeCode(person: Person, code: string): Promise<void> {
  const words = addressWords[person.language];
  await person.page.getByLabel(words.code, { exact: true }).fill(code);
  await button(person, words.check).click();
}

/** Adds an approver whose passkey is made in this browser. */
export async function addByPasskey(person: Person, name: string): Promise<void> {
  const words = peopleWords[person.language];
  await person.page.getByLabel(words.name, { exact: true }).fill(name);
  await button(person, words.makePasskey).click();
  await button(person, words.removeFor(name)).waitFor();
}

/** Encrypts, saves and confirms the key whose panel is called `title`. */
export async function saveKey({ page, language }: Person, title: string): Promise<SavedKey> {
  const words = paperWords[language];
  const panel = page.getByRole("region", { name: title, exact: true });
  const passphrase = (await panel.locator('p[lang="en"]').innerText()).trim();
  await panel.getByRole("button", { name: words.encrypt, exact: true }).click();
  const save = panel.getByRole("button", { name: words.download, exact: true });
  await save.waitFor(slow);
  const downloading = page.waitForEvent("download");
  await save.click();
  const content = readFileSync(await (await downloading).path());
  await panel.getByText(words.confirm, { exact: true }).click();
  await panel.getByRole("button", { name: words.done, exact: true }).click();
  return { content, passphrase };
}

/** The step of keys on paper, with one root key; gives it. */
export async function saveRoots(person: Person): Promise<SavedKey> {
  const words = paperWords[person.language];
  await person.page.getByRole("button", { name: new RegExp(words.count) }).click();
  await person.page.getByRole("option", { name: "1", exact: true }).click();
  const root = await saveKey(person, words.root("1"));
  await saveKey(person, words.spare);
  return root;
}

/** Presses "Found", writes the words down, signs in. */
export async function foundAndEnter(person: Person): Promise<void> {
  const words = reviewWords[person.language];
  await button(person, words.found).click();
  await person.page.getByText(words.written, { exact: true }).click(slow);
  await button(person, words.signIn).click();
  // The navigation is folded away on a narrow screen.
  await person.page.locator("#content").waitFor(slow);
}

/** Follows a link that asks to join, and makes a passkey; gives the request's text. */
export async function askToJoin(person: Person, link: string, name: string): Promise<string> {
  const words = joinWords[person.language];
  await person.page.goto(link);
  await person.page.getByLabel(words.name, { exact: true }).fill(name);
  await button(person, words.passkey).click();
  return await person.page.getByLabel(words.ready, { exact: true }).inputValue();
}

/** Opens a key file in the form that asks for one; `done` is its button. */
export async function openFile(person: Person, key: SavedKey, done: string): Promise<void> {
  const words = sessionWords[person.language];
  const choosing = person.page.waitForEvent("filechooser");
  await button(person, words.chooseFile).click();
  await (await choosing).setFiles({ name: "key.age", mimeType: "application/octet-stream", buffer: key.content });
  await person.page.getByLabel(words.passphrase, { exact: true }).fill(key.passphrase);
  await button(person, done).click();
}

/** Unlocks sealed texts in the settings, by whatever needs nothing typed. */
export async function unlockInSettings(person: Person): Promise<void> {
  const words = sealedWords[person.language];
  await person.open("/settings");
  await button(person, words.unlock).click();
  await person.page.getByText(words.unlocked, { exact: true }).waitFor();
}
