// Founding in a real browser against the real parts: with passkeys, alone and then with somebody let in, as a demonstration.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import type { Browser } from "playwright-core";
import { admissionWords } from "../../apps/console/src/admission/words.ts";
import { demonstrationWords } from "../../apps/console/src/demonstration/words.ts";
import { frameWords } from "../../apps/console/src/founding/words/frame.ts";
import { paperWords } from "../../apps/console/src/founding/words/papers.ts";
import { peopleWords } from "../../apps/console/src/founding/words/people.ts";
import { reviewWords } from "../../apps/console/src/founding/words/review.ts";
import { ruleWords } from "../../apps/console/src/founding/words/rules.ts";
import { sealedWords } from "../../apps/console/src/sealed/words.ts";
import { sessionWords } from "../../apps/console/src/session/words.ts";
import { checkAccessible } from "./axe.ts";
import { launchChromium } from "./chromium.ts";
import { Person, type PersonOptions } from "./person.ts";
import { BrowserStack } from "./stack.ts";
import {
  addByPasskey,
  askToJoin,
  beginFounding,
  foundAndEnter,
  next,
  openFile,
  saveRoots,
  typeCode,
  unlockInSettings,
} from "./wizard.ts";

let browser: Browser;
let stack: BrowserStack;
before(async () => {
  browser = await launchChromium();
});
after(() => browser?.close());
beforeEach(async () => {
  stack = await BrowserStack.start();
});
afterEach(() => stack?.close());

async function come(name: string, more: Partial<PersonOptions> = {}): Promise<Person> {
  const person = await Person.come(browser, { name, console: stack.console, origins: [stack.server], ...more });
  // Only ES256 is wanted: other algorithms do not stand in a charter.
  person.troubles.expect(/pubKeyCredParams/);
  return person;
}

const shown = async (person: Person, text: string): Promise<void> =>
  await person.page.getByText(text, { exact: true }).first().waitFor();
const press = async ({ page }: Person, name: string): Promise<void> =>
  await page.getByRole("button", { name, exact: true }).click();

test("two passkeys found an organisation; a wrong code, a missing person and a reload lose nothing", async () => {
  const anna = await come("anna");
  const frame = frameWords.en;
  await beginFounding(anna, stack.foundingCode, "Baker & Sons");
  await next(anna);
  await shown(anna, frame.faults.noApprover);
  await checkAccessible(anna.page, "people, nobody yet");
  await addByPasskey(anna, "Anna Ammann");
  await addByPasskey(anna, "Ben Berger");
  await next(anna);
  await shown(anna, ruleWords.en.twoTitle);
  await checkAccessible(anna.page, "rules");
  await next(anna);
  const root = await saveRoots(anna);
  await checkAccessible(anna.page, "keys on paper");
  // What is secret is gone after a reload, and asked for again; all else is there.
  await anna.open("/");
  await press(anna, frame.goOn);
  await shown(anna, frame.again);
  await next(anna);
  await typeCode(anna, "ABCD-EFGH-JKMN-PQRS");
  await anna.page.getByRole("alert").waitFor();
  await typeCode(anna, stack.foundingCode);
  await anna.page.getByText(frame.again).waitFor({ state: "detached" });
  for (let step = 0; step < 5; step++) await next(anna);
  await openFile(anna, root, paperWords.en.reopen);
  await foundAndEnter(anna);
  await anna.open("/");
  await unlockInSettings(anna);
  await checkAccessible(anna.page, "settings, unlocked");
  await anna.leave();
});

