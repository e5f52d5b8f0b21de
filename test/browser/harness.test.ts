// The harness tried on a page of our own under the strict CSP: it must see what goes wrong, and be seen by nobody.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { describe, violations } from "./axe.ts";
import { launchChromium } from "./chromium.ts";
import { chromiumFiles, unpacked } from "./chromium-files.ts";
import { Person, type PersonOptions } from "./person.ts";
import { heaviest, webp } from "./pictures.ts";
import { serveStrictPage } from "./strict-page.ts";

const folder = mkdtempSync(join(tmpdir(), "rempart-harness-"));
let browser: Browser;
let served: Awaited<ReturnType<typeof serveStrictPage>>;
before(async () => {
  served = await serveStrictPage();
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await served?.close();
  rmSync(folder, { recursive: true, force: true });
});

const come = (options: Partial<PersonOptions> = {}): Promise<Person> =>
  Person.come(browser, { console: served.origin, ...options });

test("a page that behaves gives no trouble, and nothing of ours shows in it", async () => {
  const person = await come();
  await person.open("/");
  assert.deepEqual(await violations(person.page), []);
  assert.equal(await person.page.evaluate(() => "axe" in globalThis), false);
  const path = await person.picture(folder, "strict");
  assert.deepEqual(readFileSync(path).subarray(1, 4).toString(), "PNG");
  await person.leave();
});

test("a picture for the documentation is WebP, and light enough or refused", async () => {
  const person = await come({ width: 1280 });
  await person.open("/");
  await person.page.evaluate(() => {
    // Noise, which no format packs well.
    const canvas = Object.assign(document.createElement("canvas"), { width: 1200, height: 500 });
    const context = canvas.getContext("2d")!;
    const noise = context.createImageData(1200, 500);
    noise.data.forEach((_, n) => {
      noise.data[n] = n % 4 === 3 ? 255 : (n * 2654435761) % 251;
    });
    context.putImageData(noise, 0, 0);
    document.querySelector("main")!.append(canvas);
  });
  await assert.rejects(webp(person.page), /above 200 KB in any quality/);
  await person.page.evaluate(() => document.querySelector("canvas")!.style.setProperty("width", "300px"));
  const picture = await webp(person.page);
  assert.ok(picture.length <= heaviest);
  assert.equal(picture.subarray(8, 12).toString(), "WEBP");
  await person.leave();
});

test("idle waits for what was asked, and for nothing that stays open", async () => {
  const person = await come();
  await person.open("/");
  await person.page.click("#ask");
  // A step within the app, as its router makes it, ends no request.
  await person.page.evaluate(() => history.pushState(null, "", "/elsewhere"));
  await person.idle();
  assert.equal(await person.page.textContent("#said"), "answered");
  await person.page.evaluate(() => document.querySelector("main")!.setAttribute("aria-busy", "true"));
  await assert.rejects(person.idle(0.2), /not idle.*<main aria-busy>/);
  await person.leave();
});

const wrongs: readonly [act: string, says: RegExp][] = [
  ["fail", /exception: Error: thrown by the page/],
  ["markup", /csp: require-trusted-types-for/],
  ["stranger", /csp: connect-src forbids http:\/\/stranger\.example/],
];
for (const [act, says] of wrongs) {
  test(`somebody who leaves a page after "${act}" hears of it`, async () => {
    const person = await come({ name: "anna" });
    await person.open("/");
    await person.page.click(`#${act}`);
    await person.idle();
    await assert.rejects(
      person.leave(),
      (error: Error) => /^anna's browser/.test(error.message) && says.test(error.message),
    );
  });
}

test("a foreign host is seen where the CSP would have let it through", async () => {
  const person = await come({ console: "http://localhost:1", origins: [] });
  await person.page.goto(served.origin);
  await assert.rejects(person.leave(), /foreign: http:\/\/localhost/);
});

test("expected errors are forgiven; a broken CSP is not", async () => {
  const person = await come();
  person.troubles.expect(/thrown by the page/);
  await person.open("/");
  await person.page.click("#fail");
  person.troubles.check("anna");
  person.troubles.expect(/./);
  await person.page.click("#markup");
  await person.idle();
  await assert.rejects(person.leave(), /csp/);
});

