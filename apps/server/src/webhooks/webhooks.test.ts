import assert from "node:assert/strict";
import { createHmac, createPublicKey, verify } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "@rempart/postgres";
import { newId } from "@rempart/trust";
import { type Bench, phoneEvent, startBench } from "../testing/server.ts";
import { deliverJob } from "./deliver.ts";

const key = "ab".repeat(32);
let bench: Bench;
let token: string;
let url: string;
const received: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
let answer = (_path: string, response: ServerResponse): void => void response.writeHead(204).end();
const target = createServer((request, response) => {
  void text(request).then((body) => {
    received.push({ path: request.url ?? "", headers: request.headers, body });
    answer(request.url ?? "", response);
  });
});

before(async () => {
  await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
  const host = `localhost:${(target.address() as AddressInfo).port}`;
  url = `http://${host}`;
  bench = await startBench({ webhooks: { allow: [host], key } });
  token = await bench.signIn(bench.organisation.alice);
});
after(async () => {
  target.closeAllConnections();
  target.close();
  await bench.stop();
});

async function make(path: string, types = ["phone"]) {
  const { status, body } = await bench.post("/api/v1/webhooks", { url: `${url}${path}`, types, label: "Test" }, token);
  assert.equal(status, 201, JSON.stringify(body));
  return body as { id: string; secret: string; publicKey: string };
}
const deliveries = async (id: string) =>
  (await bench.get(`/api/v1/webhooks/${id}/deliveries`, token)).body.deliveries as Record<string, unknown>[];
async function until<T>(look: () => T | Promise<T>, what: string): Promise<Exclude<T, false | null | undefined>> {
  for (let i = 0; i < 200; i++) {
    const found = await look();
    if (found) return found as Exclude<T, false | null | undefined>;
    await sleep(50);
  }
  throw new Error(`never: ${what}`);
}
const remove = (id: string) => bench.call("DELETE", `/api/v1/webhooks/${id}`, undefined, token);

test("a change reaches the target, signed in both ways, with ids and types alone", async () => {
  const made = await make("/signed");
  const device = newId();
  await bench.tell(phoneEvent(device, { model: "Nothing of this" }));
  const message = await until(() => received.find(({ path }) => path === "/signed"), "a message");
  const { type, timestamp, data, ...rest } = JSON.parse(message.body);
  assert.deepEqual([type, data, rest], ["phone.changed", { id: device }, {}]);
  assert.ok(!Number.isNaN(Date.parse(timestamp)));

  const signed = `${message.headers["webhook-id"]}.${message.headers["webhook-timestamp"]}.${message.body}`;
  const secret = Buffer.from(made.secret.replace("whsec_", ""), "base64");
  const signatures = String(message.headers["webhook-signature"]).split(" ");
  assert.equal(signatures[0], `v1,${createHmac("sha256", secret).update(signed).digest("base64")}`);
  const spki = Buffer.concat([
    Buffer.from("302a300506032b6570032100", "hex"),
    Buffer.from(made.publicKey.replace("whpk_", ""), "base64"),
  ]);
  const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
  assert.ok(verify(null, Buffer.from(signed), publicKey, Buffer.from(signatures[1]!.replace("v1a,", ""), "base64")));

  const [delivery] = await until(async () => {
    const all = await deliveries(made.id);
    return all[0]?.state === "delivered" && all;
  }, "the log");
  assert.deepEqual([delivery!.status, delivery!.attempts, delivery!.object], [204, 1, device]);
  await remove(made.id);
});

test("secrets are shown once, and are sealed in the database", async () => {
  const made = await make("/secret");
  const listed = JSON.stringify((await bench.get("/api/v1/webhooks", token)).body);
  assert.ok(listed.includes(made.publicKey) && !listed.includes("whsec_"));
  const rows = await withClient(bench.config.database, (client) => client.query("select secret from webhook"));
  const stored = Buffer.concat(rows.rows.map(({ secret }) => secret as Buffer));
  assert.ok(!stored.includes(Buffer.from(made.secret.replace("whsec_", ""), "base64")));
  await remove(made.id);
});

