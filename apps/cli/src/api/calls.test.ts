// Commands of the table as people and programs run them: secrets once, health that cannot be told, streams that never end.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Answer } from "../testing/listen.ts";
import { foundedWorld } from "../testing/world.ts";

let world: Awaited<ReturnType<typeof foundedWorld>>;
const answers = new Map<string, Answer>();
before(async () => {
  world = await foundedWorld();
  world.server.instead = (path) => answers.get(path);
});
after(() => world.close());

const run = (...argv: string[]) => world.run("anna", ...argv);
const id = "AAAAAAAAAAAAAAAAAAAAAQ";

test("a webhook's secret is in the one answer, and the person is told to keep it", async () => {
  answers.set("/api/v1/webhooks", [201, { id, secret: "whsec_c2VjcmV0", publicKey: "whpk_cHVibGlj" }]);
  const argv = [
    "webhook",
    "create",
    "--url",
    "https://hooks.example.org/x",
    "--types",
    "order,alarm",
    "--label",
    "duty",
  ];
  const made = await run(...argv);
  assert.equal(made.code, 0, made.stdout);
  assert.equal(made.json.secret, "whsec_c2VjcmV0");
  assert.match(made.stderr, /shown this once/);
  assert.doesNotMatch(made.stderr, /whsec_/);
  answers.set(`/api/v1/webhooks/${id}`, [200, { done: true }]);
  const gone = await run("webhook", "delete", id);
  assert.deepEqual([gone.code, gone.stderr], [0, ""]);
  assert.ok(world.server.calls.includes(`DELETE /api/v1/webhooks/${id}`));
});

test("another session is ended by its id", async () => {
  answers.set("/api/v1/session/end", [200, { done: true }]);
  const ended = await run("session", "end", "--id", "3f2b8f0e-0000-4000-8000-000000000000");
  assert.deepEqual([ended.code, ended.json], [0, { done: true }]);
});

test("health signs nothing and sends no token; a server that cannot serve is exit 1", async () => {
  answers.set("/healthz", [200, { alive: true }]);
  answers.set("/readyz", [200, { ready: true, database: true, link: "fresh", behind: 3 }]);
  const before = world.server.calls.length;
  const well = await run("server", "health");
  assert.deepEqual([well.code, well.json.healthy, well.json.ready.link], [0, true, "fresh"]);
  assert.deepEqual(world.server.calls.slice(before), ["GET /healthz", "GET /readyz"]);
  answers.set("/readyz", [503, { ready: false, database: false }]);
  const ill = await run("server", "health");
  assert.deepEqual([ill.code, ill.json.healthy, ill.json.alive], [1, false, { alive: true }]);
});

test("figures come as they are, and too many of them end the call", async () => {
  answers.set("/metrics", [200, "rempart_phones 3"]);
  assert.match((await run("server", "metrics")).json.metrics, /rempart_phones 3/);
  answers.set("/metrics", [200, "x".repeat(17 * 1024 * 1024)]);
  const flooded = await run("server", "metrics");
  assert.deepEqual([flooded.code, flooded.json.error], [1, "answer"]);
});
