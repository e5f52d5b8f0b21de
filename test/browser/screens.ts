// The screens that `npm run pictures` takes. Add a line for each screen worth looking at.
import { kindOf } from "@rempart/policy";
import type { Page } from "playwright-core";
import { frameWords } from "../../apps/console/src/founding/words/frame.ts";
import { freezeWords } from "../../apps/console/src/freeze/words.ts";
import { editWords } from "../../apps/console/src/policies/edit/words.ts";
import { planWords } from "../../apps/console/src/policies/plan/words.ts";
import { signingWords } from "../../apps/console/src/signing/words.ts";
import { begin } from "./at-work.ts";
import { addByPasskey, beginFounding, next } from "./founding-steps.ts";
import { answer } from "./lying-server.ts";
import type { Language, Person, Theme } from "./person.ts";
import { remember, signInByFile } from "./sign-in.ts";
import type { BrowserStack, Founded } from "./stack.ts";
import { press, signButton } from "./steps.ts";

/** Somebody where nothing is founded yet. */
export interface EarlyVisit {
  readonly person: Person;
  readonly stack: BrowserStack;
}

/** What a screen may need to get into its state. */
export interface Visit extends EarlyVisit {
  readonly founded: Founded;
  /** Ids of the virtual phones. */
  readonly phones: readonly string[];
}

export interface Screen<V = Visit> {
  /** Of the file: lower-case words with dashes. */
  readonly name: string;
  readonly path: string;
  /** Makes the screen show what is to be seen, after its path was opened: a click, a selection, a lie of the server. */
  readonly prepare?: (visit: V) => Promise<void>;
  /** Undoes what others must not see: a freeze, a lie. */
  readonly restore?: (visit: V) => Promise<void>;
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

/** A wipe that waits for anna, as ben's draft; each call drafts another. */
async function openWipe({ person, stack, phones }: Visit): Promise<void> {
  const { hash } = await stack.as("ben", "wipe", phones[1]!, "--reason", "leaver", "--yes");
  await person.open(`/approvals?order=${hash}&is=draft`);
  await signButton(person.page).waitFor();
}

/** The same on a page of its own, with all that proves it. */
async function openLock({ person, stack, phones }: Visit): Promise<void> {
  const { hash } = await stack.as("otto", "lock", phones[2]!, "--reason", "support", "--yes");
  await person.open(`/orders/${hash}`);
}

async function formOfWipe({ person, phones }: Visit): Promise<void> {
  await begin(person, phones[1]!, "wipe");
}

async function documentOfWipe(visit: Visit): Promise<void> {
  await formOfWipe(visit);
  await press(visit.person.page.getByRole("dialog"), signingWords[visit.person.language].next);
  await signButton(visit.person.page).waitFor();
}

/** A new policy of two rules, in the editor. */
async function writePolicy({ person: { page, language } }: Visit): Promise<void> {
  const words = editWords[language];
  await page.getByLabel(words.name, { exact: true }).fill("Depot");
  const catalogue = page.getByRole("region", { name: words.add, exact: true });
  for (const kind of ["camera", "microphone"]) {
    const name = kindOf(kind)!.name[language];
    await catalogue.getByLabel(words.search, { exact: true }).fill(name);
    await catalogue.getByRole("button", { name: `${words.addEntry} ${name}`, exact: true }).click();
  }
}

async function planPolicy(visit: Visit): Promise<void> {
  await writePolicy(visit);
  const { page, language } = visit.person;
  await press(page, editWords[language].toPlan);
  await page.getByRole("button", { name: planWords[language].draft, exact: true }).waitFor();
}

async function openFreeze({ person: { page } }: Visit): Promise<void> {
  await page.keyboard.press("Alt+Shift+F");
  await page.getByRole("dialog").waitFor();
}

async function freeze({ person: { page, language }, stack }: Visit): Promise<void> {
  await stack.as("chloe", "freeze", "--reason", "compromise", "--yes");
  const banner = page.getByRole("alert", { name: freezeWords[language].label, exact: true });
  await banner.waitFor({ timeout: 30_000 });
}

async function unfreeze({ stack }: Visit): Promise<void> {
  const { hash } = await stack.as("anna", "unfreeze", "--reason", "mistake", "--yes");
  await stack.as("ben", "order", "sign", String(hash), "--yes");
  await stack.as("ben", "order", "submit", String(hash));
}

async function failing({ person, stack }: Visit): Promise<void> {
  person.troubles.expect(/status of 500/);
  stack.liar.lie({ path: "/api/v1/overview" }, answer(500, { error: "broken" }));
  await person.open("/");
}

export const screens: readonly Screen[] = [
  { name: "overview", path: "/", docs: { width: 1280, theme: "light", language: "en" } },
  { name: "phones", path: "/phones", docs: { width: 1280, theme: "dark", language: "en" } },
  { name: "phones-selected", path: "/phones", prepare: selectThree },
  { name: "phone-beside", path: "/phones", prepare: ({ person }) => openFirst(person.page) },
  {
    ...{ name: "phone", path: "/phones", whole: true, prepare: openPageOfFirst },
    docs: { width: 1280, theme: "light", language: "fr" },
  },
  { name: "wipe-form", path: "/phones", prepare: formOfWipe },
  { name: "wipe-document", path: "/phones", prepare: documentOfWipe },
  { name: "approvals", path: "/approvals" },
  {
    ...{ name: "approval", path: "/approvals", prepare: openWipe },
    docs: { width: 1280, theme: "light", language: "en" },
  },
  { name: "orders", path: "/approvals?show=all" },
  { name: "order", path: "/approvals", whole: true, prepare: openLock },
  { name: "policies", path: "/policies" },
  { name: "policy-editor", path: "/policies/new", prepare: writePolicy },
  {
    ...{ name: "policy-plan", path: "/policies/new", whole: true, prepare: planPolicy },
    docs: { width: 1280, theme: "dark", language: "fr" },
  },
  { name: "policy-files", path: "/policies/files" },
  { name: "settings", path: "/settings", whole: true },
  { name: "later", path: "/incident" },
  { name: "missing", path: "/no-such-place" },
  {
    ...{ name: "server-fails", path: "/", prepare: failing },
    restore: async ({ stack }) => stack.liar.honest(),
  },
  { name: "freeze", path: "/", prepare: openFreeze, docs: { width: 1280, theme: "dark", language: "en" } },
  { name: "frozen", path: "/", prepare: freeze, restore: unfreeze },
];

/** Before anybody is signed in; a browser of its own for each. */
export const screensOfStrangers: readonly Screen[] = [
  { name: "first-sight", path: "/" },
  { name: "sign-in", path: "/", prepare: ({ person }) => remember(person) },
];

const toPeople = async ({ person, stack }: EarlyVisit): Promise<void> => {
  await beginFounding(person, stack.foundingCode, "Example");
  await addByPasskey(person, "Anna");
};

/** Before anything is founded; a browser of its own for each. */
export const screensOfFounding: readonly Screen<EarlyVisit>[] = [
  { name: "founding-start", path: "/" },
  {
    ...{ name: "founding-address", path: "/" },
    prepare: ({ person: { page, language } }) => press(page, frameWords[language].found),
  },
  { name: "founding-people", path: "/", whole: true, prepare: toPeople },
  {
    ...{ name: "founding-rules", path: "/", whole: true },
    prepare: async (visit) => {
      await toPeople(visit);
      await next(visit.person, "rules");
    },
  },
  {
    ...{ name: "founding-roots", path: "/", whole: true },
    prepare: async (visit) => {
      await toPeople(visit);
      await next(visit.person, "rules");
      await next(visit.person, "roots");
    },
  },
];
