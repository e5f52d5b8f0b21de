import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId } from "@rempart/trust";
import { type Bench, orderEvent, phoneEvent, startBench } from "../testing/server.ts";
import { compareVersions, standing } from "./compare.ts";

let bench: Bench;
let token: string;
const group = newId();
before(async () => {
  bench = await startBench();
  token = await bench.signIn(bench.organisation.ada);
});
after(() => bench.stop());

test("versions are compared as numbers, patch levels as dates", () => {
  for (const [a, b, sign] of [
    ["16", "9", 1],
    ["17.4", "17.4.0", 0],
    ["17.10", "17.9.9", 1],
    ["Android 15", "16", -1],
    ["16 (BP1A.250505.005)", "16", 0],
  ] as const)
    assert.equal(Math.sign(compareVersions(a, b)!), sign, `${a} ${b}`);
  assert.equal(compareVersions("unknown", "16"), undefined);
  assert.equal(standing("2026-09-05", "16", "2026-09-05"), "current");
  assert.equal(standing("2026-09-05", "16", "2026-08-31"), "behind");
  assert.equal(standing("2026-09-05", "16", null), "unknown");
  assert.equal(standing("2026-09-05", "16", "soon"), "unknown");
  assert.equal(standing("16", "?", "2026-09-05"), "unknown");
});

test("who is behind, who is overdue, page by page", async () => {
  const { organisation, clock } = bench;
  assert.deepEqual((await bench.get("/api/v1/os-updates", token)).body, { updates: [] });
  assert.equal((await bench.get("/api/v1/os-updates/android/phones", token)).status, 404);
  const old = Array.from({ length: 5 }, () => newId()).sort();
  const deadline = clock.now + 100;
  const order = await organisation.standing(1, undefined, [organisation.alice, organisation.bob], {
    params: { platform: "android", minimum: "2026-09-05", deadline },
    targets: { group },
  });
  await bench.tell(
    ...old.map((id) => phoneEvent(id, { groups: [group], patch: "2026-08-05" })),
    phoneEvent(newId(), { groups: [group], patch: "2026-10-01" }),
    phoneEvent(newId(), { groups: [group] }),
    phoneEvent(newId(), { groups: [], patch: "2020-01-01" }),
    phoneEvent(newId(), { groups: [group], patch: "2020-01-01", state: "gone" }),
    phoneEvent(newId(), { groups: [group], platform: "ios", os: "17" }),
    orderEvent(order, [], [organisation.alice]),
  );
  const one = async () => (await bench.get("/api/v1/os-updates", token)).body.updates[0];
  const shown = await one();
  assert.deepEqual(
    [shown.platform, shown.minimum, shown.phones, shown.current, shown.behind, shown.unknown, shown.overdue],
    ["android", "2026-09-05", 7, 1, 5, 1, 0],
  );
  const page = async (query: string) => (await bench.get(`/api/v1/os-updates/android/phones?${query}`, token)).body;
  assert.deepEqual((await page("which=overdue")).phones, []);
  clock.now = deadline + 1;
  assert.equal((await one()).overdue, 5);
  const seen: string[] = [];
  let next: string | undefined = "";
  while (next !== undefined) {
    const got = await page(`which=overdue&limit=2${next && `&after=${next}`}`);
    seen.push(...got.phones.map((phone: { id: string }) => phone.id));
    next = got.next;
  }
  assert.deepEqual(seen, old);
  assert.equal((await page("which=unknown")).phones.length, 1);
  assert.equal((await page("which=current")).phones[0].patch, "2026-10-01");
});

test("the inventory's filter and the list of an OS order name the same phones, by version and by patch level", async () => {
  const { organisation } = bench;
  const listed = async (path: string): Promise<string[]> =>
    (await bench.get(path, token)).body.phones.map((phone: { id: string }) => phone.id).sort();
  const all = (await listed("/api/v1/phones?limit=1000")).length;
  await bench.tell(
    phoneEvent(newId(), { groups: [group], os: "15 (AP3A.240905.015)", patch: "soon" }),
    phoneEvent(newId(), { groups: [group], os: "who knows", patch: "2026-09-04" }),
    phoneEvent(newId(), { groups: [], os: "9", patch: "2019-01-01" }),
  );
  let prev: string | undefined = (await bench.get("/api/v1/os-updates", token)).body.updates[0].order;
  let n = 1;
  for (const [minimum, targets, expected] of [
    ["2026-09-05", { group }, 6],
    ["16", { group }, 1],
    ["16.0.1", { group }, 8],
  ] as const) {
    const order = await organisation.standing(++n, prev, [organisation.alice, organisation.bob], {
      params: { platform: "android", minimum },
      targets,
    });
    prev = order.hash;
    await bench.tell(orderEvent(order, [], [organisation.alice]));
    const behind = await listed("/api/v1/phones?behind=true&limit=1000");
    assert.deepEqual(behind, await listed("/api/v1/os-updates/android/phones?which=behind&limit=1000"), minimum);
    assert.equal(behind.length, expected, minimum);
    assert.equal((await listed("/api/v1/phones?behind=false&limit=1000")).length, all + 3 - expected, minimum);
  }
});
