// Pins: what a peer must prove before it gets a byte.
import assert from "node:assert/strict";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { call } from "./http.ts";
import { type Issuer, makeCertificate, makeIssuer, type ServerCertificate } from "./testing/certificates.ts";
import { openAgent, pinnedAgent } from "./tls.ts";

async function serve(t: TestContext, certificate: ServerCertificate, answer = "yes") {
  const seen = { requests: 0, bytes: 0 };
  const server = createServer({ ...certificate, minVersion: "TLSv1.3" }, (_request, response) => {
    seen.requests++;
    response.end(answer);
  });
  server.on("secureConnection", (socket) => socket.on("data", (chunk: Buffer) => (seen.bytes += chunk.length)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const ask = (pins: string[] | undefined, limit = 100) => {
    const agent = pins ? pinnedAgent(pins) : openAgent();
    t.after(() => agent.destroy());
    return call({ agent, url, body: { secret: "s" }, limit, timeout: 5000 });
  };
  return { ask, seen };
}

const other = "00".repeat(32);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

test("the pinned authority, or the pinned certificate itself, is spoken to", async (t) => {
  const issuer = makeIssuer();
  const certificate = makeCertificate(issuer);
  const { ask } = await serve(t, certificate);
  assert.equal(text(await ask([other, issuer.pin])), "yes");
  assert.equal(text(await ask([certificate.pin])), "yes");
  assert.equal(text(await ask(undefined)), "yes");
});

test("without a pinned key not a byte of the request is sent", async (t) => {
  const { ask, seen } = await serve(t, makeCertificate(makeIssuer()));
  await assert.rejects(ask([other]), /not one of the pinned/);
  assert.deepEqual(seen, { requests: 0, bytes: 0 });
});

test("a pinned authority's certificate behind a chain that it did not sign proves nothing", async (t) => {
  const pinned: Issuer = makeIssuer();
  const { ask, seen } = await serve(t, makeCertificate(makeIssuer(), pinned));
  await assert.rejects(ask([pinned.pin]), /not one of the pinned/);
  assert.deepEqual(seen, { requests: 0, bytes: 0 });
});

test("a certificate that is no authority's vouches for none", async (t) => {
  const issuer = makeIssuer();
  const leaf = makeIssuer("leaf", false);
  assert.notEqual(leaf.pin, issuer.pin);
  const { ask } = await serve(t, makeCertificate(leaf));
  await assert.rejects(ask([leaf.pin]), /not one of the pinned/);
});

test("an answer is cut off where its bound is", async (t) => {
  const issuer = makeIssuer();
  const { ask } = await serve(t, makeCertificate(issuer), "x".repeat(1000));
  assert.equal((await ask([issuer.pin], 1000)).length, 1000);
  await assert.rejects(ask([issuer.pin], 999), /more than 999 bytes/);
});
