// The console as browsers get it, from a gatekeeper with everything else that answers on this origin.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { startTestGatekeeper } from "../testing/start.ts";

const script = `console.log(${JSON.stringify("x".repeat(4000))})`;
const styleHash = `sha256-${"A".repeat(43)}=`;
const dist = mkdtempSync(join(tmpdir(), "rempart-dist-"));
const put = (name: string, content: string): void => writeFileSync(join(dist, name), content);
mkdirSync(join(dist, "assets"));
put("index.html", '<!doctype html><script type="module" src="/assets/main-a1b2.js"></script>');
put("sw.js", "self");
put("favicon.svg", "<svg/>");
put("csp.json", JSON.stringify({ styleHashes: [styleHash] }));
put(".stamp", "of the build");
put("assets/main-a1b2.js", script);
put("assets/plex-a1b2.woff2", "font");
put("assets/strange-a1b2.xyz", "<script>");

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
before(async () => {
  const reach = { connect: ["https://tiles.example"], images: ["https://tiles.example:8443"] };
  gate = await startTestGatekeeper({ console: { folder: dist, ...reach } });
  assert.equal((await gate.found()).status, 201);
});
after(async () => {
  await gate.stop();
  rmSync(dist, { recursive: true, force: true });
});

interface Got {
  status: number;
  headers: Record<string, string | undefined>;
  bytes: Buffer;
}

function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request(`${gate.url}${path}`, { method, headers }, (answer) => {
      const { statusCode: status = 0 } = answer;
      const got = (bytes: Buffer) => resolve({ status, headers: answer.headers as Got["headers"], bytes });
      buffer(answer).then(got, reject);
    });
    sent.on("error", reject).end();
  });
}

function directives(got: Got): Map<string, string[]> {
  const policy = got.headers["content-security-policy"] ?? "";
  return new Map(
    policy.split("; ").map((one) => {
      const [name = "", ...sources] = one.split(" ");
      return [name, sources];
    }),
  );
}

test("every page of the console is index.html, asked for again each time", async () => {
  const { headers, bytes, status } = await ask("/");
  assert.deepEqual(
    [status, headers["content-type"], headers["cache-control"]],
    [200, "text/html; charset=utf-8", "no-cache"],
  );
  for (const path of [
    "/index.html",
    "/phones/AbC_-1",
    "/log",
    "/log/12",
    "/apps/org.example.app",
    "/charter?tab=people",
  ]) {
    const got = await ask(path);
    assert.deepEqual([got.status, got.bytes.equals(bytes)], [200, true], path);
  }
  const again = await ask("/phones", { "if-none-match": `"other", ${headers.etag}` });
  assert.deepEqual([again.status, again.bytes.length], [304, 0]);
  assert.equal((await ask("/phones", { "if-none-match": 'W/"other"' })).status, 200);
});

test("files: their kinds, for ever where their names hold a hash, compressed for who takes it, HEAD alike", async () => {
  const plain = await ask("/assets/main-a1b2.js");
  assert.deepEqual([plain.status, plain.bytes.toString()], [200, script]);
  assert.equal(plain.headers["content-type"], "text/javascript; charset=utf-8");
  assert.equal(plain.headers["cache-control"], "public, max-age=31536000, immutable");
  assert.equal(plain.headers.vary, "accept-encoding");
  for (const accepted of ["gzip", "br, gzip;q=0.5", "*"]) {
    const packed = await ask("/assets/main-a1b2.js", { "accept-encoding": accepted });
    assert.equal(packed.headers["content-encoding"], "gzip", accepted);
    assert.equal(gunzipSync(packed.bytes).toString(), script);
    assert.equal(packed.headers.etag, plain.headers.etag);
  }
  for (const refused of ["br", "gzip;q=0", "gzip; q=0.0, br"])
    assert.equal(
      (await ask("/assets/main-a1b2.js", { "accept-encoding": refused })).headers["content-encoding"],
      undefined,
    );
  const head = await ask("/assets/main-a1b2.js", {}, "HEAD");
  assert.deepEqual([head.status, head.headers["content-length"], head.bytes.length], [200, String(script.length), 0]);
  assert.equal((await ask("/assets/plex-a1b2.woff2")).headers["content-type"], "font/woff2");
  assert.equal((await ask("/assets/strange-a1b2.xyz")).headers["content-type"], "application/octet-stream");
  const worker = await ask("/sw.js");
  assert.deepEqual([worker.headers["cache-control"], worker.bytes.toString()], ["no-cache", "self"]);
});

