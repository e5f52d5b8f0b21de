// axe-core on a page as it stands, by the rules of WCAG 2.2, levels A and AA. It runs in a world of its own, which sees
// the document and not the page's scripts, put there by the developer tools: the page's CSP is neither loosened nor hit.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { CDPSession, Page } from "playwright-core";

const source = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
/** Tags of axe-core's rules that together are WCAG 2.2 AA. */
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

export interface Violation {
  readonly rule: string;
  readonly help: string;
  readonly impact: string;
  readonly places: readonly { readonly selector: string; readonly html: string; readonly why: string }[];
}

const script = `(async () => {
  if (!globalThis.axe) { ${source} }
  const options = { runOnly: { type: "tag", values: ${JSON.stringify(tags)} }, resultTypes: ["violations"], preload: false };
  const { violations } = await globalThis.axe.run(document, options);
  return violations.map(({ id, help, impact, nodes }) => ({
    rule: id, help, impact: impact ?? "",
    places: nodes.map(({ target, html, failureSummary }) =>
      ({ selector: target.flat().join(" "), html: html.slice(0, 200), why: (failureSummary ?? "").replace(/\\s+/g, " ") })),
  }));
})()`;

/** One session for each page, never detached: whatever session of a page ends takes its virtual authenticator with it. */
const sessions = new WeakMap<Page, Promise<CDPSession>>();

function sessionOf(page: Page): Promise<CDPSession> {
  const known = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, known);
  return known;
}

/** What of the page's main frame breaks WCAG 2.2 AA, as far as a program can tell. */
export async function violations(page: Page): Promise<readonly Violation[]> {
  const devtools = await sessionOf(page);
  const { frameTree } = await devtools.send("Page.getFrameTree");
  const { executionContextId } = await devtools.send("Page.createIsolatedWorld", {
    frameId: frameTree.frame.id,
    worldName: "axe",
  });
  const { result, exceptionDetails } = await devtools.send("Runtime.evaluate", {
    contextId: executionContextId,
    expression: script,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails)
    throw new Error(`axe-core: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  return result.value as Violation[];
}

/** For people: one paragraph for each rule, one line for each place. */
export function describe(found: readonly Violation[]): string {
  return found
    .map(({ rule, help, impact, places }) =>
      [
        `${rule} (${impact}): ${help}`,
        ...places.map((one) => `  ${one.selector}\n    ${one.html}\n    ${one.why}`),
      ].join("\n"),
    )
    .join("\n");
}

/** Throws unless the page passes; `where` names the screen in the message. */
export async function checkAccessible(page: Page, where: string): Promise<void> {
  const found = await violations(page);
  if (found.length > 0) throw new Error(`${where} breaks WCAG 2.2 AA:\n${describe(found)}`);
}
