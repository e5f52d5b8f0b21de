// Until when the certificates of this host hold: people see it in the console before phones notice.
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { nowSeconds } from "../clock.ts";
import type { Config } from "../config.ts";

/** Files are read at most this often, however often somebody asks. */
const everySeconds = 60;

/** A certificate's use, `phones` or `console`, and when it ends, Unix seconds. */
export interface Expiry {
  use: "phones" | "console";
  notAfter: number;
}

function expiry(use: Expiry["use"], path: string): Expiry[] {
  try {
    return [{ use, notAfter: Math.floor(new X509Certificate(readFileSync(path)).validToDate.getTime() / 1000) }];
  } catch {
    // A file that is being replaced is there again in a minute; the listener tells of one that is broken.
    return [];
  }
}

/** When the certificates of this gatekeeper end. The console's is missing where it is served without TLS. */
export function certificateExpiries({ tls, console: page }: Config): () => Expiry[] {
  let read: { at: number; found: Expiry[] } | undefined;
  return () => {
    const now = nowSeconds();
    if (read === undefined || now - read.at >= everySeconds) {
      const own = page.tls ? expiry("console", page.tls.cert) : [];
      read = { at: now, found: [...expiry("phones", tls.cert), ...own] };
    }
    return read.found;
  };
}
