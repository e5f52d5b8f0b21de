import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, before, test } from "node:test";
import * as lies from "./lies.ts";
import * as telling from "./lying-server.ts";

let real: Server;
let liar: telling.LyingServer;
/** Set while somebody reads the event stream of the real server. */
let reading = false;
const gone = Promise.withResolvers<void>();
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === "/api/v1/events") {
    reading = true;
    response.on("close", gone.resolve);
    response.writeHead(200, { "content-type": "text/event-stream" }).write("data: one\n\n");
    return;
  }
  const body = (await request.toArray()).join("");
  const status = request.url === "/missing" ? 404 : 200;
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "x-real": "yes" });
  const { method, url, headers } = request;
  response.end(JSON.stringify({ method, url, body, bearer: headers.authorization ?? "", frozen: true }));
}
before(async () => {
  real = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => real.listen(0, "localhost", resolve));
  liar = await telling.LyingServer.start(`http://localhost:${(real.address() as AddressInfo).port}`);
});
after(async () => {
  await liar.close();
  real.closeAllConnections();
  real.close();
});
afterEach(() => liar.honest());

const read = async (path = "/api/v1/status", options: RequestInit = {}) => {
  const response = await fetch(liar.origin + path, { headers: { origin: "http://console" }, ...options });
  return { response, json: (await response.json()) as Record<string, unknown> };
};

test("the truth passes whole: method, query, body, headers", async () => {
  const { response, json } = await read("/x?a=1", {
    method: "POST",
    body: "hello",
    headers: { authorization: "Bearer t" },
  });
  assert.deepEqual(json, { method: "POST", url: "/x?a=1", body: "hello", bearer: "Bearer t", frozen: true });
  assert.equal(response.headers.get("x-real"), "yes");
  assert.equal((await read("/missing")).response.status, 404);
});

test("events pass as they come, and the real server hears when their reader goes", async () => {
  const stop = new AbortController();
  const response = await fetch(`${liar.origin}/api/v1/events`, { signal: stop.signal });
  const { value } = await response.body!.getReader().read();
  assert.equal(new TextDecoder().decode(value), "data: one\n\n");
  assert.equal(reading, true);
  stop.abort();
  await gone.promise;
});

test("a rule rewrites what it names, as often as it says, and no failure", async () => {
  liar.lie({ method: "GET", path: /^\/api\//, times: 1 }, telling.rewritten(lies.saying({ frozen: false })));
  assert.equal((await read("/other")).json.frozen, true);
  assert.equal((await read(undefined, { method: "POST", body: "x" })).json.frozen, true);
  const { response, json } = await read();
  assert.deepEqual([json.frozen, json.url, response.headers.get("x-real")], [false, "/api/v1/status", "yes"]);
  assert.equal((await read()).json.frozen, true);
  assert.deepEqual(liar.asked.at(-2), { method: "GET", path: "/api/v1/status", lied: true });
  liar.lie({ path: "/missing" }, telling.rewritten(lies.saying({ frozen: false })));
  assert.equal((await read("/missing")).json.frozen, true);
});

test("the newest rule wins, each can be stopped, and a body reaches the real server under a lie", async () => {
  liar.lie({ path: "/x" }, telling.answer(500, { error: "inside" }));
  const stop = liar.lie(
    { path: "/x" },
    telling.rewritten((told) => [told]),
  );
  const { json } = await read("/x", { method: "PUT", body: "bytes" });
  assert.equal((json as unknown as { body: string }[])[0]!.body, "bytes");
  stop();
  const { response } = await read("/x");
  assert.equal(response.status, 500);
  assert.equal(response.headers.get("access-control-allow-origin"), "http://console");
});

test("a page where JSON was due", async () => {
  liar.lie({ path: "/x" }, telling.html);
  const response = await fetch(`${liar.origin}/x`);
  assert.match(response.headers.get("content-type")!, /text\/html/);
  assert.match(await response.text(), /<script>/);
});

test("held until opened; late", async () => {
  const { lie, open } = telling.held();
  liar.lie({ path: "/x" }, lie);
  let answered = false;
  const asking = read("/x").then(() => {
    answered = true;
  });
  await read("/y");
  assert.equal(answered, false);
  open();
  await asking;
  liar.lie({ path: "/x" }, telling.late(1));
  assert.equal((await read("/x")).json.url, "/x");
});

test("silence, an endless list, half an answer: none of them ends", async () => {
  liar.lie({ path: "/silence" }, telling.silence);
  liar.lie({ path: "/endless" }, telling.endless());
  liar.lie({ path: "/cut" }, telling.cut);
  const impatient = { signal: AbortSignal.timeout(150) };
  await assert.rejects(fetch(`${liar.origin}/silence`, impatient), { name: "TimeoutError" });
  const response = await fetch(`${liar.origin}/endless`);
  const reader = response.body!.getReader();
  let size = 0;
  while (size < 4096) size += (await reader.read()).value!.length;
  await reader.cancel();
  await assert.rejects(read("/cut"), /terminated|aborted|other side closed/);
});

test("a huge answer is as long as it says", async () => {
  liar.lie({ path: "/huge" }, telling.huge(3_000_000));
  const response = await fetch(`${liar.origin}/huge`);
  const text = await response.text();
  assert.deepEqual([text.length, response.headers.get("content-length")], [3_000_000, "3000000"]);
  assert.deepEqual((JSON.parse(text) as { orders: unknown }).orders, []);
});

test("an event stream of garbage", async () => {
  liar.lie({ path: "/api/v1/events" }, telling.events("data: {\n\n", "id: \u0000\n\n"));
  const response = await fetch(`${liar.origin}/api/v1/events`);
  const { value } = await response.body!.getReader().read();
  assert.match(new TextDecoder().decode(value), /^data: \{/);
});
