import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { type Config, readConfig } from "../config.ts";
import { serve } from "../http/router.ts";
import { readConsole } from "./files.ts";
import { consoleRoutes } from "./routes.ts";

function folder(t: { after(end: () => void): void }): string {
  const path = mkdtempSync(join(tmpdir(), "rempart-dist-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test("a folder that no build wrote is refused, each time by what is wrong in it", async (t) => {
  const wrongs: [RegExp, (path: string) => void][] = [
    [/link\.js is no plain file/, (path) => symlinkSync("/etc/passwd", join(path, "link.js"))],
    [/name that no address can have/, (path) => writeFileSync(join(path, "a b.js"), "")],
    [
      /more than 2000 files/,
      (path) => {
        for (let n = 0; n <= 2000; n++) writeFileSync(join(path, `${n}.js`), "");
      },
    ],
    [/more than 67108864 bytes/, (path) => writeFileSync(join(path, "large.js"), Buffer.alloc(64 * 1024 * 1024))],
    [/csp\.json is not JSON/, (path) => writeFileSync(join(path, "csp.json"), "{")],
    ...["'unsafe-inline'", "sha256-x' 'unsafe-inline", "sha256-short", 1].map(
      (hash): [RegExp, (path: string) => void] => [
        /csp\.json must be/,
        (path) => writeFileSync(join(path, "csp.json"), JSON.stringify({ styleHashes: [hash] })),
      ],
    ),
  ];
  for (const [message, spoil] of wrongs) {
    const path = folder(t);
    writeFileSync(join(path, "index.html"), "<p>");
    assert.equal((await readConsole(path))!.files.size, 1);
    spoil(path);
    await assert.rejects(readConsole(path), { code: "config", message }, String(message));
  }
  assert.equal(await readConsole(undefined), undefined);
  assert.equal(await readConsole(join(folder(t), "none")), undefined);
});

test("not built: a page without script says how, for every page; files are 404", async (t) => {
  const empty = folder(t);
  mkdirSync(join(empty, "assets"));
  const console_ = { host: "localhost", port: 0, folder: empty };
  const config = { console: console_, serverUrl: "http://localhost:1" } as Config;
  const server = createServer(serve(await consoleRoutes(config))).listen(0, "localhost");
  t.after(() => server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  for (const path of ["/", "/phones/1"]) {
    const answer = await fetch(url + path);
    assert.deepEqual([answer.status, answer.headers.get("cache-control")], [503, "no-store"]);
    const text = await answer.text();
    assert.match(text, /npm run build/);
    assert.doesNotMatch(text, /<script|<style|style=/);
  }
  assert.equal((await fetch(`${url}/assets/main.js`)).status, 404);
});

test("origins for the policy: https, nothing but an origin, named when wrong", async () => {
  const base = {
    ...{ data: "/x", serverUrl: "http://localhost:1", linkTokenFile: "/x" },
    database: { host: "x", port: 1, user: "x", password: "x", database: "x" },
    tls: { host: "x", port: 1, cert: "x", key: "x", ca: "x" },
  };
  const read = (fields: object) =>
    readConfig(Readable.from([JSON.stringify({ ...base, console: { host: "x", port: 1, ...fields } })]));
  const good = ["https://tiles.example", "https://a.b-c.example:8443"];
  assert.deepEqual((await read({ connect: good, images: [] })).console.connect, good);
  const wrongs = [
    ...["http://tiles.example", "https://*.example", "https://tiles.example/", "https://Tiles.example", "https://a b"],
    ...["https://a;script-src *", "https://user@tiles.example", "https://tiles.example:443", "data:", "*", "", 1, null],
  ];
  for (const field of ["connect", "images"])
    for (const wrong of wrongs)
      await assert.rejects(
        read({ [field]: ["https://tiles.example", wrong] }),
        (error: Error) => error.message.startsWith(`console.${field}: must hold origins`),
        String(wrong),
      );
  await assert.rejects(read({ connect: "https://tiles.example" }), /console\.connect: must be a list/);
  await assert.rejects(read({ connect: Array.from({ length: 21 }, () => good[0]) }), /at most 20/);
});
