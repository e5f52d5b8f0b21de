// What must not happen in a page while somebody works in it: errors, CSP violations, words with strangers.
import type { BrowserContext, Page } from "playwright-core";

export interface Trouble {
  readonly kind: "console" | "exception" | "csp" | "foreign";
  readonly text: string;
}

interface Issue {
  readonly code: string;
  readonly details: {
    readonly contentSecurityPolicyIssueDetails?: {
      readonly violatedDirective: string;
      readonly blockedURL?: string;
      readonly isReportOnly: boolean;
      readonly sourceCodeLocation?: { readonly url: string; readonly lineNumber: number };
    };
  };
}

/** What a console that does everything right cannot keep Chromium from saying. */
const harmless: readonly RegExp[] = [
  // It warns of pages that offer no RS256; passkeys of ours are ES256 and nothing else (docs/protocol).
  /pubKeyCredParams is missing at least one of the default algorithm identifiers/,
  // The headless build has no Bluetooth to forbid; others have.
  /Permissions-Policy header: Unrecognized feature: 'bluetooth'/,
  // The chain of charters is followed until the one that is not there yet.
  /status of 404 \(Not Found\) \(http:\/\/localhost:\d+\/charters\/\d+\)$/,
];

/** Collects the troubles of all pages of `context`. `origins` are those it may speak to; all others are foreign. */
export class Troubles {
  readonly #found: Trouble[] = [];
  readonly #expected: RegExp[] = [...harmless];
  readonly #origins: ReadonlySet<string>;

  constructor(context: BrowserContext, origins: readonly string[]) {
    this.#origins = new Set(origins.map((one) => new URL(one).origin));
    context.on("console", (message) => {
      const at = message.location().url;
      if (message.type() === "error" || message.type() === "warning")
        this.#add("console", `${message.type()}: ${message.text()}${at ? ` (${at})` : ""}`);
    });
    context.on("weberror", (error) => this.#add("exception", String(error.error())));
    context.on("request", (request) => this.#spokenTo(request.url()));
  }

  /** Watches what only the page's own developer tools tell. Called before the page goes anywhere. */
  async watch(page: Page): Promise<void> {
    page.on("websocket", (socket) => this.#spokenTo(socket.url().replace(/^ws/, "http")));
    page.on("crash", () => this.#add("exception", "the page crashed"));
    const devtools = await page.context().newCDPSession(page);
    devtools.on("Audits.issueAdded", ({ issue }) => {
      const found = (issue as Issue).details.contentSecurityPolicyIssueDetails;
      if (!found) return;
      const { violatedDirective, blockedURL, sourceCodeLocation: at } = found;
      this.#add(
        "csp",
        `${violatedDirective} forbids ${blockedURL || "it"}${at ? ` (${at.url}:${at.lineNumber + 1})` : ""}`,
      );
    });
    await devtools.send("Audits.enable");
  }

  #add(kind: Trouble["kind"], text: string): void {
    this.#found.push({ kind, text });
  }

  #spokenTo(url: string): void {
    const { protocol, origin } = new URL(url);
    if (/^https?:$/.test(protocol) && !this.#origins.has(origin)) this.#add("foreign", url);
  }

  /** Says that what matches `pattern` (its text) may happen: the browser itself logs each answer of 500, for one. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Those that nobody expected. Words with strangers and CSP violations are never expected. */
  found(): readonly Trouble[] {
    const mayBe = (kind: Trouble["kind"]): boolean => kind === "console" || kind === "exception";
    return this.#found.filter(
      ({ kind, text }) => !(mayBe(kind) && this.#expected.some((pattern) => pattern.test(text))),
    );
  }

  /** Throws when there are any, and names them all. */
  check(who: string): void {
    const found = this.found();
    if (found.length === 0) return;
    throw new Error(`${who}'s browser:\n${found.map(({ kind, text }) => `  ${kind}: ${text}`).join("\n")}`);
  }
}
