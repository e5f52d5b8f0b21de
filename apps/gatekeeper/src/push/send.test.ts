// One call to a push service that is real but for its certificate's authority.
import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ensureTls } from "../../../launcher/src/tls.ts";
import { send } from "./send.ts";
import { openVapid } from "./vapid.ts";

const folder = mkdtempSync(join(tmpdir(), "rempart-push-"));
const closing: (() => void)[] = [() => rmSync(folder, { recursive: true, force: true })];
after(() => {
  for (const close of closing) close();
});

interface Seen {
  request: IncomingMessage;
  body: string;
}

/** A push service on this machine; `answer` what it does after a message came. */
async function service(answer: RequestListener, secure = false) {
  const seen: Seen[] = [];
  const read = async (...[request, response]: Parameters<RequestListener>): Promise<void> => {
    let body = "";
    for await (const part of request) body += part;
    seen.push({ request, body });
    answer(request, response);
  };
  const listener: RequestListener = (request, response) => void read(request, response);
  const tls = secure ? await ensureTls(folder) : undefined;
  const server = tls
    ? createTlsServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, listener)
    : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { seen, host: `localhost:${port}`, port, ...(tls ? { ca: readFileSync(tls.ca, "utf8") } : {}) };
}
const created: RequestListener = (_, response) => void response.writeHead(201).end();
const message = { authorization: "vapid t=a, k=b", urgency: "high", topic: "topic" } as const;

test("over TLS: empty, with our token, which verifies with the key that browsers are given", async () => {
  const { seen, host, ca } = await service(created, true);
  const vapid = await openVapid(folder);
  assert.equal(statSync(join(folder, "keys", "push.json")).mode & 0o777, 0o600);
  assert.equal((await openVapid(folder)).publicKey, vapid.publicKey, "made once");
  const url = new URL(`https://${host}/push/abc?x=y`);
  const now = 1_800_000_000;
  const authorization = vapid.authorization(url.origin, "https://console.example", now);
  const outcome = await send(url, { ...message, authorization }, { hosts: [host], ca: ca! });
  assert.deepEqual(outcome, { status: 201, retryAfter: undefined });
  const [{ request, body }] = seen as [Seen];
  assert.deepEqual([request.method, request.url, body], ["POST", "/push/abc?x=y", ""]);
  const { ttl, urgency, topic, "content-length": length, "content-encoding": coding } = request.headers;
  assert.deepEqual([ttl, urgency, topic, length, coding], ["86400", "high", "topic", "0", undefined]);

  const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(request.headers.authorization!)!;
  assert.equal(key, vapid.publicKey);
  const point = Buffer.from(key!, "base64url");
  assert.deepEqual([point.length, point[0]], [65, 4]);
  const jwk = {
    kty: "EC",
    crv: "P-256",
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  const [header, claims, signature] = token!.split(".");
  const good = { key: publicKey, dsaEncoding: "ieee-p1363" } as const;
  assert.ok(verify("sha256", Buffer.from(`${header}.${claims}`), good, Buffer.from(signature!, "base64url")));
  assert.ok(!verify("sha256", Buffer.from(`${header}.${claims}x`), good, Buffer.from(signature!, "base64url")));
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
  assert.deepEqual(read(header!), { typ: "JWT", alg: "ES256" });
  const { aud, exp, sub } = read(claims!) as { aud: string; exp: number; sub: string };
  assert.deepEqual([aud, sub], [`https://${host}`, "https://console.example"]);
  assert.ok(exp > now && exp <= now + 86_400);

  await assert.rejects(send(url, message, { hosts: [host] }), "an authority that nobody trusts");
  assert.equal(seen.length, 1);
});

test("a redirect is not followed, and Retry-After is read", async () => {
  const inside = await service(created);
  const moved = await service(
    (_, response) => void response.writeHead(307, { location: `http://${inside.host}/`, "retry-after": "120" }).end(),
  );
  const outcome = await send(new URL(`http://${moved.host}/`), message, { hosts: [moved.host, inside.host] });
  assert.deepEqual(outcome, { status: 307, retryAfter: 120 });
  assert.deepEqual([moved.seen.length, inside.seen.length], [1, 0]);
});

test("an internal address is not called, whatever name leads there; a listed host's is", async () => {
  const inside = await service(created);
  const leads = (address: string) =>
    (async () => [{ address, family: 4 }]) as unknown as NonNullable<Parameters<typeof send>[2]["resolve"]>;
  const url = new URL(`http://push.example:${inside.port}/`);
  for (const address of ["127.0.0.1", "10.0.0.1", "169.254.169.254"])
    await assert.rejects(send(url, message, { hosts: [], resolve: leads(address) }), /internal/);
  await assert.rejects(send(new URL(`http://${inside.host}/`), message, { hosts: [] }), /internal/);
  assert.equal(inside.seen.length, 0);
  const listed = { hosts: [`push.example:${inside.port}`], resolve: leads("127.0.0.1") };
  assert.equal((await send(url, message, listed)).status, 201);
  assert.equal(inside.seen.length, 1);
});

test("one that says nothing, or too much, does not keep us", async () => {
  const silent = await service(() => {});
  const options = { hosts: [silent.host], patience: 50 };
  await assert.rejects(send(new URL(`http://${silent.host}/`), message, options));
  const ended = new AbortController();
  const cut = send(new URL(`http://${silent.host}/`), message, { hosts: [silent.host], ended: ended.signal });
  ended.abort();
  await assert.rejects(cut);
  const endless = await service((_, response) => {
    response.writeHead(201);
    const more = setInterval(() => response.write("a".repeat(65_536)), 1);
    response.on("close", () => clearInterval(more));
  });
  const { status } = await send(new URL(`http://${endless.host}/`), message, { hosts: [endless.host] });
  assert.equal(status, 201);
  const long = await service((_, response) => void response.writeHead(201, { location: "a".repeat(32_768) }).end());
  await assert.rejects(send(new URL(`http://${long.host}/`), message, { hosts: [long.host] }));
});