test("what is no file is 404, never a page in its place; the build's own notes are not served", async () => {
  for (const path of ["/assets/gone-1.js", "/assets/", "/old.css", "/csp.json", "/assets/%2e%2e/%2e%2e/package.json"]) {
    const got = await ask(path);
    assert.deepEqual([got.status, JSON.parse(got.bytes.toString()).error], [404, "not-found"], path);
  }
  for (const path of ["/.stamp", "/../../etc/passwd", "/assets%2f..%2f..%2fetc"])
    assert.equal((await ask(path)).headers["content-type"], "text/html; charset=utf-8", path);
  for (const path of ["/gate/v1/none", "/log/v1", "/agent/v1/poll", "/charters/x", "/api/v1/phones", "/link/v1/blobs"])
    assert.equal((await ask(path)).status, 404, path);
  assert.equal((await ask("/phones", {}, "POST")).status, 405);
});

test("no answer of this origin lets a script in that is not a file of the console", async () => {
  const paths = [
    ...["/", "/phones", "/assets/main-a1b2.js", "/favicon.svg", "/sw.js", "/assets/none.js", "/config.json", "/readyz"],
    ...["/gate/v1/status", "/gate/v1/founding", "/log/v1/checkpoint", "/log/v1/tile/entries/000.p/1", "/charters/1"],
    ...["/gate/v1/none", "/gate/v1/submit", "/log/v1/head?nonce=<script>", "/%3Cscript%3E.js"],
  ];
  for (const path of paths) {
    const got = await ask(path);
    const policy = directives(got);
    assert.deepEqual(policy.get("default-src"), ["'none'"], path);
    assert.deepEqual(policy.get("frame-ancestors"), ["'none'"], path);
    assert.deepEqual(policy.get("base-uri"), ["'none'"], path);
    const scripts = [...policy].filter(([name]) => name.startsWith("script-src") || name === "worker-src");
    for (const [name, sources] of scripts) assert.deepEqual(sources, ["'self'"], `${path}: ${name}`);
    assert.ok(!/unsafe|data:|blob:|\*|nonce-/.test(got.headers["content-security-policy"]!), path);
    assert.equal(got.headers["x-content-type-options"], "nosniff", path);
    assert.equal(got.headers["referrer-policy"], "no-referrer", path);
    // A page that runs script at all: it must not make script of text, and no page of others may hold its window.
    if (!policy.has("script-src")) continue;
    assert.deepEqual(policy.get("require-trusted-types-for"), ["'script'"], path);
    assert.deepEqual(policy.get("trusted-types"), ["rempart"], path);
    assert.equal(got.headers["cross-origin-opener-policy"], "same-origin");
    assert.equal(got.headers["cross-origin-resource-policy"], "same-origin");
  }
});

test("the console reaches its server and what the configuration names; the build names its styles", async () => {
  const got = await ask("/");
  const policy = directives(got);
  assert.deepEqual(policy.get("connect-src"), ["'self'", gate.config.serverUrl, "https://tiles.example"]);
  assert.deepEqual(policy.get("img-src"), ["'self'", "https://tiles.example:8443"]);
  assert.deepEqual(policy.get("style-src"), ["'self'", `'${styleHash}'`]);
  const features = got.headers["permissions-policy"]!.split(", ");
  assert.ok(features.includes("publickey-credentials-get=(self)") && features.includes("geolocation=()"));
  const settings = JSON.parse((await ask("/config.json")).bytes.toString());
  assert.deepEqual(settings, { server: gate.config.serverUrl, demonstrationAllowed: false });
});
