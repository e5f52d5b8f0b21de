// Approvals, orders and freeze in a real browser against the real parts, with a server that can be told to lie.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { checkAccessible } from "./axe.ts";
import { launchChromium } from "./chromium.ts";
import { altered, saying, signedBy, together } from "./lies.ts";
import { rewritten } from "./lying-server.ts";
import { type Language, Person } from "./person.ts";
import { remember, signInByFile } from "./sign-in.ts";
import { signByFile } from "./signing.ts";
import { BrowserStack, type Founded, type Name } from "./stack.ts";

let stack: BrowserStack;
let browser: Browser;
let founded: Founded;
let phones: readonly string[];
before(async () => {
  [stack, browser] = await Promise.all([BrowserStack.start({ liar: true }), launchChromium()]);
  founded = await stack.foundByCli("Example");
  phones = await stack.phones(14);
});
after(async () => {
  await browser?.close();
  await stack?.close();
});

const words = {
  en: {
    wipe: "Wipe 1 phone",
    wipes: "Wipe 12 phones",
    missing: "1 more approver",
    sign: "Sign with key file",
    released: "Signed and released",
    held: "Signed, and held by the brake",
    type: "Type 12, the number of phones",
    freezeNow: "Freeze now",
    frozen: "The organisation is frozen",
    lift: "Lift the freeze…",
    go: "Go on to signing",
    unfreeze: "Lift the freeze",
    refuse: "Refuse…",
    refuseDo: "Refuse",
    refuses: /refuses · Mistake/,
    close: "Close",
  },
  fr: {
    wipe: "Effacer 1 téléphone",
    wipes: "Effacer 12 téléphones",
    missing: "encore 1 approbateur",
    sign: "Signer avec le fichier de clé",
    released: "Signé et libéré",
    held: "Signé, et retenu par le frein",
    type: "Tapez 12, le nombre de téléphones",
    freezeNow: "Geler maintenant",
    frozen: "L’organisation est gelée",
    lift: "Lever le gel…",
    go: "Passer à la signature",
    unfreeze: "Lever le gel",
    refuse: "Refuser…",
    refuseDo: "Refuser",
    refuses: /refuse · Erreur/,
    close: "Fermer",
  },
} as const;

/** The person's own key; the directory's stands after it. */
const keyOf = (name: Name) => founded.people[name].keys[0]!;

async function come(name: Name, language: Language, more: { theme?: "dark" } = {}): Promise<Person> {
  const person = await Person.come(browser, {
    ...{ name, language, console: stack.console, origins: [stack.server], authenticator: false, ...more },
  });
  await remember(person);
  await signInByFile(person, keyOf(name));
  await person.idle();
  return person;
}

const documentOf = (person: Person, hash: string) => person.page.locator(`article[data-hash="${hash}"]`);

/** A wipe that anna drafted and signed; it waits for one more approver. */
async function draftWipe(...devices: readonly string[]): Promise<string> {
  return String((await stack.as("anna", "wipe", ...devices, "--yes", "--reason", "stolen")).hash);
}

test("a wipe of twelve phones asks for their number, and the brake holds it whatever the server says", async () => {
  const say = words.en;
  const hash = await draftWipe(...phones.slice(2));
  await stack.as("ben", "order", "sign", hash, "--yes");
  const person = await come("chloe", "en");
  await person.open(`/approvals?order=${hash}&is=draft`);
  const sign = person.page.getByRole("button", { name: say.sign });
  await documentOf(person, hash).getByRole("heading", { name: say.wipes }).waitFor();
  assert.equal(await sign.isDisabled(), true);
  await person.page.getByLabel(say.type).fill("11");
  assert.equal(await sign.isDisabled(), true);
  await person.page.getByLabel(say.type).fill("12");
  await signByFile(person, keyOf("chloe"), say.sign);
  await person.page.getByRole("status").filter({ hasText: say.held }).first().waitFor();
  await documentOf(person, hash).locator('[data-state="held"]').first().waitFor();
  stack.liar.lie({ path: `/api/v1/orders/${hash}` }, rewritten(saying({ state: "released" })));
  await person.open(`/orders/${hash}`);
  await person.page.getByRole("alert").filter({ hasText: "state.held" }).waitFor();
  await documentOf(person, hash).locator('[data-state="held"]').first().waitFor();
  // Called off by the server alone: it is said to be that, and whoever doubts it still takes it back.
  stack.liar.honest();
  stack.liar.lie({ path: `/api/v1/orders/${hash}` }, rewritten(saying({ state: "cancelled" })));
  await person.open(`/orders/${hash}`);
  await person.page.getByText("Only the server says that it is over").waitFor();
  await person.page.getByRole("button", { name: "Cancel this order" }).waitFor();
  stack.liar.honest();
  await person.open(`/orders/${hash}`);
  await person.page.getByRole("button", { name: "Cancel this order" }).click();
  await person.page.getByRole("button", { name: say.go }).click();
  await signByFile(person, keyOf("chloe"), say.sign);
  await person.page.getByRole("dialog").getByText(say.released).waitFor();
  await person.page.getByRole("dialog").getByRole("button", { name: say.close }).first().click();
  await documentOf(person, hash).locator('[data-state="cancelled"]').first().waitFor();
  await person.leave();
});

test("a draft that the server altered is evidence, and nobody can sign it", async () => {
  const hash = await draftWipe(phones[2]!);
  const person = await come("ben", "en");
  const path = /^\/api\/v1\/drafts/;
  const lies = [
    [altered("order", (payload) => ({ ...payload, reason: { code: "exercise" } })), "answer.hash"],
    [saying({ targets: [phones[3]!] }), "targets.list"],
  ] as const;
  for (const [lie, code] of lies) {
    stack.liar.lie({ path }, rewritten(lie));
    await person.open(`/approvals?order=${hash}&is=draft`);
    const evidence = person.page.locator(`article[data-refused="${hash}"]`);
    await evidence.waitFor();
    await evidence.getByText(code).first().waitFor({ state: "attached" });
    assert.equal(await person.page.getByRole("button", { name: words.en.sign }).count(), 0, code);
    await person.idle();
    await checkAccessible(person.page, `evidence of ${code}`);
    stack.liar.honest();
  }
  // Signatures that were taken away only make more of them necessary.
  stack.liar.lie(
    { path },
    rewritten(
      together(
        signedBy("order", () => []),
        saying({ need: { role: "approver", count: 1, missing: 0 } }),
      ),
    ),
  );
  await person.open(`/approvals?order=${hash}&is=draft`);
  await documentOf(person, hash).getByText("2 more approvers").waitFor();
  stack.liar.honest();
  await person.leave();
});

test("whoever refuses says why, and the others see it", async () => {
  const say = words.en;
  const hash = await draftWipe(phones[4]!);
  const ben = await come("ben", "en");
  await ben.open(`/approvals?order=${hash}&is=draft`);
  await ben.page.getByRole("button", { name: say.refuse }).click();
  await checkAccessible(ben.page, "the dialog that refuses");
  await ben.page.getByRole("dialog").getByRole("button", { name: say.refuseDo, exact: true }).click();
  await documentOf(ben, hash).getByText(say.refuses).waitFor();
  await ben.leave();
  const chloe = await come("chloe", "fr");
  await chloe.open(`/approvals?order=${hash}&is=draft`);
  await documentOf(chloe, hash).getByText(words.fr.refuses).waitFor();
  await chloe.leave();
});
