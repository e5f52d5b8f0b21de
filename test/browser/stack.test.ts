// The stack tried with the console that the gatekeeper serves.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Decrypter } from "age-encryption";
import type { Browser } from "playwright-core";
import { checkAccessible } from "./axe.ts";
import { launchChromium } from "./chromium.ts";
import { saying } from "./lies.ts";
import { answer, rewritten } from "./lying-server.ts";
import { Person } from "./person.ts";
import { screens } from "./screens.ts";
import { remember, signInByFile } from "./sign-in.ts";
import { BrowserStack, type Founded } from "./stack.ts";

let stack: BrowserStack;
let browser: Browser;
let founded: Founded;
let phones: readonly string[];
before(async () => {
  [stack, browser] = await Promise.all([BrowserStack.start({ liar: true }), launchChromium()]);
  assert.match(stack.foundingCode, /^[0-9A-Z]/);
  founded = await stack.foundByCli("Harness");
  phones = await stack.phones(2);
});
after(async () => {
  await browser?.close();
  await stack?.close();
});

test("people have keys in files that open with a passphrase, and phones have ids", async () => {
  assert.deepEqual(Object.keys(founded.people).sort(), ["anna", "ben", "chloe", "otto"]);
  const { id, keys } = founded.people.anna;
  assert.deepEqual(
    keys.map(({ name }) => name),
    ["anna.age", "directory.age"],
  );
  assert.deepEqual(
    founded.people.otto.keys.map(({ name }) => name),
    ["otto.age"],
  );
  const decrypter = new Decrypter();
  decrypter.addPassphrase(keys[0]!.passphrase);
  const key = JSON.parse(await decrypter.decrypt(keys[0]!.content, "text")) as { kind: string; person: string };
  assert.deepEqual([key.kind, key.person], ["person", id]);
  assert.equal(new Set(phones).size, 2);
});

test("the command line, the gatekeeper and the page speak to the server through the proxy, which can lie", async () => {
  const { phones: listed } = (await stack.as("otto", "phones", "list")) as { phones: { id: string }[] };
  assert.deepEqual(listed.map(({ id }) => id).sort(), [...phones].sort());
  assert.ok(stack.liar.asked.some(({ path }) => path === "/link/v1/events"));
  const config = (await (await fetch(`${stack.console}/config.json`)).json()) as { server: string };
  assert.equal(config.server, stack.liar.origin);
  stack.liar.lie({ path: "/api/v1/phones" }, rewritten(saying({ phones: [] })));
  assert.deepEqual((await stack.as("otto", "phones", "list")).phones, []);
  stack.liar.honest();
});

test("a page of the console's origin reads the server's lies, under the CSP and across origins", async () => {
  const person = await Person.come(browser, { console: stack.console, origins: [stack.server] });
  await person.open("/");
  const nonce = () =>
    person.page.evaluate(async (url) => {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: "{}",
      });
      return [response.status, Object.keys((await response.json()) as object)] as const;
    }, `${stack.server}/api/v1/nonce`);
  assert.deepEqual(await nonce(), [200, ["nonce"]]);
  stack.liar.lie({ path: "/api/v1/nonce" }, answer(500, { broken: true }));
  person.troubles.expect(/status of 500/);
  assert.deepEqual(await nonce(), [500, ["broken"]]);
  stack.liar.honest();
  await person.leave();
});

test("a stranger becomes somebody who is signed in, in either language and theme, and each screen is accessible", async () => {
  for (const [language, theme] of [
    ["en", "light"],
    ["fr", "dark"],
  ] as const) {
    const person = await Person.come(browser, { console: stack.console, origins: [stack.server], language, theme });
    await person.open("/");
    await checkAccessible(person.page, `first visit (${language})`);
    await remember(person);
    await checkAccessible(person.page, `sign-in (${language})`);
    await signInByFile(person, founded.people.anna.keys[0]!);
    for (const { name, path } of screens) {
      await person.open(path);
      await checkAccessible(person.page, `${name} (${language}, ${theme})`);
    }
    await person.leave();
  }
});
