// A page of our own under the console's strict CSP, on which the harness itself is tried: what it cannot see here it
// would not see in the console either.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const csp = [
  "default-src 'none'",
  ...["script-src", "style-src", "font-src", "img-src", "connect-src", "worker-src", "manifest-src"].map(
    (directive) => `${directive} 'self'`,
  ),
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types rempart",
].join("; ");

const page = (main: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A strict page</title>
<link rel="stylesheet" href="/page.css"></head>
<body><main><h1>A strict page</h1>${main}</main><script src="/page.js"></script></body></html>`;

const script = `
  const say = (text) => { document.querySelector("#said").textContent = text; };
  const acts = {
    ask: () => fetch("/slow").then((answer) => answer.text()).then(say),
    fail: () => { throw new Error("thrown by the page"); },
    markup: () => { document.querySelector("#said").innerHTML = "<b>x</b>"; },
    stranger: () => fetch("http://stranger.example/").catch(() => say("refused")),
  };
  for (const button of document.querySelectorAll("button")) button.addEventListener("click", () => acts[button.id]());
`;

const style = `
  body { background: #fff; color: #222; font: 16px sans-serif }
  @media (prefers-color-scheme: dark) { body { background: #111; color: #eee } }
  .pale { color: #ccc } button { min-height: 32px }`;

const buttons = ["ask", "fail", "markup", "stranger"].map((id) => `<button id="${id}">${id}</button>`).join(" ");
const routes: Readonly<Record<string, readonly [type: string, body: string]>> = {
  "/": ["text/html", page(`<p id="said">Étage 3</p>${buttons}`)],
  "/bad": ["text/html", page(`<p class="pale">Too pale</p><img src="/picture.png"><p style="color:red">Inline</p>`)],
  "/page.css": ["text/css", style],
  "/page.js": ["text/javascript", script],
  "/favicon.ico": ["image/x-icon", ""],
};

/** Serves it on a free port; the caller closes it. */
export async function serveStrictPage(): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    response.setHeader("content-security-policy", csp);
    if (request.url === "/slow") {
      setTimeout(() => response.setHeader("content-type", "text/plain").end("answered"), 300);
      return;
    }
    const [type, body] = routes[request.url ?? ""] ?? ["text/plain", "none"];
    response.setHeader("content-type", `${type}; charset=utf-8`).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
