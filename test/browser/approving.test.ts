// Orders from one person's browser to another's: what each sees, what a signature does, and what none of them can do alone.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { approvalWords } from "../../apps/console/src/approvals/words.ts";
import { orderWords } from "../../apps/console/src/orders/words.ts";
import { actWords } from "../../apps/console/src/phones/act/words.ts";
import { phonesWords } from "../../apps/console/src/phones/words.ts";
import { signingWords } from "../../apps/console/src/signing/words.ts";
import { formatOf } from "../../apps/console/src/words/format.ts";
import { begin, comeIn, go, sign, told, unlockByWords } from "./at-work.ts";
import { launchChromium } from "./chromium.ts";
import type { Person } from "./person.ts";
import { bringSealedWords } from "./sealed-words.ts";
import { BrowserStack, type Founded } from "./stack.ts";
import { choose, mayNotSign, press, seen, signButton } from "./steps.ts";

/** Phones that each language uses up. */
const each = 4;
/** Phones of an order that is large. */
const many = 12;

describe("approving", () => {
  let stack: BrowserStack;
  let browser: Browser;
  let founded: Founded;
  let phones: readonly string[];
  let paper: string;

  before(async () => {
    [stack, browser] = await Promise.all([BrowserStack.start({ liar: true }), launchChromium()]);
    founded = await stack.foundByCli("Approvals");
    phones = await stack.phones(many + 2 * each);
    paper = await bringSealedWords(stack.console, founded, ["anna", "ben"]);
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  for (const language of ["en", "fr"] as const) {
    const orders = orderWords[language];
    const approvals = approvalWords[language];
    const format = formatOf(language);
    const one = format.count(1, orders.phone, orders.phones);

    describe(`in ${language}`, () => {
      let anna: Person;
      let ben: Person;
      let otto: Person;
      const mine = () => phones.slice(language === "en" ? 0 : each);
      const come = (name: "anna" | "ben" | "otto") => comeIn(browser, stack, founded, name, { language });
      before(async () => {
        [anna, ben, otto] = await Promise.all([come("anna"), come("ben"), come("otto")]);
      });
      after(async () => {
        for (const person of [anna, ben, otto]) await person?.leave();
      });
      /** On failure, what stood on everybody's screen. */
      const journey = (what: string, work: () => Promise<void>) =>
        it(what, async () => {
          try {
            await work();
          } catch (error) {
            console.error(await seen(browser));
            throw error;
          }
        });
      /** Opens a document from the inbox, where it stands under its title. */
      async function openFromInbox(person: Person, hash: string, title: string): Promise<void> {
        await go(person, "/approvals");
        await person.page.locator(`[data-row="${hash}"]`).filter({ hasText: title }).click();
        await person.page.getByRole("article").getByRole("heading", { name: title, exact: true }).waitFor();
      }
      const states = (person: Person, state: keyof typeof orders.states) =>
        person.page.getByRole("article").getByText(orders.states[state], { exact: true }).first();

      journey("one operator locks a phone, and the phone does it", async () => {
        await begin(otto, mine()[0]!, "lock");
        await sign(otto);
        await otto.page.getByRole("dialog").getByText(signingWords[language].released, { exact: true }).waitFor();
        await otto.page.getByRole("link", { name: signingWords[language].openOrder, exact: true }).click();
        await states(otto, "done").waitFor({ timeout: 30_000 });
        await otto.page.getByText(orders.proven(1)).waitFor();
      });

      journey("a sealed message by one approver is read, and signed, by another", async () => {
        const text = `Meet at gate ${language}`;
        const dialog = await begin(anna, mine()[0]!, "message");
        await dialog.getByLabel(actWords[language].text).fill(text);
        await sign(anna);
        const hash = await told(anna, "released");
        await openFromInbox(ben, hash, orders.titles.message(one));
        await ben.page.getByText(orders.locked, { exact: true }).waitFor();
        await unlockByWords(ben, paper);
        await ben.page.getByText(text).waitFor();
      });

      journey("a wipe waits with one signature, goes by itself with the second, and its result is shown", async () => {
        await begin(anna, mine()[1]!, "wipe");
        await sign(anna);
        const hash = await told(anna, "waiting");
        await openFromInbox(anna, hash, orders.titles.wipe(one));
        await mayNotSign(anna.page);
        await states(anna, "waiting").waitFor();
        await openFromInbox(ben, hash, orders.titles.wipe(one));
        await ben.page.getByText(signingWords[language].willSend).waitFor();
        await signButton(ben.page).click();
        await ben.page.getByText(signingWords[language].released, { exact: true }).first().waitFor();
        await states(ben, "done").waitFor({ timeout: 30_000 });
        await states(anna, "done").waitFor({ timeout: 30_000 });
      });

      journey("a document is refused with a reason that the other sees, and withdrawn", async () => {
        await begin(anna, mine()[2]!, "unenrol");
        await sign(anna);
        const hash = await told(anna, "waiting");
        await openFromInbox(ben, hash, orders.titles.unenrol(one));
        await press(ben.page, approvals.refuse);
        const dialog = ben.page.getByRole("dialog");
        await choose(dialog, orders.reason, orders.reasons.exercise);
        await press(dialog, approvals.refuseDo);
        await ben.page.getByText(approvals.refused).waitFor();
        await openFromInbox(anna, hash, orders.titles.unenrol(one));
        await anna.page.getByText(new RegExp(orders.reasons.exercise)).first().waitFor();
        await press(anna.page, approvals.withdraw);
        await states(anna, "withdrawn").waitFor();
      });

      journey("signed while the line is down, it is kept, and sent when the line is back", async () => {
        const { hash } = await stack.as("anna", "wipe", mine()[2]!, "--reason", "lost", "--yes");
        await openFromInbox(ben, String(hash), orders.titles.wipe(one));
        const submit = /\/submit$/;
        ben.troubles.expect(/ERR_FAILED.*\/submit/);
        await ben.context.route(submit, (route) => route.abort());
        await signButton(ben.page).click();
        // What was signed stays in sight with a way to send it, though the server has the signature by now.
        const send = ben.page.getByRole("button", { name: signingWords[language].sendAgain, exact: true });
        await send.waitFor();
        await ben.context.unroute(submit);
        await send.click();
        await ben.page.getByText(signingWords[language].released, { exact: true }).first().waitFor();
        await states(ben, "done").waitFor({ timeout: 30_000 });
      });

      journey("signed by all and sent by nobody, it is sent by whoever sees it", async () => {
        const { hash } = await stack.as("anna", "wipe", mine()[3]!, "--reason", "lost", "--yes");
        await stack.as("chloe", "order", "sign", String(hash), "--yes");
        await go(ben, "/approvals");
        const row = ben.page.locator(`[data-row="${hash}"]`);
        await row.getByText(approvals.ready, { exact: true }).waitFor();
        await row.click();
        await press(ben.page, approvals.send);
        await ben.page.getByText(signingWords[language].released, { exact: true }).first().waitFor();
      });

      journey(
        "what destroys more than ten phones is typed by number, waits for three, is held, and cancelled",
        async () => {
          await go(anna, "/phones");
          const grid = anna.page.getByRole("grid", { name: phonesWords[language].table, exact: true });
          await grid.getByRole("row").nth(1).waitFor();
          await grid.focus();
          await anna.page.keyboard.press("Control+a");
          await press(anna.page, phonesWords[language].selection.act);
          const list = anna.page.getByRole("dialog", { name: actWords[language].list, exact: true });
          await list.getByRole("button").filter({ hasText: actWords[language].does.unenrol }).click();
          await press(anna.page.getByRole("dialog"), signingWords[language].next);
          const count = await signTyped(anna);
          const title = orders.titles.unenrol(format.count(count, orders.phone, orders.phones));
          const hash = await told(anna, "waiting");
          await stack.as("chloe", "order", "sign", hash, "--yes");
          await openFromInbox(ben, hash, title);
          await signTyped(ben);
          await states(ben, "held").waitFor();
          await press(ben.page, orders.cancelOrder);
          await sign(ben);
          await states(ben, "cancelled").waitFor();
        },
      );

      /** Signs what asks for its number of phones, and gives it; another number does not do. */
      async function signTyped({ page }: Person): Promise<number> {
        await signButton(page).waitFor();
        await mayNotSign(page);
        const label = new RegExp(signingWords[language].typeNumber("(\\d+)"));
        const [, count] = label.exec(await page.getByText(label).innerText())!;
        assert.ok(Number(count) > 10);
        const typed = page.getByLabel(label);
        await typed.fill("10");
        await mayNotSign(page);
        await typed.fill(count!);
        await signButton(page).click();
        return Number(count);
      }
    });
  }
});