test("axe-core names the rule, the place and the way out, under the CSP", async () => {
  const person = await come();
  await person.open("/bad");
  const found = await violations(person.page);
  assert.deepEqual(found.map(({ rule }) => rule).sort(), ["color-contrast", "image-alt"]);
  assert.match(describe(found), /color-contrast \(serious\).*\n {2}\.pale\n {4}<p class="pale">/);
  await assert.rejects(person.leave(), /csp: style-src-attr/);
});

test("language, theme, screen and time zone are the person's", async () => {
  const person = await come({ language: "fr", theme: "dark", width: 390, height: 844 });
  await person.open("/");
  const seen = await person.page.evaluate(() => [
    navigator.language,
    matchMedia("(prefers-color-scheme: dark)").matches,
    matchMedia("(prefers-reduced-motion: reduce)").matches,
    innerWidth,
    Intl.DateTimeFormat().resolvedOptions().timeZone,
  ]);
  assert.deepEqual(seen, ["fr-FR", true, true, 390, "Europe/Paris"]);
  await person.leave();
});

/** Makes a passkey, and gives what the PRF extension said of it and then twice of its use. */
function prfThrice(person: Person) {
  return person.page.evaluate(async () => {
    const hex = (bytes?: BufferSource): string | undefined =>
      bytes && Array.from(new Uint8Array(bytes as ArrayBuffer), (one) => one.toString(16).padStart(2, "0")).join("");
    const extensions = { prf: { eval: { first: new Uint8Array(32).fill(7) } } };
    const made = (await navigator.credentials.create({
      publicKey: {
        challenge: new Uint8Array(32),
        rp: { id: "localhost", name: "test" },
        user: { id: new Uint8Array(16), name: "anna", displayName: "Anna" },
        pubKeyCredParams: [{ type: "public-key", alg: -7 }],
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        extensions,
      },
    })) as PublicKeyCredential;
    const use = async (): Promise<string | undefined> => {
      const got = (await navigator.credentials.get({
        publicKey: { challenge: new Uint8Array(32), rpId: "localhost", userVerification: "required", extensions },
      })) as PublicKeyCredential;
      return hex(got.getClientExtensionResults().prf?.results?.first);
    };
    return [made.getClientExtensionResults().prf?.enabled ?? false, await use(), await use()] as const;
  });
}

test("passkeys with PRF: the same secret each time, and none from an authenticator without", async () => {
  const person = await come();
  await person.open("/");
  const [enabled, first, second] = await prfThrice(person);
  assert.equal(enabled, true);
  assert.match(first!, /^[0-9a-f]{64}$/);
  assert.equal(second, first);
  assert.deepEqual(
    (await person.authenticator!.passkeys()).map(({ rpId }) => rpId),
    ["localhost"],
  );

  const other = await come({ authenticator: { prf: false } });
  await other.open("/");
  assert.deepEqual(await prfThrice(other), [false, undefined, undefined]);
  await Promise.all([person.leave(), other.leave()]);
});

test("a person may cancel, and an authenticator that saw the wrong finger locks", async () => {
  const person = await come();
  await person.open("/");
  await person.authenticator!.cancelsNext();
  await assert.rejects(prfThrice(person), /NotAllowedError/);
  assert.equal((await prfThrice(person))[0], true);
  await person.authenticator!.locks();
  await assert.rejects(prfThrice(person), /NotAllowedError/);
  await person.leave();
});

test("Chromium is unpacked once, for this user alone, and not into a folder that others can write", async () => {
  const { executable } = await chromiumFiles({});
  assert.equal(statSync(join(executable, "..")).mode & 0o077, 0);
  assert.equal((await chromiumFiles({})).executable, executable);
  assert.equal((await chromiumFiles({ REMPART_CHROMIUM: process.execPath })).executable, process.execPath);
  await assert.rejects(chromiumFiles({ REMPART_CHROMIUM: "/none" }), /no such file/);
  // Somebody made the folder first, wide open.
  const cache = join(folder, "cache");
  const bin = join(import.meta.dirname, "../../node_modules/@sparticuz/chromium/bin");
  mkdirSync(join(cache, executable.split("/").at(-2)!), { recursive: true, mode: 0o777 });
  await assert.rejects(unpacked(bin, cache), /can be written by others/);
});
