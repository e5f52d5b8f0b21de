// Two servers on one database: whatever one of them learns, the other knows.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId } from "@rempart/trust";
import { type Server, startServer } from "./server.ts";
import { type Bench, phoneEvent, start, startBench } from "./testing/server.ts";

let bench: Bench;
let second: Server;
before(async () => {
  bench = await startBench();
  second = await startServer(
    bench.config,
    (line) => bench.reports.push(line),
    undefined,
    () => bench.clock.now,
  );
});
after(async () => {
  await second.close();
  await bench.stop();
});

async function ask(method: "GET" | "POST", url: string, token?: string, payload?: object) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await second.app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json() };
}

test("a nonce of one serves once, at whichever", async () => {
  const { nonce } = (await bench.post("/api/v1/nonce")).body;
  const { envelope } = await bench.organisation.signin(bench.organisation.alice, nonce);
  const tries = await Promise.all([
    ask("POST", "/api/v1/signin", undefined, { envelope: envelope as object }),
    bench.post("/api/v1/signin", { envelope }),
  ]);
  assert.deepEqual(tries.map(({ status }) => status).sort(), [200, 401]);
});

test("a session opened at one is known and ended at the other", async () => {
  const token = await bench.signIn(bench.organisation.olga);
  assert.equal((await ask("GET", "/api/v1/status", token)).status, 200);
  assert.equal((await ask("POST", "/api/v1/session/end", token)).status, 200);
  assert.equal((await bench.get("/api/v1/status", token)).status, 401);
});

test("a draft left at one is signed at the other, and a stream hears of it there", async () => {
  const token = await bench.signIn(bench.organisation.olga);
  const stop = new AbortController();
  const stream = await fetch(`http://127.0.0.1:${second.port}/api/v1/events`, {
    headers: { authorization: `Bearer ${token}` },
    signal: stop.signal,
  });
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  const phones = [newId()];
  const order = await bench.organisation.order("wipe", phones, [bench.organisation.alice]);
  assert.equal((await bench.post("/api/v1/drafts", { envelope: order.envelope, targets: phones }, token)).status, 201);
  let heard = "";
  while (!heard.includes(order.hash)) heard += (await reader.read()).value;
  stop.abort();
  const { keyid, sig } = await bench.organisation.bob.key.sign(order.pae);
  const signature = { keyid, sig: Buffer.from(sig).toString("base64") };
  const both = await Promise.all([
    ask("POST", `/api/v1/drafts/${order.hash}/signatures`, token, { signature }),
    bench.post(`/api/v1/drafts/${order.hash}/signatures`, { signature }, token),
  ]);
  assert.deepEqual(
    both.map(({ body }) => body),
    [{ signatures: 2 }, { signatures: 2 }],
  );
  assert.equal((await ask("GET", `/api/v1/drafts/${order.hash}`, token)).body.envelope.signatures.length, 2);
});

test("the gatekeeper may call either, and both at once", async () => {
  const token = await bench.signIn(bench.organisation.ada);
  const device = newId();
  await bench.tell(phoneEvent(device));
  assert.equal((await ask("GET", `/api/v1/phones/${device}`, token)).status, 200);
  const { seq } = (await bench.tell()).body;
  const events = [
    { seq: seq + 1, at: 1, ...phoneEvent(newId()) },
    { seq: seq + 2, at: 1, ...phoneEvent(newId()) },
  ];
  const { linkToken } = await import("./testing/server.ts");
  const answers = await Promise.all([
    ask("POST", "/link/v1/events", linkToken, { events }),
    bench.post("/link/v1/events", { events }, linkToken),
  ]);
  assert.deepEqual(
    answers.map(({ body }) => body),
    [{ seq: seq + 2 }, { seq: seq + 2 }],
  );
});

test("a charter learned by one strikes off credentials at the other", async () => {
  const bob = (
    await (async () => {
      const { nonce } = (await ask("POST", "/api/v1/nonce")).body;
      const { envelope } = await bench.organisation.signin(bench.organisation.bob, nonce);
      return ask("POST", "/api/v1/signin", undefined, { envelope: envelope as object });
    })()
  ).body.token as string;
  assert.equal((await ask("GET", "/api/v1/status", bob)).status, 200);
  const people = (bench.organisation.people as { id: string }[]).filter(({ id }) => id !== bench.organisation.bob.id);
  const next = await bench.organisation.successor({ people } as never);
  const { seq } = (await bench.post("/link/v1/events", { events: [] }, "link-token-of-the-tests-only")).body;
  const events = [{ seq: seq + 1, at: 1, type: "charter", envelope: next.envelope }];
  await bench.post("/link/v1/events", { events }, "link-token-of-the-tests-only");
  assert.equal((await ask("GET", "/api/v1/status", bob)).status, 401);
});

test("a replica whose clock is days off refuses sign-ins and says so, and keeps nothing", async () => {
  for (const days of [-3, 3]) {
    bench.clock.now = start;
    const { nonce } = (await bench.post("/api/v1/nonce")).body;
    const { envelope } = await bench.organisation.signin(bench.organisation.alice, nonce, { issuedAt: start });
    bench.clock.now = start + days * 86_400;
    const { status, body } = await bench.post("/api/v1/signin", { envelope });
    assert.deepEqual([status, body.error], [401, "signin.expired"]);
    assert.match(body.message, /clock/);
  }
  bench.clock.now = start;
});
