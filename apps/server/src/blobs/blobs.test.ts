import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { type Bench, linkToken, orderEvent, startBench } from "../testing/server.ts";
import { FolderStore } from "./folder.ts";
import { verified } from "./verified.ts";

const apkFile = join(import.meta.dirname, "../../../../node_modules/io.appium.settings/apks/settings_apk-debug.apk");
const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

let folder: string;
let bench: Bench;
let token: string;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "rempart-server-blobs-"));
  bench = await startBench({ blobs: { folder }, largestBlob: 8 * 1024 * 1024 });
  token = await bench.signIn(bench.organisation.olga);
});
after(async () => {
  await bench.stop();
  rmSync(folder, { recursive: true, force: true });
});

const url = () => `http://127.0.0.1:${bench.server.port}`;
const left = (): string[] => readdirSync(folder, { recursive: true }).map(String).sort();
async function put(hash: string, bytes: Buffer, more: Record<string, string> = {}) {
  const answer = await fetch(`${url()}/api/v1/blobs/${hash}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream", ...more },
    body: new Uint8Array(bytes),
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape.
  return { status: answer.status, body: (await answer.json()) as any };
}
const get = (path: string, headers: Record<string, string>) => fetch(url() + path, { headers });

test("an APK is uploaded, read, listed and fetched back, whole and in parts", async () => {
  const bytes = readFileSync(apkFile);
  const hash = sha256(bytes);
  const { status, body } = await put(hash, bytes);
  assert.equal(status, 201, JSON.stringify(body));
  assert.deepEqual([body.sha256, body.size, body.uploadedBy], [hash, bytes.length, bench.organisation.olga.id]);
  assert.deepEqual([body.apk.manifest.package, body.apk.manifest.versionCode], ["io.appium.settings", 192]);
  assert.equal(body.apk.signing.signer, "680dbbc39ab0944796c811b636ace510c8e551317087036cebab0751b0a6190c");
  assert.equal((await put(hash, bytes)).status, 200, "again changes nothing");

  const whole = await get(`/api/v1/blobs/${hash}`, { authorization: `Bearer ${token}` });
  assert.deepEqual([whole.status, whole.headers.get("etag")], [200, `"${hash}"`]);
  assert.ok(Buffer.from(await whole.arrayBuffer()).equals(bytes));
  for (const [path, bearer] of [
    [`/api/v1/blobs/${hash}`, token],
    [`/link/v1/blobs/${hash}`, linkToken],
  ] as const) {
    const part = await get(path, { authorization: `Bearer ${bearer}`, range: "bytes=1000-1999" });
    assert.deepEqual([part.status, part.headers.get("content-range")], [206, `bytes 1000-1999/${bytes.length}`]);
    assert.ok(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1000, 2000)));
  }
  const beyond = await get(`/link/v1/blobs/${hash}`, {
    authorization: `Bearer ${linkToken}`,
    range: `bytes=${bytes.length}-`,
  });
  assert.equal(beyond.status, 416);
  assert.equal((await get(`/link/v1/blobs/${"0".repeat(64)}`, { authorization: `Bearer ${linkToken}` })).status, 404);
  assert.equal((await get(`/link/v1/blobs/${hash}`, { authorization: `Bearer ${token}` })).status, 401);
  const list = (await bench.get("/api/v1/blobs", token)).body;
  assert.deepEqual([list.blobs.length, list.blobs[0].sha256], [1, hash]);
});

test("a file that is no APK is kept, with what is wrong with it", async () => {
  const bytes = Buffer.from("no app at all, and long enough to look");
  const { status, body } = await put(sha256(bytes), bytes);
  assert.deepEqual([status, body.apk.problem.code], [201, "apk.zip"]);
});

/** The APK of a fixture whose label has a NUL: its manifest alone, stored as it is. */
function nulLabelled(): Buffer {
  const fixture = readFileSync(join(import.meta.dirname, "../../../../packages/android/src/fixtures/unsigned.apk"));
  const name = Buffer.from("AndroidManifest.xml");
  const begin = 30 + name.length + fixture.readUInt16LE(28);
  const manifest = inflateRawSync(fixture.subarray(begin, begin + fixture.readUInt32LE(18)));
  const wide = manifest.indexOf(Buffer.from("Fixture ", "utf16le"));
  manifest[wide >= 0 ? wide : manifest.indexOf("Fixture ")] = 0;
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt32LE(manifest.length, 18);
  local.writeUInt32LE(manifest.length, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  local.copy(central, 6, 4, 30);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + manifest.length, 16);
  return Buffer.concat([local, name, manifest, central, name, end]);
}

test("an APK with a NUL in its label is kept, and shown without it", async () => {
  const bytes = nulLabelled();
  const { status, body } = await put(sha256(bytes), bytes);
  assert.deepEqual([status, body.apk?.manifest?.label], [201, "\ufffdixture é📱"], JSON.stringify(body));
});

test("other bytes than announced leave nothing", async () => {
  const before = left();
  const bytes = randomBytes(300_000);
  const wrong = await put("ab".repeat(32), bytes);
  assert.deepEqual([wrong.status, wrong.body.error], [400, "blob.hash"]);
  const json = await put(sha256(bytes), bytes, { "content-type": "application/json" });
  assert.equal(json.status, 415);
  const large = await put(sha256(bytes), Buffer.alloc(9 * 1024 * 1024));
  assert.equal(large.status, 413);
  assert.deepEqual(left(), before);
});

test("an upload that breaks off leaves nothing, and can be sent again", async () => {
  const before = left();
  const bytes = randomBytes(400_000);
  const hash = sha256(bytes);
  await new Promise<void>((resolve) => {
    const call = request(`${url()}/api/v1/blobs/${hash}`, {
      method: "PUT",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/octet-stream",
        "content-length": bytes.length,
      },
    });
    call.on("error", () => resolve());
    call.write(bytes.subarray(0, 200_000), () => setTimeout(() => call.destroy(new Error("gone")), 50));
  });
  for (let waited = 0; left().length !== before.length && waited < 5000; waited += 50)
    await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(left(), before);
  assert.equal((await bench.get(`/api/v1/blobs/${hash}`, token)).status, 404);
  assert.equal((await put(hash, bytes)).status, 201);
});

test("what a crash left half written is never served, and goes with a later upload", async () => {
  const bytes = randomBytes(5000);
  const hash = sha256(bytes);
  const half = join(folder, "new", "left-by-a-crash");
  const recent = join(folder, "new", "of-another-upload");
  writeFileSync(half, bytes.subarray(0, 2000));
  writeFileSync(recent, bytes.subarray(0, 1000));
  // Cut off under its own name, as a disk that lied about a flush may leave it.
  writeFileSync(join(folder, hash), bytes.subarray(0, 2000));
  const weekAgo = Date.now() / 1000 - 7 * 86_400;
  utimesSync(half, weekAgo, weekAgo);
  for (const path of [`/api/v1/blobs/${hash}`, "/api/v1/blobs/left-by-a-crash"])
    assert.notEqual((await get(path, { authorization: `Bearer ${token}` })).status, 200, path);
  assert.equal((await put(hash, bytes)).status, 201);
  assert.deepEqual([existsSync(half), existsSync(recent)], [false, true]);
  const whole = await get(`/api/v1/blobs/${hash}`, { authorization: `Bearer ${token}` });
  assert.ok(Buffer.from(await whole.arrayBuffer()).equals(bytes));
  rmSync(recent);
});

test("a file that an order names stays; one that nothing names goes", async () => {
  const bytes = randomBytes(1000);
  const hash = sha256(bytes);
  assert.equal((await put(hash, bytes)).status, 201);
  const { organisation } = bench;
  const release = { platform: "android", package: "org.example.app", state: "required", versionCode: 3 };
  const order = await organisation.standing(1, undefined, [organisation.alice, organisation.bob], {
    action: "app",
    params: { ...release, sha256: hash, size: 1000, signer: "cd".repeat(32) },
    stream: "app/android/org.example.app",
  });
  assert.equal((await bench.tell(orderEvent(order, [], [organisation.alice]))).status, 200);
  const kept = await bench.call("DELETE", `/api/v1/blobs/${hash}`, undefined, token);
  assert.deepEqual([kept.status, kept.body.error], [409, "blob.used"]);
  assert.ok(left().includes(hash));
  const listed = (await bench.get("/api/v1/blobs?limit=200", token)).body.blobs;
  assert.deepEqual(listed.find((one: { sha256: string }) => one.sha256 === hash).orders, [order.hash]);

  const other = randomBytes(10);
  assert.equal((await put(sha256(other), other)).status, 201);
  assert.equal((await bench.call("DELETE", `/api/v1/blobs/${sha256(other)}`, undefined, token)).status, 200);
  assert.ok(!left().includes(sha256(other)));
  assert.equal((await bench.call("DELETE", `/api/v1/blobs/${sha256(other)}`, undefined, token)).status, 404);
});

test("without a store, uploads say what is missing", async () => {
  const plain = await startBench();
  try {
    const session = await plain.signIn(plain.organisation.olga);
    const answer = await fetch(`http://127.0.0.1:${plain.server.port}/api/v1/blobs/${"0".repeat(64)}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${session}`, "content-type": "application/octet-stream" },
      body: "x",
    });
    assert.deepEqual([answer.status, ((await answer.json()) as { error: string }).error], [503, "blob.store"]);
  } finally {
    await plain.stop();
  }
});

test("a full disk is said to be full, and nothing half written stays", async (t) => {
  const small = mkdtempSync(join(tmpdir(), "rempart-full-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", small], { stdio: "ignore" });
  } catch {
    rmSync(small, { recursive: true });
    return t.skip("only root may mount a small disk");
  }
  try {
    const store = new FolderStore(small);
    const bytes = randomBytes(1_000_000);
    const content = Readable.from([bytes.subarray(0, 500_000), bytes.subarray(500_000)]).pipe(
      verified(sha256(bytes), bytes.length),
    );
    await assert.rejects(store.put(sha256(bytes), bytes.length, content), { status: 507, code: "blob.full" });
    assert.deepEqual(readdirSync(join(small, "new")), []);
    const fits = randomBytes(1000);
    await store.put(sha256(fits), 1000, Readable.from([fits]));
    assert.ok((await buffer((await store.open(sha256(fits), { from: 0, to: 999 }))!)).equals(fits));
  } finally {
    execFileSync("umount", [small]);
    rmSync(small, { recursive: true });
  }
});
