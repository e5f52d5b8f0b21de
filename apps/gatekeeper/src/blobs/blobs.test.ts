// Phones fetch what signed orders name, whole or in parts, from a store that may be absent, wrong or slow.
import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type JsonValue, newId, randomBytes, sha256, toHex } from "@rempart/trust";
import type { TestPhone } from "../testing/phone.ts";
import { startTestGatekeeper } from "../testing/start.ts";

const size = 3_000_000;
const content = Buffer.concat(Array.from({ length: size / 60_000 }, () => Buffer.from(randomBytes(60_000))));
const hash = toHex(sha256(content));

let misbehave: ((response: ServerResponse) => void) | undefined;
const asked: { path: string; range: string | undefined; authorization: string | undefined }[] = [];
const store = createServer((call, response) => {
  asked.push({ path: call.url!, range: call.headers.range, authorization: call.headers.authorization });
  if (misbehave) return misbehave(response);
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(call.headers.range ?? "")!.map(Number) as [number, number, number];
  response.writeHead(206, { "content-range": `bytes ${from}-${to}/${size}`, "content-length": to - from + 1 });
  response.end(content.subarray(from, to + 1));
});

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
let phone: TestPhone;
before(async () => {
  await new Promise<void>((resolve) => store.listen(0, "localhost", resolve));
  gate = await startTestGatekeeper({
    blobs: { url: `http://localhost:${(store.address() as AddressInfo).port}/bucket/` },
  });
  await gate.found();
  [phone] = (await gate.enrolMany(1)) as [TestPhone];
  const { organisation } = gate;
  const params: JsonValue = {
    platform: "android",
    package: "org.example.app",
    state: "required",
    versionCode: 1,
    sha256: hash,
    size,
    signer: "ab".repeat(32),
  };
  const order = await organisation.policy(newId(), [], undefined, organisation.approvers.slice(0, 2), {
    action: "app",
    params,
    stream: "app/android/org.example.app",
  });
  const answer = await gate.submit(order.envelope);
  assert.equal(answer.status, 200, JSON.stringify(answer.json));
});
after(async () => {
  await gate.stop();
  store.closeAllConnections();
  store.close();
});

interface Got {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Whether the connection ended before the announced length. */
  cut: boolean;
}

function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Got> {
  return new Promise((resolve, reject) => {
    const options = { host: "localhost", port: gate.config.tls.port, path, method, rejectUnauthorized: false };
    const sent = { authorization: `Bearer ${phone.token}`, ...headers };
    const call = request({ ...options, headers: sent, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      const finish = (cut: boolean): void =>
        resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(parts), cut });
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => finish(false));
      answer.on("error", () => finish(true));
    });
    call.on("error", reject);
    call.end();
  });
}
const path = `/agent/v1/blob/${hash}`;
const codeOf = ({ body }: Got): string => (JSON.parse(body.toString()) as { error: string }).error;

test("the whole of a file, with its hash as a tag", async () => {
  const got = await get(path);
  assert.deepEqual([got.status, got.headers["content-length"], got.headers.etag], [200, String(size), `"${hash}"`]);
  assert.ok(got.body.equals(content));
  const last = asked.at(-1)!;
  assert.deepEqual([last.path, last.range], [`/bucket/${hash}`, `bytes=0-${size - 1}`]);
  assert.equal(last.authorization, undefined, "the phone's token stays here");
});

test("parts: from, up to, the last; another tag asks for the whole", async () => {
  for (const [header, from, to] of [
    ["bytes=0-0", 0, 0],
    ["bytes=100-199", 100, 199],
    ["bytes=2999990-", 2_999_990, size - 1],
    ["bytes=2999990-9999999", 2_999_990, size - 1],
    ["bytes=-10", size - 10, size - 1],
    ["bytes=-9999999", 0, size - 1],
  ] as const) {
    const got = await get(path, { range: header });
    assert.deepEqual([got.status, got.headers["content-range"]], [206, `bytes ${from}-${to}/${size}`], header);
    assert.ok(got.body.equals(content.subarray(from, to + 1)), header);
  }
  assert.equal((await get(path, { range: "bytes=5-9", "if-range": `"${hash}"` })).status, 206);
  for (const headers of [
    { range: "bytes=5-9", "if-range": '"other"' },
    { range: "bytes=0-1,5-9" },
    { range: "lines=1-2" },
    { range: "bytes=-" },
  ])
    assert.equal((await get(path, headers)).body.length, size, JSON.stringify(headers));
  for (const header of [`bytes=${size}-`, "bytes=9-5", "bytes=-0"]) {
    const got = await get(path, { range: header });
    assert.deepEqual([got.status, codeOf(got)], [416, "blob.range"], header);
  }
});

