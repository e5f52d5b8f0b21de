// What people do in the console while the bench looks at the clock. Everything is found by the words that they see.
import { actWords } from "../../apps/console/src/phones/act/words.ts";
import { phonesWords } from "../../apps/console/src/phones/words.ts";
import { sessionWords } from "../../apps/console/src/session/words.ts";
import { signingWords } from "../../apps/console/src/signing/words.ts";
import type { KeyFile } from "../browser/key-files.ts";
import type { Person } from "../browser/person.ts";
import { heapOf } from "./console-watch.ts";

const words = phonesWords.en;
const keystrokes = 40;
const rounds = 12;
/** What people leave between two letters, in milliseconds: the answer to one is there before the next. */
const betweenLetters = 150;

async function openList({ page }: Person, console: string): Promise<void> {
  await page.goto(new URL("/phones", console).href);
  await page.getByRole("grid").waitFor();
}

/** Typed letter by letter; each matches some phone. */
const searches = { few: ["pixel", "galaxy"], many: ["galaxy s24 v3", "pixel 9 v1", "xperia 1 v2", "iphone 14"] };

/** Milliseconds from a key to the rows that answer it, of 40 keys. What was answered before is not asked again. */
export async function typeSearches(person: Person, console: string, isLarge: boolean): Promise<number[]> {
  const { page } = person;
  const times: number[] = [];
  while (times.length < keystrokes) {
    for (const text of isLarge ? searches.many : searches.few) {
      await openList(person, console);
      await person.idle();
      const field = page.getByLabel(words.search, { exact: true });
      await field.focus();
      for (const letter of text) {
        if (times.length >= keystrokes) break;
        await page.keyboard.press(letter === " " ? "Space" : letter);
        const ms = await page.evaluate(async () => (await window.rempartBench.answered) - window.rempartBench.key);
        times.push(ms);
        await page.waitForTimeout(betweenLetters);
      }
    }
  }
  return times;
}

/** Milliseconds from a jump to the middle half of the list until no row in sight is still on its way. */
export async function scroll(person: Person, console: string): Promise<number[]> {
  const { page } = person;
  await openList(person, console);
  await person.idle();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const share = 0.25 + (round / rounds) * 0.5;
    times.push(
      await page.evaluate(
        async ([where, loading]) => {
          const grid = document.querySelector("[role=grid]")!;
          const from = performance.now();
          grid.scrollTop = grid.scrollHeight * Number(where);
          const row = Math.floor(grid.scrollTop / 32);
          const end = await window.rempartBench.drawn(() => {
            const there = document.querySelector(`[data-index="${row + 2}"]`)?.textContent ?? loading!;
            return !there.includes(String(loading));
          });
          return end - from;
        },
        [share, words.loadingRow] as const,
      ),
    );
    await page.waitForTimeout(betweenLetters);
  }
  return times;
}

/** Milliseconds from a click on a row until the phone stands beside the list with what it signed checked. */
export async function openPhone(person: Person, console: string, devices: readonly string[]): Promise<number[]> {
  const { page } = person;
  const times: number[] = [];
  for (const device of devices.slice(0, rounds)) {
    await page.goto(new URL(`/phones?q=${device.slice(0, 12)}`, console).href);
    const row = page.locator("[data-index='0']");
    await row.getByText(device.slice(0, 4)).first().waitFor();
    await person.idle();
    await row.getByRole("gridcell").nth(1).click();
    times.push(
      await page.evaluate(async (id) => {
        const end = await window.rempartBench.drawn(() => {
          const code = [...document.querySelectorAll("code")].find((one) => one.textContent === id);
          // The seal beside its id: its key, enrolment and ticket were verified.
          return code !== undefined && code.nextElementSibling !== null;
        });
        return end - window.rempartBench.click;
      }, device),
    );
  }
  return times;
}

