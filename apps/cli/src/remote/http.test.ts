import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { testCertificate, testKey } from "../testing/certificate.ts";
import { listen } from "../testing/listen.ts";
import { checkUrl, client } from "./http.ts";

const spki = new X509Certificate(testCertificate).publicKey.export({ format: "der", type: "spki" });
const pin = createHash("sha256").update(spki).digest("hex");

describe("client", () => {
  let server: Server;
  let base: string;
  let requests = 0;
  before(async () => {
    server = createServer({ key: testKey, cert: testCertificate, minVersion: "TLSv1.3" }, (_request, response) => {
      requests++;
      response.end('{"size":1}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  it("believes a certificate that the charter pins", async () => {
    const answer = await client("gatekeeper", base, () => ["00".repeat(32), pin]).ask("/x");
    assert.deepEqual(answer, { size: 1 });
  });

  it("sends nothing to another, least of all a token", async () => {
    const before = requests;
    const call = client("gatekeeper", base, () => ["00".repeat(32)]).ask("/x", { body: {}, token: "secret" });
    await assert.rejects(call, { code: "network.tls" });
    await assert.rejects(client("server", base, () => []).ask("/x"), { code: "network.tls" });
    assert.equal(requests, before);
  });

  it("takes any certificate only where nothing is pinned yet", async () => {
    assert.deepEqual(await client("gatekeeper", base, () => "any").ask("/x"), { size: 1 });
  });

  it("reads answers strictly, follows no redirect, and passes refusals on", async () => {
    const answers: Record<string, [number, unknown]> = {
      "/fraction": [200, { size: 1.5 }],
      "/redirect": [302, {}],
      "/refused": [403, { error: "brake.held", where: "order", message: "too many" }],
      "/odd": [500, { error: "\u001b[2J" }],
      "/gone": [404, { error: "missing", where: "x", message: "no" }],
    };
    const fake = await listen(async (_method, url) => answers[url.pathname]!);
    const { ask } = client("server", fake.url, () => []);
    await assert.rejects(ask("/fraction"), { code: "answer" });
    assert.deepEqual(await ask("/fraction", { lax: true }), { size: 1.5 });
    await assert.rejects(ask("/redirect"), { code: "answer" });
    await assert.rejects(ask("/refused"), { code: "brake.held", where: "order", status: 403 });
    await assert.rejects(ask("/odd"), { code: "answer" });
    assert.equal(await ask("/gone", { mayBeAbsent: true }), undefined);
    await fake.close();
    await assert.rejects(ask("/refused"), { code: "network" });
  });
});

describe("checkUrl", () => {
  it("takes https, and http to this machine only", () => {
    assert.equal(checkUrl("--server", "https://s.example/"), "https://s.example");
    assert.equal(checkUrl("--server", "http://localhost:1"), "http://localhost:1");
    for (const url of [
      "http://s.example",
      "ftp://localhost",
      "s.example",
      "https://a@s.example",
      "https://s.example/?t=1",
      "http://localhost.example",
    ])
      assert.throws(() => checkUrl("--server", url), { code: "usage" }, url);
  });
});
