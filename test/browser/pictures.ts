// `npm run pictures`: every screen of screens.ts at three widths, in both themes and languages, to be looked at; with
// --docs, the few that the documentation shows.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { type Language, Person, type Theme } from "./person.ts";
import {
  arrive,
  type EarlyVisit,
  type Screen,
  screens,
  screensOfFounding,
  screensOfStrangers,
  type Visit,
} from "./screens.ts";
import { BrowserStack } from "./stack.ts";

const help = `Takes pictures of the console's screens.

  npm run pictures -- --out DIR [--only TEXT] [--phones N]
  npm run pictures -- --docs [--only TEXT]

  --out DIR     every screen at 390, 1280 and 1920 pixels, light and dark, English and French
  --docs        the chosen ones into docs/pictures, as WebP of at most 200 KB
  --only TEXT   screens whose name holds this
  --phones N    virtual phones that are enrolled (default 3)
`;
const docsFolder = join(import.meta.dirname, "..", "..", "docs", "pictures");
/** What a picture in the repository may weigh, in bytes. */
export const heaviest = 200 * 1024;
const heights: Readonly<Record<number, number>> = { 390: 844, 1280: 800, 1920: 1080 };
const widths = Object.keys(heights).map(Number);
const themes: readonly Theme[] = ["light", "dark"];
const languages: readonly Language[] = ["en", "fr"];

/** What is seen of `page`, as WebP of at most `heaviest` bytes: in the best quality that fits. */
export async function webp(page: Page, whole = false): Promise<Buffer> {
  const devtools = await page.context().newCDPSession(page);
  try {
    for (const quality of [92, 85, 75, 65, 50]) {
      const taken = { format: "webp", quality, captureBeyondViewport: whole } as const;
      const { data } = await devtools.send("Page.captureScreenshot", taken);
      const picture = Buffer.from(data, "base64");
      if (picture.length <= heaviest) return picture;
    }
    throw new Error(`The picture is above ${heaviest / 1024} KB in any quality. Choose a narrower one.`);
  } finally {
    await devtools.detach();
  }
}

async function takeAll<V extends EarlyVisit>(
  visit: V,
  chosen: readonly Screen<V>[],
  look: string,
  out: string,
): Promise<void> {
  for (const screen of chosen) {
    for (const width of widths) {
      await show(visit, screen, width);
      await visit.person.picture(out, `${screen.name}-${width}-${look}`, screen.whole);
      await screen.restore?.(visit);
    }
    console.log(`${screen.name} ${look}`);
  }
}

async function show<V extends EarlyVisit>(visit: V, screen: Screen<V>, width: number): Promise<void> {
  const { person } = visit;
  await person.page.setViewportSize({ width, height: heights[width] ?? 900 });
  await person.open(screen.path);
  await screen.prepare?.(visit);
  await person.idle();
}

/** Each screen and width in a browser that knows nothing: what is seen before anybody is signed in. */
async function takeFresh<V extends EarlyVisit>(
  browser: Browser,
  place: Omit<V, "person">,
  chosen: readonly Screen<V>[],
  out: string,
): Promise<void> {
  const { console: origin, server } = place.stack;
  for (const language of languages)
    for (const theme of themes)
      for (const screen of chosen)
        for (const width of widths) {
          const person = await Person.come(browser, { language, theme, console: origin, origins: [server] });
          await show({ ...place, person } as V, screen, width);
          await person.picture(out, `${screen.name}-${width}-${theme}-${language}`, screen.whole);
          await person.leave();
        }
}

async function takeForDocs(visit: Visit, chosen: readonly Screen[]): Promise<void> {
  mkdirSync(docsFolder, { recursive: true });
  for (const screen of chosen) {
    await show(visit, screen, screen.docs!.width);
    const picture = await webp(visit.person.page, screen.whole);
    await screen.restore?.(visit);
    writeFileSync(join(docsFolder, `${screen.name}.webp`), picture);
    console.log(`docs/pictures/${screen.name}.webp ${Math.ceil(picture.length / 1024)} KB`);
  }
}

/** One person for each language and theme, who signs in once and visits all screens. */
async function takePictures(
  browser: Browser,
  place: Omit<Visit, "person">,
  chosen: readonly Screen[],
  out: string | undefined,
): Promise<void> {
  const { stack } = place;
  for (const language of languages) {
    for (const theme of themes) {
      const docs = chosen.filter((one) => one.docs?.language === language && one.docs.theme === theme);
      if (out === undefined && docs.length === 0) continue;
      const name = `${theme}-${language}`;
      const person = await Person.come(browser, {
        ...{ name, language, theme, console: stack.console, origins: [stack.server] },
      });
      const visit = { ...place, person };
      await arrive(visit);
      if (out === undefined) await takeForDocs(visit, docs);
      else await takeAll(visit, chosen, name, out);
      await person.leave();
    }
  }
}

async function main(): Promise<void> {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values } = parseArgs({ options: { out: text, only: text, phones: text, docs: flag, help: flag } });
  const count = Number(values.phones ?? "3");
  if (values.help || (values.out === undefined) === (values.docs === undefined) || !(count >= 0 && count <= 1000)) {
    console.log(help);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const wanted = ({ name }: { name: string }): boolean => name.includes(values.only ?? "");
  const chosen = screens.filter(wanted);
  const early = screensOfFounding.filter(wanted);
  const strange = screensOfStrangers.filter(wanted);
  if (chosen.length + early.length + strange.length === 0) throw new Error(`No screen's name holds "${values.only}".`);
  const out = values.docs ? undefined : resolve(values.out!);
  const stack = await BrowserStack.start({ liar: true });
  try {
    const browser = await launchChromium();
    try {
      if (out !== undefined) await takeFresh(browser, { stack }, early, out);
      const founded = await stack.foundByCli("Example");
      const phones = count === 0 ? [] : await stack.phones(count);
      const place = { stack, founded, phones };
      if (out !== undefined) await takeFresh(browser, place, strange, out);
      await takePictures(browser, place, chosen, out);
    } finally {
      await browser.close();
    }
  } finally {
    await stack.close();
  }
}

if (import.meta.main) await main();
