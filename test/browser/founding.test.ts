// The founding in a real browser: people make their keys where they are, nothing leaves before the last step, and who
// comes later compares words.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { foundingNumbers } from "@rempart/client";
import type { Browser } from "playwright-core";
import { appWords } from "../../apps/console/src/app/words.ts";
import { demonstrationWords } from "../../apps/console/src/demonstration/words.ts";
import { addressWords } from "../../apps/console/src/founding/words/address.ts";
import { frameWords } from "../../apps/console/src/founding/words/frame.ts";
import { paperWords } from "../../apps/console/src/founding/words/papers.ts";
import { peopleWords } from "../../apps/console/src/founding/words/people.ts";
import { ruleWords } from "../../apps/console/src/founding/words/rules.ts";
import { sealedWords } from "../../apps/console/src/sealed/words.ts";
import { sessionWords } from "../../apps/console/src/session/words.ts";
import { settingsWords } from "../../apps/console/src/settings/words.ts";
import { checkAccessible } from "./axe.ts";
import { launchChromium } from "./chromium.ts";
import { addByFile, addByPasskey, beginFounding, found, invite, keepPapers, next } from "./founding-steps.ts";
import { weakenKeyFiles } from "./key-files.ts";
import { type Language, Person } from "./person.ts";
import { BrowserStack } from "./stack.ts";
import { choose, fingerprintOn, press, seen } from "./steps.ts";

describe("founding", () => {
  let browser: Browser;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser?.close());

  /** A stack of its own for each founding: one can be founded once. */
  async function withStack(work: (stack: BrowserStack) => Promise<void>): Promise<void> {
    const stack = await BrowserStack.start();
    try {
      await work(stack);
    } catch (error) {
      console.error(await seen(browser));
      throw error;
    } finally {
      await stack.close();
    }
  }
  async function come(stack: BrowserStack, name: string, language: Language): Promise<Person> {
    const place = { console: stack.console, origins: [stack.server] };
    const person = await Person.come(browser, { name, language, ...place });
    await weakenKeyFiles(person.context);
    return person;
  }

  /** Signs in with the passkey, and opens sealed texts with what it derives. */
  async function comesIn({ page, language }: Person): Promise<void> {
    await press(page, sessionWords[language].passkey);
    await page.getByRole("navigation").first().waitFor();
    await page.getByRole("link", { name: appWords[language].places.settings, exact: true }).click();
    await press(page, sealedWords[language].unlock);
    await page.getByText(sealedWords[language].unlocked).waitFor();
  }

  for (const language of ["en", "fr"] as const) {
    it(`two approvers with passkeys, one of them elsewhere, and an operator (${language})`, () =>
      withStack(async (stack) => {
        const anna = await come(stack, "anna", language);
        const ben = await come(stack, "ben", language);
        await beginFounding(anna, stack.foundingCode, "Example");
        await addByPasskey(anna, "Anna");
        await anna.page.getByText(peopleWords[language].alone).waitFor();
        await invite(anna, ben, "Ben");
        await addByFile(anna, "Otto", "operator");
        assert.equal(await anna.page.getByText(peopleWords[language].alone).count(), 0);
        await next(anna, "rules");
        await anna.page.getByText(ruleWords[language].twoTitle).waitFor();
        await next(anna, "roots");
        await keepPapers(anna, 2);
        await next(anna, "review");
        const { fingerprint, link } = await found(anna);
        // The invited person goes in by the founder's link, in the browser that made their key.
        await ben.open(link!);
        assert.equal(await fingerprintOn(ben.page), fingerprint);
        await ben.page.getByText(sessionWords[language].invited).waitFor();
        await press(ben.page, sessionWords[language].same);
        await comesIn(ben);
        await ben.leave();
        // The founder signs out, and comes back.
        await anna.page.getByRole("link", { name: appWords[language].places.settings, exact: true }).click();
        await press(anna.page, settingsWords[language].signOut);
        await comesIn(anna);
        await anna.leave();
        // A browser that knows nothing is shown the words before anybody signs in.
        const fresh = await come(stack, "somebody", language);
        await fresh.open("/");
        assert.equal(await fingerprintOn(fresh.page), fingerprint);
        await checkAccessible(fresh.page, `first visit (${language})`);
        await fresh.leave();
      }));
  }

  it("one founder alone, who is told at each step what that costs; in either language", () =>
    withStack(async (stack) => {
      async function asFarAsRules(person: Person): Promise<void> {
        const { page, language } = person;
        await beginFounding(person, stack.foundingCode, "Alone");
        await addByPasskey(person, "Anna");
        await page.getByText(peopleWords[language].alone).waitFor();
        await next(person, "rules");
        await page.getByText(ruleWords[language].aloneTitle(foundingNumbers.fewMax)).waitFor();
        await page.getByText(ruleWords[language].alone).first().waitFor();
      }
      const elsewhere = await come(stack, "anna in English", "en");
      await asFarAsRules(elsewhere);
      // Nothing was sent: who gives up leaves nothing behind.
      await press(elsewhere.page, frameWords.en.giveUp);
      await press(elsewhere.page.getByRole("dialog"), frameWords.en.giveUp);
      await elsewhere.page.getByRole("heading", { name: frameWords.en.startTitle }).waitFor();
      await elsewhere.leave();
      const anna = await come(stack, "anna", "fr");
      await asFarAsRules(anna);
      await next(anna, "roots");
      await keepPapers(anna, 1);
      await anna.page.getByText(paperWords.fr.cost(1, 1)).waitFor();
      await next(anna, "review");
      await anna.page.getByText(ruleWords.fr.aloneTitle(foundingNumbers.fewMax)).waitFor();
      const { link } = await found(anna);
      assert.equal(link, undefined);
      await anna.leave();
    }));

  it("a demonstration in one go, plainly marked: 40 phones appear, in either language", () =>
    withStack(async (stack) => {
      const somebody = await come(stack, "somebody", "en");
      const { page } = somebody;
      await somebody.open("/");
      await press(page, frameWords.en.explore);
      await page.getByLabel(addressWords.en.code, { exact: true }).fill(stack.foundingCode);
      await press(page, addressWords.en.check);
      await press(page, demonstrationWords.en.begin);
      await page.getByRole("navigation").first().waitFor({ timeout: 60_000 });
      await page.getByText(appWords.en.strip.demonstration, { exact: true }).first().waitFor();
      const total = page.getByRole("main").getByText("40", { exact: true }).first();
      await total.waitFor({ timeout: 90_000 });
      await page.getByRole("link", { name: appWords.en.places.settings, exact: true }).click();
      await choose(page, settingsWords.en.language, settingsWords.en.languages.fr);
      await page.getByText(appWords.fr.strip.demonstration, { exact: true }).first().waitFor();
      await page.getByRole("link", { name: appWords.fr.places.phones, exact: true }).click();
      await page
        .getByText(/40 téléphones/)
        .first()
        .waitFor();
      await somebody.leave();
    }));
});