test("a founder alone, in French, is told what it costs, and lets a second approver in", async () => {
  const elise = await come("élise", { language: "fr", width: 390, height: 844, theme: "dark" });
  await beginFounding(elise, stack.foundingCode, "Boulangerie Élise");
  await addByPasskey(elise, "Élise Épi");
  await shown(elise, peopleWords.fr.alone);
  await next(elise);
  await shown(elise, ruleWords.fr.aloneTitle(10));
  await next(elise);
  const root = await saveRoots(elise);
  await next(elise);
  await checkAccessible(elise.page, "relecture");
  await foundAndEnter(elise);
  await unlockInSettings(elise);

  const words = admissionWords.fr;
  await press(elise, words.begin);
  const farid = await come("farid", { language: "fr" });
  const link = await elise.page.getByLabel(peopleWords.fr.link, { exact: true }).inputValue();
  const request = await askToJoin(farid, link, "Farid Farine");
  await checkAccessible(farid.page, "demande de clé");
  await elise.page.getByLabel(peopleWords.fr.paste, { exact: true }).fill(request);
  await press(elise, peopleWords.fr.read);
  const asks = elise.page.getByRole("region", { name: peopleWords.fr.asks("Farid Farine") });
  assert.equal(await asks.locator("ol").innerText(), await farid.page.locator("ol").innerText());
  await press(elise, peopleWords.fr.same);
  await openFile(elise, root, words.signWith);
  await elise.page.getByRole("button", { name: words.publish, exact: true }).click({ timeout: 60_000 });
  await elise.page.getByRole("heading", { name: words.done("Farid Farine") }).waitFor();
  const invitation = await elise.page.getByLabel(words.link, { exact: true }).inputValue();

  await farid.page.goto("about:blank");
  await farid.page.goto(invitation);
  await shown(farid, sessionWords.fr.invited);
  await press(farid, sessionWords.fr.same);
  await press(farid, sessionWords.fr.passkey);
  await farid.page.getByRole("navigation").first().waitFor();
  // First by the key that his browser made, from then on by his passkey.
  await unlockInSettings(farid);
  await farid.idle();
  await press(farid, sealedWords.fr.lock);
  await press(farid, sealedWords.fr.unlock);
  await shown(farid, sealedWords.fr.unlocked);
  await elise.leave();
  await farid.leave();
});

test("a changed request is not let in", async () => {
  const anna = await come("anna");
  await beginFounding(anna, stack.foundingCode, "Example");
  const mallory = await come("mallory");
  const link = await anna.page.getByLabel(peopleWords.en.link, { exact: true }).inputValue();
  const request = JSON.parse(await askToJoin(mallory, link, "Mallory")) as { payload: string };
  const body = JSON.parse(Buffer.from(request.payload, "base64").toString()) as object;
  const payload = Buffer.from(JSON.stringify({ ...body, name: "Ben" })).toString("base64");
  await anna.page.getByLabel(peopleWords.en.paste, { exact: true }).fill(JSON.stringify({ ...request, payload }));
  await press(anna, peopleWords.en.read);
  await anna.page.getByRole("alert").waitFor();
  assert.equal(await anna.page.getByRole("button", { name: peopleWords.en.same }).count(), 0);
  await anna.leave();
  await mallory.leave();
});

test("a cancelled passkey at the last step is asked again, and nothing was sent before", async () => {
  const anna = await come("anna");
  await beginFounding(anna, stack.foundingCode, "Example");
  await addByPasskey(anna, "Anna");
  await next(anna);
  await next(anna);
  await saveRoots(anna);
  await next(anna);
  await anna.authenticator!.cancelsNext();
  await press(anna, reviewWords.en.found);
  await anna.page.getByRole("alert").waitFor();
  const status = (await (await fetch(`${stack.console}/gate/v1/status`)).json()) as { founded: boolean };
  assert.equal(status.founded, false);
  await press(anna, reviewWords.en.again);
  const finish = { name: reviewWords.en.finishTitle };
  await anna.page.getByRole("heading", finish).waitFor();
  // Whoever closes the tab now has not left the wrapped keys with the gatekeeper yet.
  await anna.page.close();
  const again = await anna.context.newPage();
  await again.goto(stack.console);
  await again.getByRole("heading", finish).waitFor();
  await anna.leave();
});

test("a demonstration begins in one go, marked, and one person plays all parts", async () => {
  const guest = await come("guest", { authenticator: false });
  const words = demonstrationWords.en;
  await guest.open("/");
  await press(guest, frameWords.en.explore);
  await typeCode(guest, stack.foundingCode);
  await press(guest, words.begin);
  await guest.page.getByRole("navigation").first().waitFor({ timeout: 60_000 });
  await guest.page.getByText(/Demonstration: nothing here is real/).waitFor();
  const status = (await (await fetch(`${stack.console}/gate/v1/status`)).json()) as { demonstration?: object };
  assert.deepEqual(status.demonstration, { phones: 40 });
  await guest.open("/approvals");
  await press(guest, words.actTitle);
  await press(guest, sessionWords.en.as("Basil Example"));
  await shown(guest, "Basil Example");
  await guest.open("/settings");
  await shown(guest, "Basil Example");
  await guest.leave();
});
