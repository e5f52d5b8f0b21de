// Part: the console in a real browser, with few phones and with a large fleet: how long people wait for what they see.
import { withClient } from "@rempart/postgres";
import type { Browser } from "playwright-core";
import { launchChromium } from "../browser/chromium.ts";
import type { KeyFile } from "../browser/key-files.ts";
import { Person } from "../browser/person.ts";
import { remember, signInByFile } from "../browser/sign-in.ts";
import { BrowserStack, type Founded } from "../browser/stack.ts";
import { draftForAll, openDraft, openOrder, openPhone, scroll, typeSearches } from "./console-steps.ts";
import { drawnAfter, heapOf, watchDrawing } from "./console-watch.ts";
import { onceAtEnd } from "./ending.ts";
import { fillInventory } from "./inventory-rows.ts";
import type { Sizes } from "./options.ts";
import { median, percentile } from "./statistics.ts";
import type { Row } from "./table.ts";

/** Virtual phones that really enrolled; all others are rows of the server's database. */
const enrolled = 40;
const loads = 7;

/** Navigation start to the overview's numbers drawn; cold: nothing in the browser's caches, the organisation known. */
async function firstScreen({ page }: Person, at: string, cold: boolean): Promise<number[]> {
  const devtools = await page.context().newCDPSession(page);
  const times: number[] = [];
  for (let round = 0; round < loads; round++) {
    if (cold) await devtools.send("Network.clearBrowserCache");
    await page.goto(at);
    times.push(await drawnAfter(page, "main table td"));
  }
  await devtools.detach();
  return times;
}

function spread(metric: string, times: readonly number[], below: number): Row[] {
  return [
    { metric, value: percentile(times, 0.5), unit: "ms", aim: { below } },
    { metric: "  p95", value: percentile(times, 0.95), unit: "ms", aim: { below } },
  ];
}

/** What is measured with few phones and with many: medians, and the rows of the table. */
async function lookAround(person: Person, stack: BrowserStack, phones: number, devices: readonly string[]) {
  const { page } = person;
  const of = `${phones.toLocaleString("en-US")} phones: `;
  const cold = await firstScreen(person, stack.console, true);
  const warm = await firstScreen(person, stack.console, false);
  const search = await typeSearches(person, stack.console, phones > enrolled);
  const opened = await openPhone(person, stack.console, devices);
  const rows: Row[] = [
    { metric: `${of}first useful screen, cold cache`, value: median(cold), unit: "ms", aim: { below: 1000 } },
    { metric: `${of}first useful screen, warm cache`, value: median(warm), unit: "ms", aim: { below: 1000 } },
    ...spread(`${of}a letter in the search, rows drawn`, search, 50),
    { metric: `${of}a phone opened beside the list, checked and drawn`, value: median(opened), unit: "ms" },
  ];
  await page.goto(new URL("/phones", stack.console).href);
  await page.getByRole("grid").waitFor();
  await person.idle();
  rows.push({ metric: `${of}JavaScript heap of the tab, list open`, value: await heapOf(page), unit: "MiB" });
  return { rows, medians: { cold: median(cold), warm: median(warm), search: median(search), phone: median(opened) } };
}

/** What only a large fleet shows: far down the list, and one order for everybody. */
async function atScale(person: Person, stack: BrowserStack, key: KeyFile, phones: number): Promise<Row[]> {
  const of = `${phones.toLocaleString("en-US")} phones: `;
  const far = await scroll(person, stack.console);
  const draft = await draftForAll(person, stack.console, key, phones);
  const opened = await openDraft(person, stack.console, draft.hash);
  return [
    { metric: `${of}scrolled to the middle, rows drawn`, value: median(far), unit: "ms" },
    { metric: "  p95", value: percentile(far, 0.95), unit: "ms" },
    { metric: `${of}all that match selected`, value: draft.select, unit: "ms" },
    { metric: `${of}one order for all in use: ids fetched, drafted, shown`, value: draft.draft, unit: "ms" },
    { metric: "  longest task of the page meanwhile", value: draft.stall, unit: "ms", aim: { below: 200 } },
    { metric: "  JavaScript heap of the tab then", value: draft.heap, unit: "MiB" },
    { metric: `${of}that order signed and left for others`, value: draft.sign, unit: "ms" },
    { metric: `${of}that draft opened anew: fetched, verified, drawn`, value: opened.ms, unit: "ms" },
    { metric: "  longest task of the page meanwhile", value: opened.stall, unit: "ms", aim: { below: 200 } },
  ];
}

async function signedIn(browser: Browser, stack: BrowserStack, founded: Founded): Promise<Person> {
  const person = await Person.come(browser, {
    ...{ name: "anna", console: stack.console, origins: [stack.server], authenticator: false },
  });
  await watchDrawing(person.page);
  await remember(person);
  await signInByFile(person, founded.people.anna.keys[0]!);
  return person;
}

/** The console with 40 phones, and with `sizes.inventory`. */
export async function benchConsole({ inventory }: Sizes): Promise<Row[]> {
  const stack = await BrowserStack.start();
  const stop = onceAtEnd(() => stack.close());
  try {
    const founded = await stack.foundByCli("Example");
    const devices = await stack.phones(enrolled, ["--check-seconds", "600"]);
    const { hash } = await stack.as("otto", "lock", devices[0]!, "--reason", "support", "--yes");
    const browser = await launchChromium();
    try {
      const person = await signedIn(browser, stack, founded);
      const few = await lookAround(person, stack, enrolled, devices);
      const order = await openOrder(person, stack.console, String(hash));
      await withClient(stack.serverDatabase, (client) =>
        fillInventory(client, inventory - enrolled, Math.floor(Date.now() / 1000)),
      );
      const many = await lookAround(person, stack, inventory, devices);
      const ratio = (key: keyof typeof few.medians, what: string): Row => ({
        ...{ metric: `  ${what}`, value: many.medians[key] / few.medians[key], unit: "times" },
      });
      return [
        ...few.rows,
        { metric: "an order opened from the list: document, proofs verified, drawn", value: order, unit: "ms" },
        ...many.rows,
        ...(await atScale(person, stack, founded.people.anna.keys[0]!, inventory)),
        { metric: `${inventory.toLocaleString("en-US")} phones against ${enrolled}:`, value: 1, unit: "" },
        ratio("cold", "first useful screen, cold cache"),
        ratio("warm", "first useful screen, warm cache"),
        ratio("search", "a letter in the search"),
        ratio("phone", "a phone opened"),
      ];
    } finally {
      await browser.close();
    }
  } finally {
    await stop();
  }
}
