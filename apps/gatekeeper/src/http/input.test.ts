// Whatever is sent to a route: a clear error that names the field, and nothing changes.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { newNonce } from "@rempart/trust";
import { postHead, type RawAnswer, raw } from "../testing/raw.ts";
import { startTestGatekeeper } from "../testing/start.ts";

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
let bearer = "";
before(async () => {
  gate = await startTestGatekeeper();
});
after(() => gate.stop());

const routes = [
  { path: "/gate/v1/found", tls: false, field: "envelope" },
  { path: "/gate/v1/submit", tls: false, field: "envelope" },
  { path: "/gate/v1/submit", tls: true, field: "envelope" },
  { path: "/gate/v1/wrapped", tls: false, field: "signin" },
  { path: "/gate/v1/wrapped/read", tls: false, field: "signin" },
  { path: "/gate/v1/push/subscribe", tls: false, field: "signin" },
  { path: "/gate/v1/push/unsubscribe", tls: false, field: "signin" },
  { path: "/gate/v1/announce", tls: false, field: "envelope" },
  { path: "/agent/v1/begin", tls: true, field: "ticket" },
  { path: "/agent/v1/enrol", tls: true, field: "enrolment" },
  { path: "/agent/v1/hello", tls: true, field: "hello" },
  { path: "/agent/v1/poll", tls: true, field: "nonce" },
  { path: "/agent/v1/report", tls: true, field: "results" },
] as const;

async function found(): Promise<void> {
  const before = await gate.counts();
  assert.equal((await gate.post("/gate/v1/submit", { envelope: {} })).json.error, "not-founded");
  assert.equal((await gate.get(`/log/v1/head?nonce=${newNonce()}`)).json.error, "not-founded");
  assert.deepEqual(await gate.counts(), before);
  assert.equal((await gate.found()).status, 201);
  const [phone] = await gate.enrolMany(1);
  bearer = `authorization: Bearer ${phone!.token}\r\n`;
}

function send(route: { path: string; tls: boolean }, body: string | Uint8Array, extra?: string): Promise<RawAnswer> {
  const head = postHead(
    route.path,
    Buffer.byteLength(body),
    `${bearer}${extra ?? "content-type: application/json\r\n"}`,
  );
  return raw(route.tls ? gate.config.tls.port : gate.config.console.port, route.tls, head, body);
}

