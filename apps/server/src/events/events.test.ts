import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId } from "@rempart/trust";
import { type Bench, phoneEvent, startBench } from "../testing/server.ts";

let bench: Bench;
before(async () => {
  bench = await startBench();
});
after(() => bench.stop());

async function openStream(token: string, last?: string) {
  const stop = new AbortController();
  const response = await fetch(`http://127.0.0.1:${bench.server.port}/api/v1/events`, {
    headers: {
      authorization: `Bearer ${token}`,
      origin: bench.config.consoleOrigin,
      ...(last !== undefined && { "last-event-id": last }),
    },
    signal: stop.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const readUntil = async (wanted: RegExp): Promise<string> => {
    let text = "";
    while (!wanted.test(text)) {
      const { value, done } = await reader!.read();
      if (done) throw new Error(`ended after: ${text}`);
      text += value;
    }
    return text;
  };
  return { response, readUntil, stop: () => stop.abort() };
}

test("a change committed by the link is told to who listens", async () => {
  const token = await bench.signIn(bench.organisation.ada);
  const { response, readUntil, stop } = await openStream(token);
  assert.equal(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
  assert.equal(response.headers.get("access-control-allow-origin"), bench.config.consoleOrigin);
  assert.equal(response.headers.get("cache-control"), "no-store");
  await readUntil(/retry/);
  const device = newId();
  await bench.tell(phoneEvent(device));
  const text = await readUntil(/\n\n$/);
  assert.match(text, /^id: \d+\n/);
  assert.equal(text.replace(/^id: \d+\n/, ""), `event: change\ndata: {"type":"phone","id":"${device}"}\n\n`);
  stop();
});

const numberIn = (text: string, device: string): string =>
  new RegExp(`id: (\\d+)\\nevent: change\\ndata: [^\\n]*${device}`).exec(text)![1]!;

test("a stream that broke off goes on where it was; one that missed too much is told to ask anew", async () => {
  const token = await bench.signIn(bench.organisation.ada);
  const [first, missed, later] = [newId(), newId(), newId()];
  const before = await openStream(token);
  await before.readUntil(/retry/);
  await bench.tell(phoneEvent(first));
  const last = numberIn(await before.readUntil(new RegExp(first)), first);
  before.stop();
  await bench.tell(phoneEvent(missed));
  const again = await openStream(token, last);
  const told = await again.readUntil(new RegExp(missed));
  assert.doesNotMatch(told, new RegExp(first));
  await bench.tell(phoneEvent(later));
  await again.readUntil(new RegExp(later));
  again.stop();

  for (const unknown of ["999999999", "0"]) {
    const lost = await openStream(token, unknown);
    await lost.readUntil(/data: \{"type":"all","id":"\*"\}/);
    lost.stop();
  }
  assert.equal((await openStream(token, "x")).response.status, 400);
});

test("a change that was numbered first and committed last is not lost to who comes back between", async () => {
  const { openDatabase, openPool } = await import("../database/connect.ts");
  const { announce } = await import("./changes.ts");
  const pool = openPool(bench.config.database);
  const database = openDatabase(pool);
  const [slow, quick] = [newId(), newId()];
  const token = await bench.signIn(bench.organisation.ada);
  const before = await openStream(token);
  await before.readUntil(/retry/);
  const last = await database.transaction().execute(async (work) => {
    await announce(work, { type: "group", id: slow });
    await announce(database, { type: "group", id: quick }); // on another connection, committed at once
    return numberIn(await before.readUntil(new RegExp(quick)), quick);
  });
  before.stop();
  const again = await openStream(token, last);
  assert.ok(Number(numberIn(await again.readUntil(new RegExp(slow)), slow)) < Number(last));
  again.stop();
  await pool.end();
});

test("one person opens at most ten streams, and gets room again by closing them", async () => {
  const token = await bench.signIn(bench.organisation.bob);
  const streams = await Promise.all(Array.from({ length: 10 }, () => openStream(token)));
  assert.ok(streams.every(({ response }) => response.status === 200));
  assert.equal((await openStream(token)).response.status, 429);
  for (const { stop } of streams) stop();
  for (let i = 0; ; i++) {
    const { response, stop } = await openStream(token);
    stop();
    if (response.status === 200) break;
    assert.ok(i < 50, "closed streams still count");
  }
});
