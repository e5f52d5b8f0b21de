// A policy's life, by two approvers in two browsers: planned before anybody signs, signed by both, reached on the phones,
// changed, returned to what it was, and lifted.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { kindOf } from "@rempart/policy";
import type { Browser } from "playwright-core";
import { phoneWords } from "../../apps/console/src/phones/phone-words.ts";
import { editWords } from "../../apps/console/src/policies/edit/words.ts";
import { historyWords } from "../../apps/console/src/policies/history/words.ts";
import { planWords } from "../../apps/console/src/policies/plan/words.ts";
import { policiesWords } from "../../apps/console/src/policies/words.ts";
import { signingWords } from "../../apps/console/src/signing/words.ts";
import { formatOf } from "../../apps/console/src/words/format.ts";
import { comeIn, go, told } from "./at-work.ts";
import { launchChromium } from "./chromium.ts";
import type { Person } from "./person.ts";
import { BrowserStack, type Founded } from "./stack.ts";
import { press, seen, signButton } from "./steps.ts";

describe("policies", () => {
  let stack: BrowserStack;
  let browser: Browser;
  let founded: Founded;
  let phones: readonly string[];
  before(async () => {
    [stack, browser] = await Promise.all([BrowserStack.start(), launchChromium()]);
    founded = await stack.foundByCli("Policies");
    phones = await stack.phones(2);
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  for (const language of ["en", "fr"] as const) {
    const words = policiesWords[language];
    const plan = planWords[language];
    const edit = editWords[language];
    const format = formatOf(language);
    const camera = kindOf("camera")!.name[language];
    const microphone = kindOf("microphone")!.name[language];

    it(`is planned, signed by two, reached, changed, returned, and lifted (${language})`, async () => {
      const come = (name: "anna" | "ben") => comeIn(browser, stack, founded, name, { language });
      const [anna, ben] = await Promise.all([come("anna"), come("ben")]);
      const { page } = anna;
      // What is a draft is asked for as an order too, once it may have been released.
      for (const { troubles } of [anna, ben]) troubles.expect(/status of 404.*\/api\/v1\/(orders|drafts)\//);
      try {
        await go(anna, "/policies");
        await page
          .getByRole("link", { name: words.create, exact: true })
          .or(page.getByRole("button", { name: words.create, exact: true }))
          .first()
          .click();
        await page.getByLabel(edit.name, { exact: true }).fill(`Camera ${language}`);
        await add(anna, camera);
        await press(page, edit.toPlan);
        await page.getByText(plan.touched("2", format.count(2, words.phone, words.phones))).waitFor();
        await bySigning(anna, ben);
        await stands(anna, 1);
        await phoneHolds(ben, [camera]);

        await press(page, words.change);
        await add(anna, microphone);
        await press(page, edit.toPlan);
        await page.getByText(plan.touched("2", format.count(2, words.phone, words.phones))).waitFor();
        await bySigning(anna, ben);
        await stands(anna, 2);
        await phoneHolds(ben, [camera, microphone]);

        await page.getByRole("link", { name: words.tabs.history, exact: true }).click();
        await press(page, historyWords[language].returnTo("1"));
        await page.getByText(plan.deletions(1)).waitFor();
        await bySigning(anna, ben);
        await stands(anna, 3);
        await phoneHolds(ben, [camera], [microphone]);

        await press(page, words.end);
        await page.getByRole("dialog").getByText(words.endDialog.told).waitFor();
        await bySigning(anna, ben);
        await phoneHolds(ben, [], [camera, microphone]);
        await go(anna, "/policies");
        await page.getByText(words.ended, { exact: true }).waitFor();
      } catch (error) {
        console.error(await seen(browser));
        throw error;
      }
      for (const person of [anna, ben]) await person.leave();
    });

    /** Adds a kind of rule from the catalogue. */
    async function add({ page }: Person, kind: string): Promise<void> {
      const catalogue = page.getByRole("region", { name: edit.add, exact: true });
      await catalogue.getByLabel(edit.search, { exact: true }).fill(kind);
      await catalogue.getByRole("button", { name: `${edit.addEntry} ${kind}`, exact: true }).click();
      await page
        .getByRole("status")
        .filter({ hasText: edit.added(kind) })
        .waitFor();
    }
    /** From the plan on the first one's screen to both signatures. */
    async function bySigning(first: Person, second: Person): Promise<void> {
      await press(first.page, plan.draft);
      await signButton(first.page).click();
      const hash = await told(first, "waiting");
      await go(second, `/orders/${hash}?is=draft`);
      await second.page.getByText(signingWords[language].willSend).waitFor();
      await signButton(second.page).click();
      const marks = second.page
        .getByRole("article")
        .locator("[data-state=released], [data-state=reached], [data-state=done]");
      await marks.first().waitFor();
    }
    /** The policy's page says, without being asked again, that number `n` stands and is everywhere. */
    async function stands({ page }: Person, n: number): Promise<void> {
      await page.getByRole("link", { name: words.tabs.now, exact: true }).click();
      await page.getByText(words.states.everywhere).first().waitFor({ timeout: 30_000 });
      const number = page.locator("dl > div").filter({ hasText: words.facts.number }).locator("dd").first();
      await number.getByText(String(n), { exact: true }).waitFor({ timeout: 30_000 });
    }
    /** A phone's page lists these rules, each as held, and none of the others. */
    async function phoneHolds(person: Person, held: readonly string[], gone: readonly string[] = []): Promise<void> {
      await go(person, `/phones/${phones[0]}`);
      const policy = person.page.getByRole("region", { name: phoneWords[language].policy });
      const section = (await policy.count()) > 0 ? policy : person.page.getByRole("main");
      if (held.length === 0)
        await section.getByText(phoneWords[language].policyNone).first().waitFor({ timeout: 30_000 });
      for (const rule of held) await section.getByText(rule).first().waitFor({ timeout: 30_000 });
      for (const rule of gone) assert.equal(await section.getByRole("row").filter({ hasText: rule }).count(), 0);
      if (held.length > 0)
        await section
          .getByText(phoneWords[language].states.held, { exact: true })
          .nth(held.length - 1)
          .waitFor({ timeout: 30_000 });
    }
  }
});
