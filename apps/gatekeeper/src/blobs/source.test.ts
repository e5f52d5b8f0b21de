import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import type { Config } from "../config.ts";
import { openBlobSource } from "./source.ts";
import { Transfers } from "./transfers.ts";

const hash = "ab".repeat(32);
const { signal } = new AbortController();

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "rempart-blobs-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

test("a folder as the store", async (t) => {
  const path = folder(t);
  const source = openBlobSource({ blobs: { folder: path } } as Config);
  await assert.rejects(source.open(hash, 10, { from: 0, to: 9 }, signal), { code: "blob.unknown" });
  writeFileSync(join(path, hash), "0123456789");
  assert.equal((await buffer(await source.open(hash, 10, { from: 0, to: 9 }, signal))).toString(), "0123456789");
  assert.equal((await buffer(await source.open(hash, 10, { from: 3, to: 5 }, signal))).toString(), "345");
  await assert.rejects(source.open(hash, 11, { from: 0, to: 10 }, signal), { code: "blob.source" });
  mkdirSync(join(path, "cd".repeat(32)));
  await assert.rejects(source.open("cd".repeat(32), 10, { from: 0, to: 9 }, signal), { code: "blob.unknown" });
});

test("without a configuration it is the server's link, with the link token", async (t) => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url, request.headers.authorization, request.headers.range);
    response.writeHead(206, { "content-range": "bytes 2-4/10" }).end("234");
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const path = folder(t);
  writeFileSync(join(path, "token"), "secret\n");
  const serverUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
  const source = openBlobSource({ serverUrl, linkTokenFile: join(path, "token") } as Config);
  t.after(() => {
    source.close();
    server.close();
  });
  assert.equal((await buffer(await source.open(hash, 10, { from: 2, to: 4 }, signal))).toString(), "234");
  assert.deepEqual(asked, [`/link/v1/blobs/${hash}`, "Bearer secret", "bytes=2-4"]);
});

test("a transfer from which nobody takes anything ends, and its place is free again", async () => {
  const transfers = new Transfers({ all: 2, each: 1, silence: 50, total: 10_000 });
  const source = new PassThrough();
  const out = transfers.watch(source, 1_000_000, transfers.begin("a"));
  source.write(Buffer.alloc(500_000));
  assert.equal(transfers.open, 1);
  assert.throws(() => transfers.begin("a"), { code: "busy" });
  const free = transfers.begin("b");
  assert.throws(() => transfers.begin("c"), { code: "busy" });
  free();
  free();
  await assert.rejects(buffer(out), /too slow/);
  assert.equal(transfers.open, 0);
  assert.ok(source.destroyed);
});

test("a transfer that goes on for too long ends, however busy it is", async () => {
  const transfers = new Transfers({ all: 2, each: 1, silence: 1000, total: 100 });
  const source = new PassThrough();
  const drip = setInterval(() => source.write("x"), 10);
  await assert.rejects(buffer(transfers.watch(source, 1_000_000, transfers.begin("a"))), /too slow/);
  clearInterval(drip);
  assert.equal(transfers.open, 0);
});
