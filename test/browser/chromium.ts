// Starts the Chromium that the browser tests use: headless, with nothing of this machine's, reaching nothing but it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { type ChromiumFiles, chromiumFiles } from "./chromium-files.ts";

/** The time zone that pictures and tests show times in, wherever they run. */
export const timezone = "Europe/Paris";

const switches = [
  // Whatever a page asks for by name fails unless it is this machine: a test cannot depend on, or tell, anybody.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
  "--font-render-hinting=none",
  "--disable-background-networking",
  "--disable-domain-reliability",
  "--no-pings",
];

async function launch(files: ChromiumFiles, home: string, sandbox: boolean): Promise<Browser> {
  return chromium.launch({
    executablePath: files.executable,
    headless: true,
    chromiumSandbox: sandbox,
    args: switches,
    // Not our environment: a browser that runs pages has no business with what stands in it.
    env: { PATH: process.env.PATH ?? "", HOME: home, TZ: timezone, LANG: "C.UTF-8", ...files.environment },
  });
}

/**
 * A running Chromium; the caller closes it. Its sandbox is on wherever the system lets it: not as root, where Chromium
 * refuses to have one, and not where unprivileged user namespaces are forbidden.
 */
export async function launchChromium(): Promise<Browser> {
  const files = await chromiumFiles();
  const home = mkdtempSync(join(tmpdir(), "rempart-chromium-"));
  const forget = (): void => rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  try {
    const root = process.getuid?.() === 0;
    const browser = await launch(files, home, !root).catch((error: unknown) => {
      if (root || !/sandbox|namespace/i.test(String(error))) throw error;
      return launch(files, home, false);
    });
    browser.on("disconnected", forget);
    return browser;
  } catch (error) {
    forget();
    throw error;
  }
}
