import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { newId } from "@rempart/trust";
import { type Bench, linkToken, startBench } from "../testing/server.ts";

let bench: Bench;
before(async () => {
  bench = await startBench();
});
after(() => bench.stop());

const origin = "http://localhost:8080";
test("the link token opens nothing but the link", async () => {
  assert.equal((await bench.get("/api/v1/status", linkToken)).status, 401);
});

test("answers are data: nosniff, not stored, no cookies, one foreign origin", async () => {
  const ask = (url: string, from: string) => bench.server.app.inject({ url, headers: { origin: from } });
  for (const url of ["/api/v1/status", "/nowhere"]) {
    const { headers } = await ask(url, origin);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["cache-control"], "no-store");
    assert.match(String(headers["content-type"]), /^application\/json/);
    assert.equal(headers["set-cookie"], undefined);
    assert.equal(headers["access-control-allow-origin"], origin);
    assert.equal((await ask(url, "http://localhost:8081")).headers["access-control-allow-origin"], undefined);
    assert.equal((await ask(url, "null")).headers["access-control-allow-origin"], undefined);
  }
  const preflight = await bench.server.app.inject({
    method: "OPTIONS",
    url: "/api/v1/drafts",
    headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization" },
  });
  assert.equal(preflight.statusCode, 204);
  assert.equal(preflight.headers["access-control-allow-credentials"], undefined);
});

async function raw(body: string, type = "application/json", url = "/api/v1/signin") {
  const answer = await bench.server.app.inject({
    method: "POST",
    url,
    headers: { "content-type": type },
    payload: body,
  });
  return `${answer.statusCode} ${answer.json().error}`;
}

test("requests are read by the strict reader", async () => {
  assert.equal(await raw('{"envelope":1,"envelope":2}'), "400 json");
  assert.equal(await raw('{"__proto__":{}}'), "400 json");
  assert.equal(await raw("{"), "400 json");
  assert.equal(await raw('{"envelope":{"a":1.5}}'), "400 json");
  assert.equal(await raw("[".repeat(50)), "400 json");
  assert.equal(await raw("a=b", "application/x-www-form-urlencoded"), "415 json");
  assert.equal(await raw('{"envelope":{},"more":1}'), "400 schema");
  assert.equal((await bench.get("/nowhere")).body.error, "not-found");
  assert.equal((await bench.get("/api/v1/%")).status, 400);
});

test("a NUL or half a character is refused where it is typed, and reaches no database", async () => {
  const token = await bench.signIn(bench.organisation.olga);
  const fields = ["q", "model", "os", "osFrom", "osBelow", "patchBefore"].map((field) => `phones?${field}`);
  for (const field of [...fields, "phones/count?q", "history?object"]) {
    const { status, body } = await bench.get(`/api/v1/${field}=a%00`, token);
    assert.deepEqual([status, body.error], [400, "schema"], field);
  }
  for (const url of ["https://a.example/\0", "https://a.example/\ud800"]) {
    const { status, body } = await bench.post(
      "/api/v1/rollouts",
      {
        ...{ platform: "android", package: "org.example.app", rings: [{ group: newId(), soakSeconds: 0 }] },
        release: {
          ...{ state: "required", versionCode: 1, sha256: "ab".repeat(32), size: 1, signer: "ab".repeat(32) },
          urls: [url],
        },
      },
      token,
    );
    assert.equal(status, 400, JSON.stringify(body));
    assert.match(body.where, /urls|body/, JSON.stringify(body));
  }
});

test("oversize requests are refused, before they are read where a token is missing", async () => {
  assert.equal(await raw(JSON.stringify({ envelope: "x".repeat(70_000) })), "413 size");
  // 60 MB announced without a token: answered at once, though no byte of the body was sent.
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": 60_000_000 };
    const { port } = bench.server;
    const sent = request({ port, host: "127.0.0.1", path: "/api/v1/drafts", method: "POST", headers }, (answer) => {
      resolve(answer.statusCode);
      sent.destroy();
    });
    sent.on("error", reject);
    sent.flushHeaders();
  });
  assert.equal(status, 401);
});
