// A server in an attacker's hands, against a console in a real browser: what it shows false is not believed, and nothing
// false is signed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, describe, it } from "node:test";
import type { JsonValue } from "@rempart/trust";
import type { Browser } from "playwright-core";
import { actWords } from "../../apps/console/src/phones/act/words.ts";
import { phonesWords } from "../../apps/console/src/phones/words.ts";
import { problemWords } from "../../apps/console/src/problem/words.ts";
import { signingWords } from "../../apps/console/src/signing/words.ts";
import { begin, comeIn, go } from "./at-work.ts";
import { launchChromium } from "./chromium.ts";
import { altered, hidden, replaced, saying, swapped, without } from "./lies.ts";
import { answer, endless, events, html, rewritten } from "./lying-server.ts";
import { Person } from "./person.ts";
import { remember, signInByFile } from "./sign-in.ts";
import { BrowserStack, type Founded } from "./stack.ts";
import { mayNotSign, press, signButton } from "./steps.ts";

const documents = /^\/api\/v1\/(drafts|orders)/;

describe("a lying server", () => {
  let stack: BrowserStack;
  let browser: Browser;
  let founded: Founded;
  let ben: Person;
  let phones: readonly string[];
  let wipe: string;

  before(async () => {
    [stack, browser] = await Promise.all([BrowserStack.start({ liar: true }), launchChromium()]);
    founded = await stack.foundByCli("Liars");
    phones = await stack.phones(2);
    wipe = await draft("wipe", phones[0]!);
    ben = await Person.come(browser, {
      name: "ben",
      console: stack.console,
      origins: [stack.server],
      authenticator: false,
    });
    // What the proxy answers in place of the server is what these tests are about.
    ben.troubles.expect(/Failed to load resource|ERR_|CORS|fetch/);
    await remember(ben);
    await signInByFile(ben, founded.people.ben.keys.find(({ name }) => name === "ben.age")!);
  });
  after(async () => {
    await ben?.leave();
    await browser?.close();
    await stack?.close();
  });
  afterEach(() => stack.liar.honest());

  /** A document that anna signed and that waits for others; gives its hash. */
  async function draft(...command: string[]): Promise<string> {
    const { hash } = await stack.as("anna", ...command, "--reason", "leaver", "--yes");
    return String(hash);
  }
  const see = (text: RegExp) => ben.page.getByText(text).first().waitFor();
  // Loaded anew each time: what was verified once stays on the screen, whatever the server says afterwards.
  const visit = (path: string) => ben.page.goto(new URL(path, stack.console).href);
  const look = async (hash: string) => {
    await visit(`/orders/${hash}`);
    await ben.page.getByRole("heading", { level: 1 }).waitFor();
    await ben.idle();
  };

  it("is believed when it tells the truth: the document is shown and can be signed", async () => {
    await look(wipe);
    await see(/Wipe 1 phone/);
    await signButton(ben.page).waitFor();
  });

  it("cannot show an order altered under the old signatures", async () => {
    stack.liar.lie(
      { path: documents },
      rewritten(altered("order", (order) => ({ ...order, action: "lock", params: {} }))),
    );
    await look(wipe);
    await see(/Another document was shown than the one asked for/);
    await mayNotSign(ben.page);
  });

  it("cannot show another order under the hash that was asked for", async () => {
    const file = stack.file("other.json", "");
    await stack.as("anna", "wipe", phones[1]!, "--reason", "leaver", "--yes", "--out", file);
    const { envelope } = JSON.parse(readFileSync(file, "utf8")) as { envelope: JsonValue };
    stack.liar.lie({ path: documents }, rewritten(replaced("order", envelope)));
    await look(wipe);
    await see(/Another document was shown than the one asked for/);
    await mayNotSign(ben.page);
  });

  it("cannot put another phone into the list that is signed", async () => {
    stack.liar.lie({ path: documents }, rewritten(swapped(phones[0]!, phones[1]!)));
    await look(wipe);
    await see(/The list of phones is not the one that was signed/);
    await mayNotSign(ben.page);
  });

  it("cannot have a draft signed whose list of phones it keeps back", async () => {
    stack.liar.lie({ path: documents }, rewritten(without("targets")));
    await look(wipe);
    await ben.page
      .getByRole("heading", { name: /Wipe 1 phone/ })
      .or(ben.page.getByText(/list of phones/))
      .first()
      .waitFor();
    await mayNotSign(ben.page);
  });

  it("cannot pass a charter of its own, or any document of another kind, off as an order", async () => {
    const charter = await (await fetch(`${stack.console}/charters/1`)).json();
    stack.liar.lie({ path: documents }, rewritten(replaced("order", charter)));
    await look(wipe);
    await ben.page.getByRole("alert").first().waitFor();
    await mayNotSign(ben.page);
  });

  it("cannot say that something was released which the log does not hold", async () => {
    const { hash } = await stack.as("otto", "lock", phones[1]!, "--reason", "support", "--yes");
    await look(String(hash));
    await see(/Lock 1 phone/);
    stack.liar.lie({ path: documents }, rewritten(saying({ releases: [] })));
    await look(String(hash));
    await see(/Lock 1 phone/);
    await see(/No release of it is proven/);
    stack.liar.honest();
    // Of a wipe with one signature it says that it was released: nobody is told so.
    stack.liar.lie({ path: documents }, rewritten(saying({ state: "released" })));
    await look(wipe);
    assert.equal(await ben.page.getByText("Released", { exact: true }).count(), 0);
  });

  it("cannot hide a released order: the log knows it", async () => {
    const { hash } = await stack.as("otto", "ring", phones[1]!, "--seconds", "5", "--reason", "support", "--yes");
    stack.liar.lie({ path: /^\/api\/v1\/orders/ }, rewritten(hidden("hash", String(hash))));
    await visit("/");
    await see(/The log released an order that the server does not show/);
    await see(new RegExp(String(hash)));
  });

  it("cannot hide a freeze: the gatekeeper's signed head tells it", async () => {
    stack.liar.lie({ path: /^\/api\/v1\// }, rewritten(saying({ frozen: false })));
    stack.liar.lie({ path: "/api/v1/events" }, answer(503, { error: "unavailable" }));
    await stack.as("chloe", "freeze", "--reason", "compromise", "--yes");
    await ben.page
      .getByText(/FROZEN/)
      .first()
      .waitFor({ timeout: 30_000 });
    const { hash } = (await stack.as("anna", "unfreeze", "--reason", "mistake", "--yes")) as { hash: string };
    await stack.as("ben", "order", "sign", hash, "--yes");
    await stack.as("ben", "order", "submit", hash);
    await ben.page
      .getByText(/FROZEN/)
      .first()
      .waitFor({ state: "detached", timeout: 30_000 });
  });

  it("cannot break a screen: HTML, endless answers and wrong forms become a sentence and a way out", async () => {
    for (const lie of [
      html,
      endless(`${" ".repeat(1 << 20)}0,`),
      answer(200, { phones: "many" }),
      answer(500, "no JSON"),
    ]) {
      stack.liar.honest();
      stack.liar.lie({ path: "/api/v1/overview" }, lie);
      await visit("/");
      await ben.page.getByRole("alert").first().waitFor({ timeout: 60_000 });
      assert.equal(await ben.page.title(), "Overview · Rempart");
    }
  });

  it("cannot change what a phone answered", async () => {
    const { hash } = await stack.as("otto", "lock", phones[1]!, "--reason", "support", "--yes");
    await look(String(hash));
    const row = ben.page.getByRole("row").filter({ hasText: phones[1]! });
    await row.getByText(/Signed by the phone/).waitFor({ timeout: 30_000 });
    stack.liar.lie({ path: documents }, rewritten(saying({ outcome: "failed" })));
    await look(String(hash));
    await row.getByText(/contradicts itself/).waitFor();
    stack.liar.honest();
    stack.liar.lie({ path: documents }, rewritten(saying({ results: [] })));
    await look(String(hash));
    await row.getByText(/Server says/).waitFor();
    assert.equal(await row.getByText(/Signed by the phone/).count(), 0);
  });

  it("cannot have a phone wiped that did not sign what it is said to be", async () => {
    stack.liar.lie({ path: `/api/v1/phones/${phones[1]}` }, rewritten(saying({ evidence: {} })));
    await visit(`/phones/${phones[1]}`);
    await see(/Nothing proves what this phone is/);
    await begin(ben, phones[1]!, "wipe");
    await press(ben.page.getByRole("dialog"), signingWords.en.next);
    await see(/Without proof/);
    assert.equal(await signButton(ben.page).count(), 0);
  });

  it("cannot slip another phone's id into all that match", async () => {
    const foreign = "AAAAAAAAAAAAAAAAAAAAAA";
    stack.liar.lie({ path: "/api/v1/phones/ids" }, rewritten(swapped(phones[1]!, foreign)));
    // It passes the real phone's evidence off as that of the other.
    stack.liar.lie({ path: `/api/v1/phones/${foreign}` }, async (asked, response) => {
      const headers = { authorization: asked.headers.authorization ?? "" };
      const truth = await fetch(`${stack.realServer}/api/v1/phones/${phones[1]}`, { headers });
      await answer(200, swapped(phones[1]!, foreign)((await truth.json()) as JsonValue))(asked, response, () =>
        Promise.reject(new Error("there is no truth about it")),
      );
    });
    await visit("/phones");
    const grid = ben.page.getByRole("grid");
    await grid.getByRole("row").nth(1).waitFor();
    await grid.focus();
    await ben.page.keyboard.press("Control+a");
    await press(ben.page, phonesWords.en.selection.act);
    const list = ben.page.getByRole("dialog", { name: actWords.en.list, exact: true });
    await list.getByRole("button").filter({ hasText: actWords.en.does.wipe }).click();
    await press(ben.page.getByRole("dialog"), signingWords.en.next);
    await see(/Without proof/);
    assert.equal(await signButton(ben.page).count(), 0);
  });

  it("cannot put an organisation of its own in place of the one that this browser knows", async () => {
    await visit("/");
    const strip = ben.page.getByRole("banner").or(ben.page.locator("header")).first();
    const known = /\w+ \w+ \w+/.exec(await strip.innerText())?.[0] ?? "";
    const charter = { v: 1, genesis: "0".repeat(64), charter: "0".repeat(64), org: "0".repeat(64) };
    stack.liar.lie({ path: /^\/api\/v1\// }, rewritten(saying(charter)));
    await visit("/");
    await ben.idle();
    assert.ok(known !== "" && (await strip.innerText()).includes(known));
    await see(/Not frozen/);
  });

  it("cannot break anything by its stream of events", async () => {
    const flood = 'data: {"type":"phone"}\n\n'.repeat(2_000);
    for (const pieces of [
      ["garbage\n\n", "data: {\n\n", 'data: {"type":1}\n\n', "data: []\n\n", "\u0000\n"],
      [`data: ${"x".repeat(1 << 20)}`],
      ['data: {"type":"freeze","frozen":true}\n\n', flood],
    ]) {
      stack.liar.lie({ path: "/api/v1/events" }, events(...pieces));
      await visit("/phones");
      await ben.page.getByRole("grid").getByRole("row").nth(1).waitFor();
      const before = stack.liar.asked.length;
      await ben.idle();
      await see(/Not frozen/);
      // What comes together is asked for together.
      assert.ok(stack.liar.asked.length - before < 50);
      stack.liar.honest();
    }
  });

  it("is found out in French as well", async () => {
    const chloe = await comeIn(browser, stack, founded, "chloe", { language: "fr" });
    chloe.troubles.expect(/Failed to load resource/);
    stack.liar.lie(
      { path: documents },
      rewritten(altered("order", (order) => ({ ...order, action: "lock", params: {} }))),
    );
    await go(chloe, `/orders/${wipe}`);
    await chloe.page.getByText(problemWords.fr.codes["answer.hash"]!.what).first().waitFor();
    await mayNotSign(chloe.page);
    await chloe.leave();
  });
});
