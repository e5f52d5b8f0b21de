// What a browser is given before anybody signs in, and what is kept from it: strict headers on every answer, no word with
// another host, a service worker that can change nothing and tells nothing.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser, Response } from "playwright-core";
import { appWords } from "../../apps/console/src/app/words.ts";
import { until } from "../e2e/stack.ts";
import { comeIn } from "./at-work.ts";
import { launchChromium } from "./chromium.ts";
import { Person } from "./person.ts";
import { remember } from "./sign-in.ts";
import { BrowserStack, type Founded } from "./stack.ts";

const dist = join(import.meta.dirname, "..", "..", "apps", "console", "dist");

/** The directives of a policy, by name. */
function directives(policy: string): Map<string, readonly string[]> {
  const parts = policy.split(";").map((one) => one.trim().split(/\s+/));
  return new Map(parts.map(([name, ...values]) => [name!, values]));
}

describe("the first screen", () => {
  let stack: BrowserStack;
  let browser: Browser;
  let founded: Founded;
  before(async () => {
    [stack, browser] = await Promise.all([BrowserStack.start(), launchChromium()]);
    founded = await stack.foundByCli("First");
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  function checkPolicy(policy: string | null | undefined, where: string): void {
    assert.ok(policy, `${where} has no content security policy`);
    assert.doesNotMatch(policy, /unsafe-|\*|data:|blob:|https?:(?!\/\/localhost)/, where);
    const found = directives(policy);
    assert.deepEqual(found.get("default-src"), ["'none'"], where);
    assert.deepEqual(found.get("frame-ancestors"), ["'none'"], where);
  }

  it("gives every file of the console with a strict policy, nothing inline, and headers that guard it", async () => {
    const files = readdirSync(join(dist, "assets")).map((name) => `/assets/${name}`);
    for (const path of ["/", "/phones", "/orders/none", "/sw.js", "/favicon.svg", "/config.json", ...files]) {
      const { status, headers } = await fetch(`${stack.console}${path}`);
      assert.equal(status, 200, path);
      assert.equal(headers.get("x-content-type-options"), "nosniff", path);
      assert.equal(headers.get("referrer-policy"), "no-referrer", path);
      assert.equal(headers.get("access-control-allow-origin"), null, path);
      if (path === "/config.json") continue;
      const policy = headers.get("content-security-policy");
      checkPolicy(policy, path);
      const found = directives(policy!);
      assert.deepEqual(found.get("script-src"), ["'self'"], path);
      assert.deepEqual(found.get("connect-src"), ["'self'", stack.server], path);
      assert.deepEqual(found.get("require-trusted-types-for"), ["'script'"], path);
      assert.deepEqual(found.get("trusted-types"), ["rempart"], path);
      for (const name of ["base-uri", "form-action"]) assert.deepEqual(found.get(name), ["'none'"], path);
      assert.ok(
        found.get("style-src")!.every((value) => value === "'self'" || value.startsWith("'sha256-")),
        path,
      );
      assert.equal(headers.get("cross-origin-opener-policy"), "same-origin", path);
      assert.equal(headers.get("cross-origin-resource-policy"), "same-origin", path);
      assert.match(headers.get("permissions-policy")!, /camera=\(\).*geolocation=\(\)/, path);
    }
    const page = await (await fetch(stack.console)).text();
    assert.doesNotMatch(page, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:/i);
  });

  it("speaks to the gatekeeper and the server alone, from the first visit to every screen", async () => {
    const answers: Response[] = [];
    const person = await Person.come(browser, {
      ...{ console: stack.console, origins: [stack.server], authenticator: false },
    });
    person.context.on("response", (response) => answers.push(response));
    await remember(person);
    assert.ok(answers.length > 5);
    const mine = [stack.console, stack.server];
    for (const answer of answers) assert.ok(mine.includes(new URL(answer.url()).origin), answer.url());
    for (const answer of answers.filter((one) => one.request().resourceType() === "document"))
      checkPolicy((await answer.allHeaders())["content-security-policy"], answer.url());
    assert.deepEqual(await person.context.cookies(), []);
    // `leave` fails when there was a word with anybody else.
    await person.leave();
    const otto = await comeIn(browser, stack, founded, "otto");
    for (const [place] of Object.entries(appWords.en.places))
      await visit(otto, place as keyof typeof appWords.en.places);
    await otto.leave();
  });
  const visit = async (person: Person, place: keyof typeof appWords.en.places): Promise<void> => {
    const link = person.page.getByRole("navigation").getByRole("link", { name: appWords.en.places[place] }).first();
    if (!(await link.isVisible())) return;
    await link.click();
    await person.idle();
  };

  for (const [language, said] of [
    ["en", "Something waits for you."],
    ["fr", "Quelque chose vous attend."],
  ] as const) {
    it(`wakes somebody with a notification that says nothing, by a worker that sees no request (${language})`, async () => {
      const script = readFileSync(join(dist, "sw.js"), "utf8");
      assert.doesNotMatch(script, /["']fetch["']|onfetch|importScripts|caches|event\.data/);
      const person = await Person.come(browser, {
        ...{ language, console: stack.console, origins: [stack.server], authenticator: false },
      });
      const { page, context } = person;
      const coming = context.waitForEvent("serviceworker");
      await remember(person);
      const devtools = await context.newCDPSession(page);
      const registered = Promise.withResolvers<string>();
      devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
        const found = registrations.find(({ scopeURL }) => scopeURL === `${stack.console}/`);
        if (found) registered.resolve(found.registrationId);
      });
      await devtools.send("ServiceWorker.enable");
      // As `push.ts` does it, without a push service, which no test may ask.
      await page.evaluate(async (path) => {
        const factory = (globalThis as unknown as { trustedTypes: TrustedTypes }).trustedTypes;
        interface TrustedTypes {
          createPolicy(name: string, rules: object): { createScriptURL(url: string): string };
        }
        const policy = factory.createPolicy("rempart", { createScriptURL: (url: string) => url });
        await navigator.serviceWorker.register(policy.createScriptURL(path), { scope: "/", updateViaCache: "none" });
        await navigator.serviceWorker.ready;
      }, `/sw.js?lang=${language}`);
      const registrationId = await registered.promise;
      const worker = await coming;
      // The headless build shows no notifications: what it would show is caught on its way to the system.
      await worker.evaluate(() => {
        const shown: unknown[] = [];
        const place = globalThis as unknown as { shown: unknown[]; registration: ServiceWorkerRegistration };
        place.shown = shown;
        Object.defineProperty(place.registration, "showNotification", {
          value: async (...told: unknown[]) => void shown.push(told),
        });
      });
      // Whoever could push something of their own still could not have it shown.
      await devtools.send("ServiceWorker.deliverPushMessage", {
        ...{ origin: stack.console, registrationId, data: "Wipe phone 17, ask Anna" },
      });
      const shown = await until("the notification", 15, () =>
        worker.evaluate(() => (globalThis as { shown?: unknown[] }).shown?.[0]),
      );
      assert.deepEqual(shown, ["Rempart", { body: said, lang: language, tag: "rempart", renotify: true }]);
      await page.evaluate(async () => (await navigator.serviceWorker.getRegistration("/"))?.unregister());
      await person.leave();
    });
  }
});
