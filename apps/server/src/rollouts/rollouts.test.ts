// A release by rings: due, soaking, healthy, failing; paused, resumed, returned; and what the apps' own page says of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Document, everyPhone, newId } from "@rempart/trust";
import { type Bench, orderEvent, phoneEvent, startBench } from "../testing/server.ts";
import { isFailing } from "./model.ts";

let bench: Bench;
let token: string;
const [first, second] = [newId(), newId()];
const phones = Array.from({ length: 10 }, () => newId());
before(async () => {
  bench = await startBench();
  token = await bench.signIn(bench.organisation.olga);
  const groups = (index: number): string[] => (index < 5 ? [first, second] : index < 8 ? [second] : []);
  await bench.tell(...phones.map((id, index) => phoneEvent(id, { groups: groups(index) })));
});
after(() => bench.stop());

const name = { platform: "android", package: "org.example.app" };
const release = (versionCode: number) => ({
  state: "required",
  versionCode,
  sha256: `${versionCode}`.padStart(64, "0"),
  size: 1000,
  signer: "cd".repeat(32),
});
const rings = [
  { group: first, soakSeconds: 100 },
  { group: second, soakSeconds: 50, failures: 1, permille: 0 },
  { group: everyPhone, soakSeconds: 0 },
];
let n = 0;
let last: Document<unknown> | undefined;

/** The gatekeeper accepts an order for the app in a group. */
async function accept(group: string, params: object): Promise<string> {
  const { organisation } = bench;
  const order = await organisation.standing(++n, last?.hash, [organisation.alice, organisation.bob], {
    action: "app",
    params: { ...name, ...params },
    stream: "app/android/org.example.app",
    targets: { group },
  });
  last = order;
  const answer = await bench.tell({ ...orderEvent(order, [], [organisation.alice]), phones: 5 });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return order.hash;
}

let seq = 0;
async function report(order: string, outcomes: readonly string[]): Promise<void> {
  for (const [index, outcome] of outcomes.entries()) {
    const { envelope } = await bench.organisation.result(phones[index]!, ++seq, { hash: order } as Document<unknown>, {
      outcome,
    });
    const event = { type: "result", device: phones[index]!, order, kind: "order", outcome, envelope };
    assert.equal((await bench.tell(event)).status, 200);
  }
}

const read = async (id: string) => (await bench.get(`/api/v1/rollouts/${id}`, token)).body;
const statesOf = (rollout: { rings: { state: string }[] }): string[] => rollout.rings.map(({ state }) => state);

test("three failures and more than a fifth of those that reported", () => {
  const ring = { group: first, soakSeconds: 0, failures: 3, permille: 200 };
  const told = (reported: number, failed: number) => ({ phones: 100, reported, done: reported - failed, failed });
  assert.deepEqual(
    [told(2, 2), told(3, 3), told(15, 3), told(14, 3), told(100, 20), told(100, 21)].map((one) =>
      isFailing(ring, one, 0),
    ),
    [false, true, false, true, false, true],
  );
  assert.equal(isFailing(ring, told(3, 3), 3), false);
});

test("rings that do not hold those before them, or stand twice, are refused", async () => {
  const start = (list: object[]) =>
    bench.post("/api/v1/rollouts", { ...name, release: release(1), rings: list }, token);
  const narrower = await start([
    { group: second, soakSeconds: 0 },
    { group: first, soakSeconds: 0 },
  ]);
  assert.deepEqual([narrower.status, narrower.body.error], [409, "rollout.rings"]);
  assert.match(narrower.body.message, /^3 phones of ring 1 /);
  const after = await start([
    { group: everyPhone, soakSeconds: 0 },
    { group: first, soakSeconds: 0 },
  ]);
  assert.match(after.body.message, /^5 phones of ring 1 /);
  assert.equal(
    (
      await start([
        { group: first, soakSeconds: 0 },
        { group: first, soakSeconds: 0 },
      ])
    ).status,
    400,
  );
  assert.equal((await start([])).status, 400);
});