test("internal targets are refused", async () => {
  for (const bad of ["https://127.0.0.1/x", "https://[::1]/", "http://example.org/", "https://10.0.0.1/"]) {
    const { status, body } = await bench.post("/api/v1/webhooks", { url: bad, types: ["phone"], label: "x" }, token);
    assert.deepEqual([status, body.error], [400, "webhook.url"], bad);
  }
  // A name is judged when it is called.
  const { body } = await bench.post(
    "/api/v1/webhooks",
    { url: "https://localhost/", types: ["phone"], label: "x" },
    token,
  );
  await bench.post(`/api/v1/webhooks/${body.id}/test`, undefined, token);
  const [delivery] = await until(async () => {
    const all = await deliveries(body.id);
    return all[0]?.state === "failed" && all;
  }, "a refusal");
  assert.match(String(delivery!.problem), /internal/);
  await remove(body.id);
});

test("a redirect is not followed, an error is tried again later", async () => {
  answer = (path, response) => {
    if (path === "/moved") response.writeHead(302, { location: `${url}/elsewhere` }).end();
    else response.writeHead(500).end("x".repeat(1_000_000));
  };
  for (const path of ["/moved", "/broken"]) {
    const made = await make(path);
    await bench.tell(phoneEvent(newId()));
    const [delivery] = await until(async () => {
      const all = await deliveries(made.id);
      return Number(all[0]?.attempts) > 0 && all;
    }, "an attempt");
    assert.equal(delivery!.state, "waiting");
    assert.equal(delivery!.status, path === "/moved" ? 302 : 500);
    await remove(made.id);
  }
  assert.ok(!received.some(({ path }) => path === "/elsewhere"));
  answer = (_path, response) => void response.writeHead(204).end();
});

test("410 switches a webhook off, with an alarm; it can be switched on again", async () => {
  answer = (_path, response) => void response.writeHead(410).end();
  const made = await make("/gone");
  await bench.tell(phoneEvent(newId()));
  const find = async () =>
    (await bench.get("/api/v1/webhooks", token)).body.webhooks.find(({ id }: { id: string }) => id === made.id);
  await until(async () => (await find()).disabledAt, "switched off");
  const standing = async () => (await bench.get("/api/v1/alarms?standing=true", token)).body.alarms;
  assert.deepEqual(
    (await standing()).map(({ kind, object }: { kind: string; object: string }) => [kind, object]),
    [["webhook.disabled", made.id]],
  );
  const count = received.length;
  await bench.tell(phoneEvent(newId()));
  assert.equal((await bench.post(`/api/v1/webhooks/${made.id}/test`, undefined, token)).body.error, "webhook.disabled");
  await sleep(300);
  assert.equal(received.length, count);
  answer = (_path, response) => void response.writeHead(204).end();
  await bench.post(`/api/v1/webhooks/${made.id}/enable`, undefined, token);
  assert.deepEqual(await standing(), []);
  const sent = (await bench.post(`/api/v1/webhooks/${made.id}/test`, undefined, token)).body.delivery;
  await until(() => received.find(({ headers }) => headers["webhook-id"] === sent), "the test message");
  await remove(made.id);
});

test("a target that hangs is given up after its time, and switched off when it took nothing for all attempts", async () => {
  const hanging: ServerResponse[] = [];
  answer = (_path, response) => void hanging.push(response);
  const made = await make("/hangs", ["group"]);
  const { openDatabase, openPool } = await import("../database/connect.ts");
  const pool = openPool(bench.config.database);
  const database = openDatabase(pool);
  const id = `msg_${newId()}`;
  await database
    .insertInto("webhook_delivery")
    .values({ id, webhook: made.id, type: "group", object: "*", at: bench.clock.now })
    .execute();
  const job = deliverJob(database, () => bench.clock.now, bench.config.webhooks!, 150);
  const { signal } = new AbortController();
  const from = performance.now();
  await assert.rejects(job.run({ id }, { attempt: 1, attempts: 2, signal }), { name: "TryAgain" });
  assert.ok(performance.now() - from < 2_000);
  assert.equal((await deliveries(made.id))[0]!.problem, "it did not answer in time");
  await job.run({ id }, { attempt: 2, attempts: 2, signal });
  assert.equal((await deliveries(made.id))[0]!.state, "failed");
  const found = (await bench.get("/api/v1/webhooks", token)).body.webhooks[0];
  assert.match(found.disabledBecause, /nothing for days/);
  for (const response of hanging) response.destroy();
  await remove(made.id);
  await pool.end();
});
