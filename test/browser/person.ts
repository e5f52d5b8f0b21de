// Somebody at a browser of their own: language, theme, screen, and passkeys or none.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { Authenticator, type AuthenticatorOptions } from "./authenticator.ts";
import { timezone } from "./chromium.ts";
import { Troubles } from "./troubles.ts";

export type Language = "en" | "fr";
export type Theme = "light" | "dark";

export interface PersonOptions {
  readonly name?: string;
  /** The console's origin. */
  readonly console: string;
  /** Further origins that the page may speak to: the server's, a proxy's. */
  readonly origins?: readonly string[];
  readonly language?: Language;
  readonly theme?: Theme;
  /** In CSS pixels. */
  readonly width?: number;
  readonly height?: number;
  /** What the person's authenticator can do; `false`: they have none. */
  readonly authenticator?: AuthenticatorOptions | false;
  /** Whether the person asked their system for movement; none unless said, so that pictures are still. */
  readonly motion?: boolean;
  readonly touch?: boolean;
}

const locales: Readonly<Record<Language, string>> = { en: "en-GB", fr: "fr-FR" };
/** Requests that stay open for as long as the page does: the server's events, and followers of the log. */
const stays = /\/api\/v1\/events\b|[?&]wait=/;
/** For how long nothing may be asked before the app counts as idle, in milliseconds. */
const quiet = 60;

/** A person and their page. `leave` ends it, and fails when anything went wrong in it. */
export class Person {
  readonly name: string;
  readonly language: Language;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Undefined for somebody who has none. */
  readonly authenticator: Authenticator | undefined;
  readonly troubles: Troubles;
  readonly #console: string;
  readonly #asked = new Map<Request, string>();
  #lastWord = 0;

  private constructor(options: PersonOptions, context: BrowserContext, page: Page, authenticator?: Authenticator) {
    this.name = options.name ?? "somebody";
    this.language = options.language ?? "en";
    this.context = context;
    this.page = page;
    this.authenticator = authenticator;
    this.#console = options.console;
    this.troubles = new Troubles(context, [options.console, ...(options.origins ?? [])]);
    context.on("request", (request) => {
      // What a page that is left was still waiting for is not always said to have ended.
      if (request.isNavigationRequest()) this.#asked.clear();
      if (!stays.test(request.url())) this.#asked.set(request, `${request.method()} ${request.url()}`);
    });
    const ended = (request: Request): void => {
      this.#asked.delete(request);
      this.#lastWord = Date.now();
    };
    context.on("requestfinished", ended).on("requestfailed", ended);
  }

  /** Opens a browser context for a person. */
  static async come(browser: Browser, options: PersonOptions): Promise<Person> {
    const context = await browser.newContext({
      locale: locales[options.language ?? "en"],
      timezoneId: timezone,
      colorScheme: options.theme ?? "light",
      reducedMotion: options.motion ? "no-preference" : "reduce",
      viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
      hasTouch: options.touch ?? false,
      serviceWorkers: "allow",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const made =
      options.authenticator === false ? undefined : await Authenticator.in(page, options.authenticator ?? {});
    const person = new Person(options, context, page, made);
    await person.troubles.watch(page);
    return person;
  }

  /** Goes to a path of the console, and waits until the app is idle there. */
  async open(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.#console).href);
    await this.idle();
  }

  /**
   * Waits until the app has asked for nothing for a moment, shows nothing as busy (`aria-busy`), and its typefaces are
   * there. Fails after `seconds`, and says what it still waited for.
   */
  async idle(seconds = 15): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const busy = await this.page.evaluate(async (pause) => {
        await document.fonts.ready;
        await new Promise((resolve) => setTimeout(resolve, pause));
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const found = document.querySelector('[aria-busy="true"]');
        return found ? `<${found.tagName.toLowerCase()} aria-busy> ${found.textContent?.slice(0, 80) ?? ""}` : "";
      }, quiet);
      if (busy === "" && this.#asked.size === 0 && Date.now() - this.#lastWord >= quiet) return;
      if (Date.now() > deadline)
        throw new Error(
          `${this.name}'s page is not idle after ${seconds} s: ${[busy, ...this.#asked.values()].join("; ")}`,
        );
    }
  }

  /** A picture of what is seen (or, with `whole`, of the page from top to bottom) as `<folder>/<name>.png`. Gives its path. */
  async picture(folder: string, name: string, whole = false): Promise<string> {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path, fullPage: whole, animations: "disabled", caret: "hide" });
    return path;
  }

  /** Closes the browser context; throws when the page had errors, broke its CSP, or spoke to strangers. */
  async leave(): Promise<void> {
    await this.context.close();
    this.troubles.check(this.name);
  }
}