const bad: [name: string, body: string | Uint8Array, codes: string[]][] = [
  ["nothing", "", ["json"]],
  ["no JSON", "{", ["json"]],
  ["a number with a fraction", '{"wait":1.5}', ["json"]],
  ["duplicate keys", '{"envelope":1,"envelope":2}', ["json"]],
  ["a hundred thousand brackets", "[".repeat(100_000), ["json"]],
  ["bytes that are no UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), ["encoding"]],
  ["a list", "[]", ["request", "schema"]],
  ["null", "null", ["request", "schema"]],
  ["an unknown field", '{"wipeAll":true}', ["request", "schema"]],
  ["the key __proto__", '{"__proto__":{"envelope":1}}', ["request", "schema", "json"]],
  ["an empty object", "{}", ["request", "schema", "type", "encoding"]],
];

for (const { path, tls, field } of routes) {
  // What founds is tried before founding, the rest after it.
  if (path === "/gate/v1/submit" && !tls) test("founded", found);

  test(`POST ${path} over ${tls ? "TLS" : "HTTP"}: bad bodies are refused by name, and nothing changes`, async () => {
    const before = await gate.counts();
    for (const [name, body, codes] of bad) {
      const { status, json } = await send({ path, tls }, body);
      assert.equal(status, 400, `${name}: ${status} ${JSON.stringify(json)}`);
      assert.ok(codes.includes(String(json.error)), `${name}: ${JSON.stringify(json)}`);
      assert.ok(String(json.where).length > 0 && String(json.message).length > 10, `${name}: ${JSON.stringify(json)}`);
    }
    const wrongs = ["null", "1", '"x"', "[]", '{"payload":1}', '{"payload":"","payloadType":"x","signatures":[]}'];
    for (const wrong of wrongs) {
      const { status, json } = await send({ path, tls }, `{"${field}":${wrong}}`);
      assert.equal(status, 400, `${field}=${wrong}: ${status} ${JSON.stringify(json)}`);
    }
    const text = await send({ path, tls }, "{}", "content-type: text/plain\r\n");
    assert.deepEqual([text.status, text.json.where], [400, "content-type"]);
    const none = await send({ path, tls }, "{}", "");
    assert.deepEqual([none.status, none.json.where], [400, "content-type"]);
    assert.deepEqual(await gate.counts(), before);
  });

  test(`POST ${path} over ${tls ? "TLS" : "HTTP"}: too long is 413 and ends the connection`, async () => {
    const port = tls ? gate.config.tls.port : gate.config.console.port;
    const told = await raw(port, tls, postHead(path, 100_000_000, `${bearer}content-type: application/json\r\n`));
    assert.deepEqual([told.status, told.json.error, told.closed], [413, "size", true]);
    // Without a length, it is cut off where the limit is.
    const limit = path.startsWith("/agent") ? 1 << 20 : path.endsWith("found") ? 2 << 20 : 32 << 20;
    const chunked = `${bearer}content-type: application/json\r\ntransfer-encoding: chunked\r\n`;
    const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\n${chunked}\r\n`;
    const size = limit + 100_000;
    const cut = await raw(port, tls, head, `${size.toString(16)}\r\n"${"a".repeat(size - 1)}\r\n`);
    assert.deepEqual([cut.status, cut.json.error, cut.closed], [413, "size", true]);
  });

  test(`${path}: other methods are 405 and say which is right`, async () => {
    for (const method of ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
      const head = `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`;
      const { status, json } = await raw(tls ? gate.config.tls.port : gate.config.console.port, tls, head);
      assert.deepEqual([status, json.error], [405, "method"], method);
      assert.match(String(json.message), /takes POST only/);
    }
  });
}

test("paths and questions that are none: 400 or 404 with a sentence, never a failure of the inside", async () => {
  const ask = (path: string): Promise<RawAnswer> =>
    raw(gate.config.console.port, false, `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
  const refused: [path: string, status: number][] = [
    ["//", 400],
    ["/nothing.js", 404],
    ["/agent/v1/poll", 404],
    ["/gate/v1/../v1/passwd", 404],
    ["/charters/0", 404],
    ["/charters/99", 404],
    ["/charters/x", 404],
    ["/log/v1/head", 400],
    ["/log/v1/head?nonce=x", 400],
    [`/log/v1/head?nonce=${newNonce()}&size=99999`, 400],
    [`/log/v1/head?nonce=${newNonce()}&size=-1`, 400],
    ["/log/v1/entries?from=x", 400],
    ["/log/v1/entries?limit=1001", 400],
    ["/log/v1/entry/99999", 404],
    ["/log/v1/inclusion/99999", 400],
    ["/log/v1/inclusion/0?size=99999", 400],
    ["/log/v1/inclusion/0?size=0", 400],
    ["/log/v1/tile/0/zzz", 400],
    ["/log/v1/tile/99/000", 400],
    ["/log/v1/tile/0/999", 404],
  ];
  for (const [path, status] of refused) {
    const answer = await ask(path);
    assert.equal(answer.status, status, `${path}: ${answer.status} ${JSON.stringify(answer.json)}`);
    assert.ok(String(answer.json.error).length > 0 && String(answer.json.message).length > 5, path);
  }
  assert.deepEqual((await ask("/log/v1/entries?from=99999")).json, { entries: [] });
});

test("a body that stops half way takes nothing down", async () => {
  const before = await gate.counts();
  const head = postHead("/gate/v1/submit", 1000);
  const socket = connect(gate.config.console.port, "localhost");
  socket.write(`${head}{"envelope"`);
  await new Promise((resolve) => setTimeout(resolve, 100));
  socket.destroy();
  assert.equal((await gate.get("/gate/v1/status")).status, 200);
  assert.deepEqual(await gate.counts(), before);
});

test("long bodies that strangers leave unfinished fill no memory: one too many is 503, short ones are still read", async () => {
  const length = 31 << 20;
  const part = Buffer.alloc(length - 1, "a");
  // All but the last byte, from four.
  const strangers = Array.from({ length: 4 }, () => connect(gate.config.console.port, "localhost"));
  for (const socket of strangers) {
    socket.on("error", () => {}).write(postHead("/gate/v1/submit", length));
    await new Promise((resolve) => socket.write(part, resolve));
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  const submit = () =>
    raw(gate.config.console.port, false, postHead("/gate/v1/submit", length), `"${"a".repeat(length - 2)}"`);
  const { status, json, closed } = await submit();
  assert.deepEqual([status, json.error, json.where, closed], [503, "busy", "body", true]);
  assert.equal((await gate.post("/gate/v1/submit", { envelope: {} })).status, 400);
  for (const socket of strangers) socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 300));
  // What they held is free again.
  assert.equal((await submit()).status, 400);
});
