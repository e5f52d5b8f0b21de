// The founding as a founder goes through it, one function for each thing done; by the words of the person's language.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { addressWords } from "../../apps/console/src/founding/words/address.ts";
import { frameWords } from "../../apps/console/src/founding/words/frame.ts";
import { joinWords } from "../../apps/console/src/founding/words/join.ts";
import { paperWords } from "../../apps/console/src/founding/words/papers.ts";
import { peopleWords } from "../../apps/console/src/founding/words/people.ts";
import { reviewWords } from "../../apps/console/src/founding/words/review.ts";
import type { Person } from "./person.ts";
import { choose, fingerprintOn, press } from "./steps.ts";

/** The steps in their order, as `frameWords` names them. */
export const foundingSteps = ["address", "gatekeeper", "organisation", "people", "rules", "roots", "review"] as const;
type Step = (typeof foundingSteps)[number];
type Role = keyof (typeof peopleWords)["en"]["roles"];
/** Encryption under a passphrase takes seconds on purpose, in milliseconds here. */
const slow = 60_000;

/** Waits until the wizard stands at `step`. */
export async function at({ page, language }: Person, step: Step): Promise<void> {
  const words = frameWords[language];
  const heading = words.stepOf(foundingSteps.indexOf(step) + 1, foundingSteps.length, words.names[step]);
  await page.getByRole("heading", { name: heading, exact: true }).waitFor();
}

/** Goes on from a step that is filled in. */
export async function next(person: Person, to: Step): Promise<void> {
  await press(person.page, frameWords[person.language].next);
  await at(person, to);
}

/** From the empty console to the step where people are added. */
export async function beginFounding(person: Person, code: string, organisation: string): Promise<void> {
  const { page, language } = person;
  const words = addressWords[language];
  await person.open("/");
  await press(page, frameWords[language].found);
  await at(person, "address");
  await page.getByText(words.trialTold).waitFor();
  await next(person, "gatekeeper");
  await page.getByLabel(words.code, { exact: true }).fill(code);
  await press(page, words.check);
  await page.getByText(words.codeFits).waitFor();
  await next(person, "organisation");
  await page.getByLabel(words.organisation, { exact: true }).fill(organisation);
  await next(person, "people");
}

/** Adds somebody who makes a passkey at this browser. */
export async function addByPasskey({ page, language }: Person, name: string): Promise<void> {
  const words = peopleWords[language];
  await page.getByLabel(words.name, { exact: true }).fill(name);
  await press(page, words.makePasskey);
  await page.getByRole("listitem").filter({ hasText: name }).getByText(words.prf).waitFor();
}

/** Adds somebody with a key file, which is opened again to show that it is whole. */
export async function addByFile(person: Person, name: string, role: Role): Promise<void> {
  const { page, language } = person;
  const words = peopleWords[language];
  await page.getByLabel(words.name, { exact: true }).fill(name);
  await choose(page, words.role, words.roles[role]);
  await press(page, words.makeFile);
  await keepKey(person, words.fileTitle(name), { check: true });
  await page.getByRole("listitem").filter({ hasText: name }).getByText(words.ways.file).waitFor();
}

/**
 * Invites somebody at another browser: the link goes there, their key request comes back, and both see the same words.
 */
export async function invite(founder: Person, guest: Person, name: string): Promise<void> {
  const words = peopleWords[founder.language];
  const theirs = joinWords[guest.language];
  await guest.open(await founder.page.getByLabel(words.link, { exact: true }).inputValue());
  await guest.page.getByLabel(theirs.name, { exact: true }).fill(name);
  await press(guest.page, theirs.passkey);
  await guest.page.getByText(theirs.readyLead).waitFor();
  const request = await guest.page.getByLabel(theirs.ready, { exact: true }).inputValue();
  await founder.page.getByLabel(words.paste, { exact: true }).fill(request);
  await press(founder.page, words.read);
  const panel = founder.page.getByRole("region", { name: words.asks(name), exact: true });
  assert.equal(await fingerprintOn(panel), await fingerprintOn(guest.page));
  await press(panel, words.same);
  await founder.page.getByRole("listitem").filter({ hasText: name }).getByText(words.ways.request).waitFor();
}

/** Makes the key called `title` and downloads it; `check` opens the download again, else the person says that it is safe. */
async function keepKey({ page, language }: Person, title: string, { check }: { check: boolean }): Promise<void> {
  const words = paperWords[language];
  const panel = page.getByRole("region", { name: title, exact: true });
  await press(panel, words.encrypt);
  const downloading = page.waitForEvent("download", { timeout: slow });
  await panel.getByRole("button", { name: words.download, exact: true }).click({ timeout: slow });
  const download = await downloading;
  assert.match(download.suggestedFilename(), /^[a-z0-9-]+\.age$/);
  const path = await download.path();
  assert.match(readFileSync(path, "latin1"), /^age-encryption\.org\/v1\n-> scrypt /);
  if (check) {
    const choosing = page.waitForEvent("filechooser");
    await press(panel, words.check);
    await (await choosing).setFiles(path);
  } else {
    await panel.getByText(words.confirm, { exact: true }).click();
    await press(panel, words.done);
  }
  await panel.waitFor({ state: "detached", timeout: slow });
}

/** Makes and keeps the keys that go on paper: `roots` root keys, of which the first is checked, and the spare. */
export async function keepPapers(person: Person, roots: number): Promise<void> {
  const { page, language } = person;
  const words = paperWords[language];
  await choose(page, words.count, String(roots));
  for (let n = 1; n <= roots; n++) await keepKey(person, words.root(String(n)), { check: n === 1 });
  await keepKey(person, words.spare, { check: false });
}

/** Founds, and goes in as the founder; gives the organisation's fingerprint and the link for the others. */
export async function found(person: Person): Promise<{ fingerprint: string; link: string | undefined }> {
  const { page, language } = person;
  const words = reviewWords[language];
  await press(page, words.found);
  await page.getByRole("heading", { name: words.finishTitle, exact: true }).waitFor({ timeout: slow });
  const fingerprint = await fingerprintOn(page);
  await page.getByText(words.written, { exact: true }).click();
  const links = page.getByRole("heading", { name: words.linksTitle, exact: true });
  const link = (await links.isVisible()) ? await page.locator("textarea").inputValue() : undefined;
  await press(page, words.signIn);
  await page.getByRole("navigation").first().waitFor();
  return { fingerprint, link };
}
