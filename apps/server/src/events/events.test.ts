import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId } from "@rempart/trust";
import { type Bench, phoneEvent, startBench } from "../testing/server.ts";

let bench: Bench;
before(async () => {
  bench = await startBench();
});
after(() => bench.stop());

async function openStream(token: string) {
  const stop = new AbortController();
  const response = await fetch(`http://127.0.0.1:${bench.server.port}/api/v1/events`, {
    headers: { authorization: `Bearer ${token}`, origin: bench.config.consoleOrigin },
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
  assert.equal(text, `event: change\ndata: {"type":"phone","id":"${device}"}\n\n`);
  stop();
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