/** Milliseconds from a click on an order's row until its document stands there with its proofs verified. */
export async function openOrder(person: Person, console: string, hash: string): Promise<number> {
  const { page } = person;
  await page.goto(new URL("/approvals?show=all", console).href);
  const row = page.locator(`[data-row="${hash}"]`);
  await row.waitFor();
  await person.idle();
  const from = await page.evaluate(() => performance.now());
  await row.click();
  const end = await page.evaluate(
    (of) => window.rempartBench.drawn(() => document.querySelector(`[data-hash="${of}"] [data-state]`) !== null),
    hash,
  );
  return end - from;
}

export interface DraftForAll {
  hash: string;
  select: number;
  draft: number;
  stall: number;
  heap: number;
  sign: number;
}

/** Selects all phones, drafts their unenrolment, and signs it as the first of three. Times in milliseconds, heap in MiB. */
export async function draftForAll(person: Person, console: string, key: KeyFile, phones: number): Promise<DraftForAll> {
  const { page } = person;
  await openList(person, console);
  await person.idle();
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+a");
  const select = await page.evaluate(async (text) => {
    const end = await window.rempartBench.drawn(() => document.body.innerText.includes(text));
    return end - window.rempartBench.key;
  }, words.selection.allSelected("#").split("#")[1]!.trim());
  const bar = page.getByRole("region", { name: words.selection.bar });
  await bar.getByRole("button", { name: words.selection.act }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: new RegExp(`^${actWords.en.names.unenrol}`) })
    .click();
  const next = page.getByRole("dialog").getByRole("button", { name: signingWords.en.next, exact: true });
  await next.waitFor();
  await person.idle();
  const from = await page.evaluate(() => performance.now());
  await next.click();
  const drawn = await page.evaluate(async () => {
    const end = await window.rempartBench.drawn(() => document.querySelector("article[data-hash]") !== null);
    return { end, hash: document.querySelector<HTMLElement>("article[data-hash]")!.dataset.hash! };
  });
  await page.waitForTimeout(1000);
  const stall = await page.evaluate((since) => window.rempartBench.longest(since), from);
  const heap = await heapOf(page);
  // The document says how many it names: those that match, which leaves out phones that are gone.
  const title = await page.locator("article[data-hash] h3").innerText();
  const count = /[\d,. ]*\d/.exec(title)![0].replace(/\D/g, "");
  if (Number(count) < phones * 0.9) throw new Error(`the document is called ${title}`);
  await page.getByLabel(signingWords.en.typeNumber(count)).fill(count);
  await page.getByRole("button", { name: signingWords.en.sign.file, exact: true }).click();
  // The page was loaded again since the file was opened.
  const dialog = page.getByRole("dialog").filter({ hasText: sessionWords.en.openAgainLead });
  const choosing = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: sessionWords.en.chooseFile, exact: true }).click();
  await (await choosing).setFiles({ name: key.name, mimeType: "application/octet-stream", buffer: key.content });
  await dialog.getByLabel(sessionWords.en.passphrase, { exact: true }).fill(key.passphrase);
  await dialog.getByRole("button", { name: sessionWords.en.unlock, exact: true }).click();
  const signing = performance.now();
  await page.getByText(signingWords.en.waiting, { exact: true }).first().waitFor({ timeout: 120_000 });
  return { hash: drawn.hash, select, draft: drawn.end - from, stall, heap, sign: performance.now() - signing };
}

/** The draft as another approver meets it: milliseconds from the click on its row, and the longest task meanwhile. */
export async function openDraft(person: Person, console: string, hash: string): Promise<{ ms: number; stall: number }> {
  const { page } = person;
  await page.goto(new URL(`/orders/${hash}?is=draft`, console).href);
  const ms = await page.evaluate(
    (of) => window.rempartBench.drawn(() => document.querySelector(`article[data-hash="${of}"]`) !== null),
    hash,
  );
  await page.waitForTimeout(1000);
  return { ms, stall: await page.evaluate(() => window.rempartBench.longest(0)) };
}
