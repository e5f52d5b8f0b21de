import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { startPush } from "./push.ts";

type Sent = { seq: number }[];

/** A link to a server that answers as `answer` says, over an outbox in memory. */
async function openLink(t: TestContext, answer: (events: Sent, response: ServerResponse) => void) {
  const folder = mkdtempSync(join(tmpdir(), "rempart-push-"));
  writeFileSync(join(folder, "token"), "secret\n");
  const calls: Sent[] = [];
  const told: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { events } = JSON.parse(body) as { events: Sent };
      calls.push(events);
      answer(events, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  let newest = 0;
  const query = async (_: string, [from]: number[]) => ({
    rows: Array.from({ length: Math.max(0, newest - from!) }, (_one, index) => ({
      seq: String(from! + index + 1),
      at: "1",
      type: "freeze",
      body: '{"freezes":[]}',
    })),
  });
  const pool = {
    query: (sql: string, values: number[]) =>
      sql.startsWith("with last") ? Promise.resolve({ rows: [] }) : query(sql, values),
  } as unknown as pg.Pool;
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const tell = (event: string, fields: Record<string, unknown> = {}): void => void told.push({ event, ...fields });
  const push = startPush(pool, url, join(folder, "token"), { tell, pause: 50, idle: 200 });
  t.after(async () => {
    await push.stop();
    server.close();
    rmSync(folder, { recursive: true });
  });
  return {
    calls,
    told,
    write(count: number): void {
      newest += count;
      push.nudge();
    },
  };
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

test("an idle link still speaks, so that the server knows how old its knowledge is", async (t) => {
  const link = await openLink(t, (_, response) => json(response, 200, { seq: 0 }));
  await sleep(700);
  assert.ok(link.calls.length >= 3, `${link.calls.length} calls`);
  assert.ok(link.calls.length <= 5, `${link.calls.length} calls`);
  assert.deepEqual(link.told, []);
});

test("an event that the server refuses is reported once, with its reason, and again when it is taken", async (t) => {
  let refuses = true;
  const link = await openLink(t, (events, response) => {
    if (refuses && events.length > 0)
      return json(response, 400, { error: "schema", where: "events.0.type", message: "is not known" });
    json(response, 200, { seq: events.at(-1)?.seq ?? 0 });
  });
  await sleep(100);
  link.write(3);
  await sleep(1000);
  assert.ok(link.calls.length > 2, "it tries again");
  assert.equal(link.told.length, 1);
  assert.equal(link.told[0]!.state, "refused");
  assert.match(String(link.told[0]!.message), /400 to events from number 1 on: schema, events\.0\.type/);
  refuses = false;
  for (let waited = 0; link.told.length < 2 && waited < 5000; waited += 50) await sleep(50);
  assert.deepEqual(link.told[1], { event: "link", state: "back" });
});

test("events that the server kept aside are told, and stop nothing", async (t) => {
  const link = await openLink(t, (events, response) => {
    const seq = events.at(-1)?.seq ?? 0;
    json(response, 200, { seq, ...(events.length > 0 && { refused: [seq, "x"] }) });
  });
  link.write(2);
  for (let waited = 0; link.told.length < 1 && waited < 5000; waited += 20) await sleep(20);
  assert.deepEqual(link.told, [{ event: "link", state: "kept-aside", message: "the server kept aside events 2" }]);
});

test("a server that was put back gets everything after what it holds", async (t) => {
  let held = 2;
  const link = await openLink(t, (events, response) => {
    if (events.length > 0 && events[0]!.seq > held + 1) return json(response, 409, { error: "link.gap", seq: held });
    held = Math.max(held, events.at(-1)?.seq ?? 0);
    json(response, 200, { seq: held });
  });
  link.write(4);
  for (let waited = 0; held < 4 && waited < 3000; waited += 20) await sleep(20);
  held = 1;
  link.write(1);
  for (let waited = 0; held < 5 && waited < 3000; waited += 20) await sleep(20);
  assert.equal(held, 5);
  assert.deepEqual(link.told, []);
});
