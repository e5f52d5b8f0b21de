// The screens that `npm run pictures` takes. Add a line for each screen worth looking at.
import type { Page } from "playwright-core";
import type { Language, Person, Theme } from "./person.ts";
import { remember, signInByFile } from "./sign-in.ts";
import type { BrowserStack, Founded } from "./stack.ts";

/** What a screen may need to get into its state. */
export interface Visit {
  readonly person: Person;
  readonly stack: BrowserStack;
  readonly founded: Founded;
  /** Ids of the virtual phones. */
  readonly phones: readonly string[];
}

export interface Screen {
  /** Of the file: lower-case words with dashes. */
  readonly name: string;
  readonly path: string;
  /** Makes the screen show what is to be seen, after its path was opened: a click, a selection, a lie of the server. */
  readonly prepare?: (visit: Visit) => Promise<void>;
  /** The whole page rather than what fits. */
  readonly whole?: boolean;
  /** The one picture of it that docs/pictures keeps. */
  readonly docs?: { readonly width: number; readonly theme: Theme; readonly language: Language };
}

/** What each person does once, before their first screen: anna signs in. */
export async function arrive({ person, founded }: Visit): Promise<void> {
  await remember(person);
  await signInByFile(person, founded.people.anna.keys[0]!);
}

/** Opens the first phone of the list beside it. */
async function openFirst(page: Page): Promise<void> {
  await page.locator("[role=row][data-index='0'] [role=gridcell]").nth(1).click();
  await page.locator("aside a").first().waitFor();
}

async function openPageOfFirst({ person, phones }: Visit): Promise<void> {
  await person.open(`/phones/${phones[0]}`);
}

/** The first phones of the list, and what can be done with them. */
async function selectThree({ person }: Visit): Promise<void> {
  const marks = person.page.locator("[role=row][data-index] [data-mark]");
  await marks.nth(0).click();
  await marks.nth(2).click({ modifiers: ["Shift"] });
  await person.page.getByRole("button", { name: "Actions" }).click();
}

export const screens: readonly Screen[] = [
  { name: "overview", path: "/", docs: { width: 1280, theme: "light", language: "en" } },
  { name: "phones", path: "/phones" },
  { name: "phones-selected", path: "/phones", prepare: selectThree },
  { name: "phone-beside", path: "/phones", prepare: ({ person }) => openFirst(person.page) },
  { name: "phone", path: "/phones", whole: true, prepare: openPageOfFirst },
  { name: "approvals", path: "/approvals" },
  { name: "policies", path: "/policies" },
  { name: "settings", path: "/settings" },
];