test("a question for the head alone does not ask the store", async () => {
  const before = asked.length;
  const got = await get(path, {}, "HEAD");
  assert.deepEqual([got.status, got.headers["content-length"], got.body.length], [200, String(size), 0]);
  assert.equal(asked.length, before);
});

test("no session, no file; no order that names it, no file", async () => {
  const before = asked.length;
  const stranger = await get(path, { authorization: "Bearer x" });
  assert.deepEqual([stranger.status, codeOf(stranger)], [401, "token"]);
  const other = await get(`/agent/v1/blob/${"00".repeat(32)}`);
  assert.deepEqual([other.status, codeOf(other)], [404, "blob.unknown"]);
  for (const wrong of [`/agent/v1/blob/${hash.toUpperCase()}`, "/agent/v1/blob/../link-token", `${path}/x`]) {
    assert.equal((await get(wrong)).status, 404, wrong);
  }
  assert.equal(asked.length, before);
});

test("a store that lacks it, refuses, redirects, lies about size or range: 404 or 502, and nothing is passed on", async () => {
  const answers: [status: number, headers: Record<string, string>, wanted: number, code: string][] = [
    [404, {}, 404, "blob.unknown"],
    [403, {}, 502, "blob.source"],
    [302, { location: "http://localhost:1/" }, 502, "blob.source"],
    [206, { "content-range": `bytes 0-${size - 1}/${size + 1}` }, 502, "blob.source"],
    [206, { "content-range": `bytes 1-${size}/${size}` }, 502, "blob.source"],
    [200, { "content-length": "5" }, 502, "blob.source"],
  ];
  for (const [status, headers, wanted, code] of answers) {
    misbehave = (response) => response.writeHead(status, headers).end("hello");
    const got = await get(path);
    assert.deepEqual([got.status, codeOf(got)], [wanted, code], `${status} ${JSON.stringify(headers)}`);
  }
  misbehave = (response) => response.writeHead(200, {}).end(content);
  const partial = await get(path, { range: "bytes=5-9" });
  assert.deepEqual([partial.status, codeOf(partial)], [502, "blob.source"]);
  misbehave = (response) => response.destroy();
  assert.equal((await get(path)).status, 502);
  misbehave = undefined;
  assert.equal((await get(path)).status, 200);
});

test("a store that sends less, or more, than it said: the phone sees the connection end", async () => {
  for (const body of [content.subarray(0, 1000), Buffer.concat([content, content.subarray(0, 70_000)])]) {
    misbehave = (response) => response.writeHead(206, { "content-range": `bytes 0-${size - 1}/${size}` }).end(body);
    const got = await get(path);
    assert.ok(got.cut);
    assert.ok(got.body.length <= size);
  }
  misbehave = undefined;
});

test("a phone has two transfers at once, and gets its places back", async () => {
  const held: ServerResponse[] = [];
  misbehave = (response) => {
    response.writeHead(206, { "content-range": `bytes 0-${size - 1}/${size}` }).write("x");
    held.push(response);
  };
  const slow = [get(path), get(path)];
  for (let waited = 0; held.length < 2 && waited < 5000; waited += 20) await sleep(20);
  const third = await get(path);
  assert.deepEqual([third.status, codeOf(third)], [503, "busy"]);
  for (const response of held) response.destroy();
  assert.ok((await Promise.all(slow)).every(({ cut }) => cut));
  misbehave = undefined;
  assert.equal((await get(path)).status, 200);
});

test("after a restart the same files are served", async () => {
  await gate.restart();
  await phone.hello();
  assert.equal((await get(path, { range: "bytes=0-9" })).status, 206);
});
