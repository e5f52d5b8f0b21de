// Every screen and dialog by axe-core, in both themes, on a desk and on a phone; and the work done by keys alone.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { approvalWords } from "../../apps/console/src/approvals/words.ts";
import { addressWords } from "../../apps/console/src/founding/words/address.ts";
import { frameWords } from "../../apps/console/src/founding/words/frame.ts";
import { freezeWords } from "../../apps/console/src/freeze/words.ts";
import { actWords } from "../../apps/console/src/phones/act/words.ts";
import { phonesWords } from "../../apps/console/src/phones/words.ts";
import { sessionWords } from "../../apps/console/src/session/words.ts";
import { signingWords } from "../../apps/console/src/signing/words.ts";
import { begin, comeIn, go, putAway } from "./at-work.ts";
import { describe as explain, violations } from "./axe.ts";
import { launchChromium } from "./chromium.ts";
import { addByPasskey, beginFounding, next } from "./founding-steps.ts";
import { answer } from "./lying-server.ts";
import { Person, type Theme } from "./person.ts";
import { screens } from "./screens.ts";
import { remember } from "./sign-in.ts";
import { BrowserStack, type Founded } from "./stack.ts";
import { press, seen, signButton } from "./steps.ts";

/** Of which every screen is looked at; the founding is on its own. */
const looks: readonly { readonly theme: Theme; readonly width: number; readonly language: "en" | "fr" }[] = [
  { theme: "light", width: 1280, language: "en" },
  { theme: "dark", width: 390, language: "fr" },
];

