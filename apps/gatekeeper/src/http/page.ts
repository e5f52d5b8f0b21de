// The status page: static files of this process, so that nobody on the server's host can change them (promise P9).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { ok, type Route } from "./router.ts";

const folder = join(import.meta.dirname, "..", "..", "page");
const types: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
};

function headersFor(name: string, serverUrl: string): Record<string, string> {
  return {
    "content-type": types[name.split(".").at(-1)!]!,
    "content-security-policy": [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      `connect-src 'self' ${serverUrl}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ].join("; "),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
  };
}

/** Routes of the console's origin. Files are read once, at start. */
export function pageRoutes(config: Config): Route[] {
  const file = (path: RegExp, name: string): Route => {
    const bytes = readFileSync(join(folder, name));
    return { method: "GET", path, handle: () => ({ status: 200, bytes, headers: headersFor(name, config.serverUrl) }) };
  };
  return [
    file(/^\/$/, "index.html"),
    file(/^\/status\.js$/, "status.js"),
    file(/^\/status\.css$/, "status.css"),
    // Browsers ask for it by themselves; an answer keeps their console clean.
    { method: "GET", path: /^\/favicon\.ico$/, handle: () => ({ status: 204, bytes: new Uint8Array(), headers: {} }) },
    { method: "GET", path: /^\/config\.json$/, handle: () => ok({ server: config.serverUrl }) },
  ];
}
