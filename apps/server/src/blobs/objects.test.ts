import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { ObjectStore } from "./objects.ts";
import { signedHeaders } from "./signature.ts";
import { verified } from "./verified.ts";

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const key = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  region: "us-east-1",
};

test("requests are signed as Amazon's documentation signs its example", () => {
  const url = new URL("https://examplebucket.s3.amazonaws.com/test.txt");
  const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const headers = signedHeaders(key, "GET", url, empty, new Date("2013-05-24T00:00:00Z"), { range: "bytes=0-9" });
  assert.equal(
    headers.authorization,
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  );
});

/** A store of a few objects that takes what is signed and whole, and can be told to fail. */
const objects = new Map<string, Buffer>();
let fail: number | undefined;
const store = createServer((request, response) => {
  const say = (status: number): void => void response.writeHead(status).end();
  if (!request.headers.authorization?.includes("Credential=AKIA")) return say(403);
  if (fail !== undefined) return say(fail);
  const name = request.url!;
  if (request.method === "PUT") {
    void buffer(request).then(
      (bytes) => {
        if (sha256(bytes) !== request.headers["x-amz-content-sha256"]) return say(400);
        objects.set(name, bytes);
        say(200);
      },
      () => {},
    );
    return;
  }
  const bytes = objects.get(name);
  if (request.method === "DELETE") {
    objects.delete(name);
    return say(204);
  }
  if (!bytes) return say(404);
  if (request.method === "HEAD") return void response.writeHead(200, { "content-length": bytes.length }).end();
  const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range!)!;
  response.writeHead(206).end(bytes.subarray(Number(from), Number(to) + 1));
});
let objectStore: ObjectStore;
before(async () => {
  await new Promise<void>((resolve) => store.listen(0, "127.0.0.1", resolve));
  objectStore = new ObjectStore(`http://127.0.0.1:${(store.address() as AddressInfo).port}/bucket/`, key);
});
after(() => {
  store.closeAllConnections();
  store.close();
});

const bytes = randomBytes(300_000);
const hash = sha256(bytes);
const content = (announced = hash): Readable => {
  const source = Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]);
  const checked = verified(announced, bytes.length);
  source.pipe(checked);
  return checked;
};

test("a file goes in, comes back in parts, and goes", async () => {
  await objectStore.put(hash, bytes.length, content());
  assert.deepEqual([...objects.keys()], [`/bucket/${hash}`]);
  assert.equal(await objectStore.has(hash, bytes.length), true);
  assert.equal(await objectStore.has(hash, 5), false);
  const part = await objectStore.open(hash, { from: 5, to: 1004 });
  assert.ok((await buffer(part!)).equals(bytes.subarray(5, 1005)));
  await objectStore.remove(hash);
  assert.equal(await objectStore.has(hash, bytes.length), false);
  assert.equal(await objectStore.open(hash, { from: 0, to: 1 }), undefined);
});

test("bytes of another hash never become an object", async () => {
  await assert.rejects(objectStore.put("ab".repeat(32), bytes.length, content("ab".repeat(32))), { code: "blob.hash" });
  assert.equal(objects.size, 0);
});

test("a store that is full, refuses, or is away: named, nothing kept", async () => {
  fail = 507;
  await assert.rejects(objectStore.put(hash, bytes.length, content()), { code: "blob.full" });
  fail = 403;
  await assert.rejects(objectStore.put(hash, bytes.length, content()), { code: "blob.store" });
  await assert.rejects(objectStore.open(hash, { from: 0, to: 1 }), { code: "blob.store" });
  fail = undefined;
  const away = new ObjectStore("http://127.0.0.1:9/bucket", key);
  await assert.rejects(away.put(hash, bytes.length, content()), { code: "blob.store" });
  await assert.rejects(away.has(hash, 1), { code: "blob.store" });
  assert.equal(objects.size, 0);
});