describe("accessibility", () => {
  let stack: BrowserStack;
  let browser: Browser;
  let founded: Founded;
  let phones: readonly string[];
  const found: string[] = [];

  /** Looks at what stands there now, once nothing is busy. All findings are told together at the end. */
  async function look(person: Person, where: string): Promise<void> {
    await person.idle();
    const broken = await violations(person.page);
    if (broken.length > 0) found.push(`${where}:\n${explain(broken)}`);
  }
  /** Fails with everything that `look` found. */
  function nothingFound(): void {
    assert.equal(found.splice(0).join("\n\n"), "");
  }
  const come = (options: Partial<Parameters<typeof Person.come>[1]>) =>
    Person.come(browser, { console: stack.console, origins: [stack.server], ...options });
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

  before(async () => {
    [stack, browser] = await Promise.all([BrowserStack.start({ liar: true }), launchChromium()]);
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  for (const { theme, width, language } of looks)
    journey(`the founding (${theme}, ${width})`, async () => {
      const anna = await come({ name: "anna", theme, width, language });
      const where = (step: string) => `founding, ${step} (${theme}, ${width})`;
      await anna.open("/");
      await look(anna, where("start"));
      await press(anna.page, frameWords[language].found);
      await look(anna, where("address"));
      await anna.leave();
      const again = await come({ name: "anna", theme, width, language });
      await beginFounding(again, stack.foundingCode, "Access");
      await look(again, where("people, nobody"));
      await press(again.page, frameWords[language].next);
      await look(again, where("people, something is missing"));
      await addByPasskey(again, "Anna");
      await look(again, where("people"));
      await next(again, "rules");
      await look(again, where("rules"));
      await next(again, "roots");
      await look(again, where("roots"));
      await press(again.page, frameWords[language].giveUp);
      await look(again, where("giving up"));
      await press(again.page.getByRole("dialog"), frameWords[language].keep);
      await again.leave();
      const curious = await come({ name: "somebody", theme, width, language });
      await curious.open("/");
      await press(curious.page, frameWords[language].explore);
      await curious.page.getByLabel(addressWords[language].code, { exact: true }).waitFor();
      await look(curious, `demonstration (${theme}, ${width})`);
      await curious.leave();
      nothingFound();
    });

  for (const { theme, width, language } of looks)
    journey(`every screen (${theme}, ${width})`, async () => {
      if (!founded) {
        founded = await stack.foundByCli("Access");
        const nobody = await comeIn(browser, stack, founded, "anna", { theme, width, language });
        for (const path of ["/", "/phones", "/approvals", "/policies"]) {
          await go(nobody, path);
          await look(nobody, `${path} while there is nothing yet`);
        }
        await nobody.leave();
        phones = await stack.phones(3);
      }
      const wipe = await stack.as("anna", "wipe", phones[0]!, "--reason", "leaver", "--yes");
      const lock = await stack.as("otto", "lock", phones[1]!, "--reason", "support", "--yes");
      const first = await come({ theme, width, language, authenticator: false });
      await first.open("/");
      await look(first, `first sight (${theme}, ${width})`);
      await press(first.page, sessionWords[language].different);
      await look(first, `the words differ (${theme}, ${width})`);
      await first.leave();
      const stranger = await come({ theme, width, language, authenticator: false });
      await remember(stranger);
      await stranger.page.getByText(freezeWords[language].without, { exact: true }).click();
      await look(stranger, `sign-in (${theme}, ${width})`);
      await stranger.leave();

      const ben = await comeIn(browser, stack, founded, "ben", { theme, width, language });
      ben.troubles.expect(/status of 5\d\d|Failed to load/);
      const { page } = ben;
      const where = (what: string) => `${what} (${theme}, ${width})`;
      for (const path of new Set([
        ...screens.map((screen) => screen.path),
        ...[`/phones/${phones[0]}`, `/phones?phone=${phones[1]}`, `/orders/${lock.hash}`, `/orders/${wipe.hash}`],
        ...[`/approvals?order=${wipe.hash}&is=draft`, "/approvals?show=all", "/policies/new", "/policies/files"],
        ...["/incident", "/no-such-place", `/orders/${"0".repeat(64)}`, `/phones/none`],
      ])) {
        await go(ben, path);
        await look(ben, where(path));
      }
      await begin(ben, phones[2]!, "wipe");
      await look(ben, where("the form of a wipe"));
      await press(page.getByRole("dialog"), signingWords[language].next);
      await signButton(page).waitFor();
      await look(ben, where("the document of a wipe"));
      await press(page.getByRole("dialog"), signingWords[language].cancel);
      await go(ben, `/approvals?order=${wipe.hash}&is=draft`);
      await press(page, approvalWords[language].refuse);
      await look(ben, where("refusing"));
      await page.keyboard.press("Escape");
      await page.keyboard.press("Alt+Shift+F");
      await page.getByRole("dialog").waitFor();
      await look(ben, where("freezing"));
      await press(page.getByRole("dialog"), freezeWords[language].now);
      await page.getByRole("dialog").getByText(signingWords[language].freezeTold).waitFor();
      await look(ben, where("frozen, and told so"));
      await putAway(ben);
      await look(ben, where("frozen"));
      await press(page, freezeWords[language].lift);
      await look(ben, where("lifting a freeze"));
      await page.keyboard.press("Escape");
      for (const path of ["/api/v1/overview", "/api/v1/phones"])
        stack.liar.lie({ path }, answer(500, { error: "broken" }));
      await ben.page.goto(`${stack.console}/`);
      await page.getByRole("alert").nth(1).waitFor();
      await look(ben, where("the overview, when the server fails"));
      stack.liar.honest();
      await ben.leave();
      const freezes = (await stack.as("anna", "unfreeze", "--reason", "mistake", "--yes")) as { hash: string };
      await stack.as("ben", "order", "sign", freezes.hash, "--yes");
      await stack.as("ben", "order", "submit", freezes.hash);
      nothingFound();
    });

  journey("somebody signs in, opens a phone and locks it without a mouse", async () => {
    const otto = await comeIn(browser, stack, founded, "otto");
    const { page } = otto;
    const { keyboard } = page;
    /** Presses Tab until what is focused is called `name`. */
    async function tabTo(name: RegExp): Promise<void> {
      for (let presses = 0; presses < 60; presses++) {
        const focused = await page.evaluate(() => {
          const at = document.activeElement;
          return at?.getAttribute("aria-label") ?? at?.textContent ?? "";
        });
        if (name.test(focused.trim())) return;
        await keyboard.press("Tab");
      }
      assert.fail(`Tab does not lead to ${name}`);
    }
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await tabTo(/^Phones$/);
    await keyboard.press("Enter");
    await page.getByRole("grid").getByRole("row").nth(1).waitFor();
    await tabTo(new RegExp(`^${phonesWords.en.table}$`));
    await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "grid").catch(() => undefined);
    if ((await page.evaluate(() => document.activeElement?.getAttribute("role"))) !== "grid") {
      await keyboard.press("Tab");
      await tabTo(new RegExp(`^${phonesWords.en.table}$`));
    }
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    // The phone comes beside the list in its own time; Tab goes through what is there.
    await page.getByRole("button", { name: /^Actions/ }).waitFor();
    await tabTo(/^Actions/);
    await keyboard.press("Enter");
    await page.getByRole("dialog", { name: actWords.en.list }).waitFor();
    await tabTo(/^Lock/);
    await keyboard.press("Enter");
    await page.getByRole("dialog", { name: /Lock/ }).waitFor();
    await tabTo(new RegExp(`^${signingWords.en.next}$`));
    await keyboard.press("Enter");
    await signButton(page).waitFor();
    await tabTo(/^Sign with/);
    await keyboard.press("Enter");
    await page.getByRole("dialog").getByText(signingWords.en.released, { exact: true }).waitFor();
    await keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await otto.leave();
  });
});
