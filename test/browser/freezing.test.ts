import { after, afterEach, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { freezeWords } from "../../apps/console/src/freeze/words.ts";
import { orderWords } from "../../apps/console/src/orders/words.ts";
import { sessionWords } from "../../apps/console/src/session/words.ts";
import { signingWords } from "../../apps/console/src/signing/words.ts";
import { comeIn, go, putAway, sign, told } from "./at-work.ts";
import { launchChromium } from "./chromium.ts";
import { saying } from "./lies.ts";
import { answer, rewritten } from "./lying-server.ts";
import { Person } from "./person.ts";
import { remember } from "./sign-in.ts";
import { BrowserStack, type Founded } from "./stack.ts";
import { choose, press, seen, signButton } from "./steps.ts";

describe("freezing", () => {
  let stack: BrowserStack;
  let browser: Browser;
  let founded: Founded;
  before(async () => {
    [stack, browser] = await Promise.all([BrowserStack.start({ liar: true }), launchChromium()]);
    founded = await stack.foundByCli("Freezes");
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });
  afterEach(() => stack.liar.honest());

  for (const language of ["en", "fr"] as const) {
    const words = freezeWords[language];
    const banner = ({ page }: Person) => page.getByRole("alert", { name: words.label, exact: true });
    /** Two gestures: the button, or the keys, that open the dialog; and the press that freezes. */
    async function freezeNow({ page }: Person, gesture: () => Promise<void>): Promise<void> {
      await gesture();
      const dialog = page.getByRole("dialog");
      await press(dialog, words.now);
    }
    /** Lifts every freeze: one signs, and it still stands; a second signs, and it is gone. */
    async function lift(first: Person, second: Person): Promise<void> {
      await press(first.page, words.lift);
      await sign(first);
      const hash = await told(first, "waiting");
      await banner(second).waitFor({ timeout: 20_000 });
      await go(second, `/orders/${hash}`);
      await second.page.getByText(signingWords[language].willSend).waitFor();
      await signButton(second.page).click();
      for (const { page } of [first, second])
        await page
          .getByRole("alert", { name: words.label, exact: true })
          .waitFor({ state: "detached", timeout: 30_000 });
    }

    describe(`in ${language}`, () => {
      let anna: Person;
      let ben: Person;
      before(async () => {
        const come = (name: "anna" | "ben") => comeIn(browser, stack, founded, name, { language });
        [anna, ben] = await Promise.all([come("anna"), come("ben")]);
        for (const { troubles } of [anna, ben]) troubles.expect(/Failed to load resource|ERR_|CORS|fetch/);
      });
      after(async () => {
        for (const person of [anna, ben]) await person?.leave();
      });
      const journey = (what: string, work: () => Promise<void>): void => {
        void it(what, async () => {
          try {
            await work();
          } catch (error) {
            console.error(await seen(browser));
            throw error;
          }
        });
      };

      journey("freezes from any screen, and another sees it though the server says nothing; two lift it", async () => {
        stack.liar.lie({ path: "/api/v1/events" }, answer(503, { error: "unavailable" }));
        stack.liar.lie({ path: /^\/api\/v1\// }, rewritten(saying({ frozen: false })));
        await go(ben, "/policies");
        await go(anna, "/settings");
        await freezeNow(anna, () => press(anna.page, words.button));
        await anna.page.getByRole("dialog").getByText(signingWords[language].freezeTold).waitFor();
        await putAway(anna);
        await banner(anna).waitFor();
        await banner(ben).getByText(words.frozen, { exact: true }).waitFor({ timeout: 20_000 });
        stack.liar.honest();
        await lift(ben, anna);
      });

      journey("freezes by keys while the server is dead", async () => {
        stack.liar.lie({ path: /^\/api\// }, (request, response) => {
          request.resume();
          response.destroy();
        });
        await freezeNow(anna, () => anna.page.keyboard.press("Alt+Shift+F"));
        await anna.page.getByRole("dialog").getByText(signingWords[language].freezeTold).waitFor();
        await putAway(anna);
        await banner(ben).waitFor({ timeout: 20_000 });
        stack.liar.honest();
        await lift(anna, ben);
      });

      journey("freezes by somebody who cannot even sign in", async () => {
        stack.liar.lie({ path: /^\/api\// }, (request, response) => {
          request.resume();
          response.destroy();
        });
        const place = { console: stack.console, origins: [stack.server], authenticator: false } as const;
        const chloe = await Person.come(browser, { name: "chloe", language, ...place });
        chloe.troubles.expect(/Failed to load resource|ERR_/);
        await remember(chloe);
        const { page } = chloe;
        await page.getByText(words.without, { exact: true }).click();
        await choose(page, orderWords[language].reason, orderWords[language].reasons.stolen);
        await page.getByText(words.withFile, { exact: true }).click();
        const way = page.locator("details").filter({ hasText: words.withFile }).last();
        const key = founded.people.chloe.keys.find(({ name }) => name === "chloe.age")!;
        const choosing = page.waitForEvent("filechooser");
        await press(way, sessionWords[language].chooseFile);
        await (await choosing).setFiles({ name: key.name, mimeType: "application/octet-stream", buffer: key.content });
        await way.getByLabel(sessionWords[language].passphrase, { exact: true }).fill(key.passphrase);
        await press(way, words.open);
        await page.getByText(words.done, { exact: true }).waitFor();
        await chloe.leave();
        await banner(anna).waitFor({ timeout: 20_000 });
        stack.liar.honest();
        await lift(anna, ben);
      });
    });
  }
});