test("ring after ring becomes due; a failing one halts; a person lets it go on; the last one ends it", async () => {
  const made = await bench.post("/api/v1/rollouts", { ...name, release: release(2), rings }, token);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { id } = made.body;
  assert.deepEqual([made.body.due, statesOf(made.body)], [0, ["due", "waiting", "waiting"]]);
  const twice = await bench.post("/api/v1/rollouts", { ...name, release: release(3), rings }, token);
  assert.deepEqual([twice.status, twice.body.error], [409, "rollout.running"]);

  const one = await accept(first, release(2));
  assert.deepEqual(statesOf(await read(id)), ["soaking", "waiting", "waiting"]);
  bench.clock.now += 100;
  assert.equal((await read(id)).due, undefined, "nobody has reported yet");
  await report(one, ["done", "done", "failed"]);
  let now = await read(id);
  assert.deepEqual([now.due, statesOf(now)], [1, ["healthy", "due", "waiting"]]);
  assert.deepEqual(now.rings[0].told, { phones: 5, reported: 3, done: 2, failed: 1 });

  const paused = await bench.post(`/api/v1/rollouts/${id}/pause`, undefined, token);
  assert.deepEqual([paused.body.state, paused.body.due], ["paused", undefined]);
  assert.equal((await bench.post(`/api/v1/rollouts/${id}/pause`, undefined, token)).status, 409);
  assert.equal((await bench.post(`/api/v1/rollouts/${id}/resume`, undefined, token)).body.due, 1);

  const two = await accept(second, release(2));
  await report(two, ["done", "failed"]);
  now = await read(id);
  assert.deepEqual([now.state, now.because], ["halted", "ring 2: 1 of 2 phones that reported failed"]);
  const resumed = (await bench.post(`/api/v1/rollouts/${id}/resume`, undefined, token)).body;
  assert.deepEqual([resumed.state, resumed.rings[1].forgiven, resumed.rings[1].state], ["running", 1, "soaking"]);
  bench.clock.now += 50;
  assert.equal((await read(id)).due, 2);

  const three = await accept(everyPhone, release(2));
  await report(three, ["done"]);
  assert.equal((await read(id)).state, "done");
  const list = (await bench.get("/api/v1/rollouts?state=done", token)).body.rollouts;
  assert.deepEqual(
    list.map((entry: { id: string }) => entry.id),
    [id],
  );
});

test("the release before, signed again, ends a rollout as returned; the gatekeeper's alarm halts one", async () => {
  const { id } = (await bench.post("/api/v1/rollouts", { ...name, release: release(4), rings }, token)).body;
  const order = await accept(first, release(4));
  assert.equal((await bench.tell({ type: "halted", order, failed: 3, reported: 9 })).status, 200);
  const halted = await read(id);
  assert.equal(halted.state, "halted");
  assert.match(halted.because, /3 of 9 phones .* gatekeeper/);
  await accept(first, release(2));
  assert.equal((await read(id)).state, "returned");
  const after = (await bench.post("/api/v1/rollouts", { ...name, release: release(5), rings }, token)).body;
  await accept(everyPhone, release(9));
  assert.equal((await read(after.id)).state, "replaced");
});

test("apps, with their releases, outcomes and failures", async () => {
  const { apps } = (await bench.get("/api/v1/apps", token)).body;
  assert.deepEqual(
    [apps.length, apps[0].package, apps[0].releases, apps[0].newest.versionCode],
    [1, name.package, 6, 9],
  );
  const one = (await bench.get(`/api/v1/apps/android/${name.package}`, token)).body;
  assert.deepEqual(
    one.releases.map((entry: { n: number; versionCode: number; group: string }) => [entry.n, entry.versionCode]),
    [
      [6, 9],
      [5, 2],
      [4, 4],
      [3, 2],
      [2, 2],
      [1, 2],
    ],
  );
  const [, , , , two] = one.releases;
  assert.deepEqual(two.outcomes, { done: 1, failed: 1 });
  assert.deepEqual(
    two.failures.map((entry: { device: string }) => entry.device),
    [phones[1]],
  );
  assert.equal(two.uploaded, false);
  assert.equal((await bench.get("/api/v1/apps/ios/org.example.app", token)).status, 404);
  await accept(everyPhone, { state: "removed" });
  assert.equal((await bench.get("/api/v1/apps", token)).body.apps[0].newest.state, "removed");
});

test("a session that may not sign starts, pauses and resumes nothing", async () => {
  const reader = await bench.signIn(bench.organisation.ada);
  for (const path of ["", `/${newId()}/pause`, `/${newId()}/resume`])
    assert.deepEqual((await bench.post(`/api/v1/rollouts${path}`, {}, reader)).body.error, "role");
  assert.equal((await bench.post(`/api/v1/rollouts/${newId()}/pause`, undefined, token)).status, 404);
});
