import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type Document,
  deviceId,
  enrolmentType,
  forms,
  generateKey,
  helloType,
  keySigner,
  newId,
  newNonce,
  signDocument,
  toBase64,
  toBase64url,
} from "@rempart/trust";
import { type Bench, orderEvent, phoneEvent, start, startBench } from "../testing/server.ts";
import { osRank } from "./behind.ts";

let bench: Bench;
let token: string;
const kiosks = newId();
before(async () => {
  bench = await startBench();
  token = await bench.signIn(bench.organisation.ada);
});
after(() => bench.stop());

type Phone = { id: string; [field: string]: unknown };
async function list(query = ""): Promise<Phone[]> {
  const { status, body } = await bench.get(`/api/v1/phones${query && `?${query}`}`, token);
  assert.equal(status, 200, JSON.stringify(body));
  return body.phones;
}
async function ids(query: string): Promise<string[]> {
  return (await list(query)).map(({ id }) => id).sort();
}

/** A phone with a key of its own, as its documents show it. */
async function makePhone(change: object = {}) {
  const { key, spki } = await generateKey();
  const { genesis } = bench.organisation;
  const device = toBase64url(deviceId(genesis, spki));
  const signer = keySigner(forms.keyId(spki), key);
  const facts = { platform: "android", model: "Pixel 9", os: "15", patch: "2026-08-05", agent: 1, ...change };
  const enrolment = await signDocument(
    enrolmentType,
    { v: 1, org: genesis, ticket: "0".repeat(64), challenge: newNonce(), spki: toBase64(spki), ...facts },
    [signer],
  );
  const hello = (os: string, patch: string, as = device): Promise<Document<unknown>> =>
    signDocument(helloType, { v: 1, org: genesis, device: as, count: 1, os, patch, agent: 1, streams: [] }, [signer]);
  return { device, enrolment, hello };
}

test("filters, searches and counts say the same", async () => {
  const [a, b, c, d] = [newId(), newId(), newId(), newId()].sort() as [string, string, string, string];
  await bench.tell(
    phoneEvent(a, { model: "Pixel 9", os: "16", patch: "2026-09-05", groups: [kiosks] }),
    phoneEvent(b, { model: "Galaxy A54", os: "14", patch: "2026-03-05" }),
    phoneEvent(c, { platform: "ios", model: "iPhone 15_Pro%", os: "17.4.1" }),
    phoneEvent(d, { platform: "ios", model: "iPhone 12", os: "9.3", state: "gone", groups: [kiosks, newId()] }),
    {
      type: "seen",
      phones: [
        [a, start],
        [b, start - 100],
      ],
    },
  );
  const cases: [string, string[]][] = [
    ["", [a, b, c, d]],
    ["platform=ios", [c, d]],
    ["platform=ios,android&state=ready", [a, b, c]],
    ["model=Pixel%209&model=iPhone%2012", [a, d]],
    ["osFrom=14", [a, b, c]],
    ["osBelow=17.4.1", [a, b, d]],
    ["os=9.3", [d]],
    ["patchBefore=2026-09-05", [b]],
    ["state=gone,confirm", [d]],
    [`group=${kiosks}`, [a, d]],
    [`group=${newId()}`, []],
    [`seenAfter=${start - 100}`, [a]],
    [`seenBefore=${start}`, [b, c, d]],
    ["lost=true", []],
    ["lost=false&platform=android", [a, b]],
    ["q=pixel", [a]],
    ["q=PIXEL%2016", [a]],
    ["q=pixel%2017", []],
    ["q=iphone%2017", [c]],
    ["q=15_", [c]],
    ["q=Pro%25", [c]],
    ["q=1_P", []],
    [`q=${b.slice(0, 9)}`, [b]],
    ["q=%27%3B", []],
  ];
  for (const [query, expected] of cases) {
    assert.deepEqual(await ids(query), [...expected].sort(), query);
    const { body } = await bench.get(`/api/v1/phones/count?${query}`, token);
    assert.equal(body.phones, expected.length, query);
  }
  for (const query of ["state=lost", "limit=0", "limit=1001", "sort=name", "group=x", "after=*", "sort=os&after=AAAA"])
    assert.equal((await bench.get(`/api/v1/phones?${query}`, token)).body.error, "schema", query);
});

test("every order pages without holes or repeats, both ways", async () => {
  const more = Array.from({ length: 9 }, (_, index) =>
    phoneEvent(newId(), {
      model: `Model ${index % 3}`,
      os: String(10 + (index % 2)),
      ...(index % 2 && { patch: "2026-01-01" }),
    }),
  );
  await bench.tell(...more);
  const all = await list("limit=1000");
  for (const sort of ["id", "model", "os", "patch", "seen", "enrolled"].flatMap((key) => [key, `-${key}`])) {
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const { body } = await bench.get(`/api/v1/phones?sort=${sort}&limit=4${next ? `&after=${next}` : ""}`, token);
      seen.push(...body.phones.map(({ id }: Phone) => id));
      next = body.next;
    } while (next !== undefined);
    assert.equal(seen.length, all.length, sort);
    assert.equal(new Set(seen).size, all.length, sort);
    const whole = (await list(`sort=${sort}&limit=1000`)).map(({ id }) => id);
    assert.deepEqual(seen, whole, sort);
  }
  const versions = (await list("sort=os&limit=1000")).map(({ os }) => osRank(String(os)));
  assert.deepEqual(
    versions,
    [...versions].sort((one, other) => one - other),
  );
});

test("the rank of an OS is the same here and in the database", async () => {
  const { withClient } = await import("@rempart/postgres");
  const versions = ["16", "17.4.1", "Android 16", "9.3", "", "x", "20261231", "12.99999.5", "1.2.3.4", "v1.2-3"];
  for (const os of versions.filter((one) => one !== "")) await bench.tell(phoneEvent(newId(), { model: "Ranked", os }));
  const rows = await withClient(bench.config.database, async (client) => {
    await client.query("set search_path to server");
    return (await client.query("select os, os_rank from phone where model = 'Ranked'")).rows;
  });
  assert.equal(rows.length, versions.length - 1);
  for (const { os, os_rank: rank } of rows) assert.equal(Number(rank), osRank(os), os);
});

test("facets follow every change, and are counted anew to the same", async () => {
  const id = newId();
  await bench.tell(phoneEvent(id, { model: "Facet 1", os: "1", groups: [kiosks] }));
  await bench.tell(phoneEvent(id, { model: "Facet 2", os: "1", state: "gone", groups: [] }));
  const facets = async () => (await bench.get("/api/v1/phones/facets", token)).body.facets;
  const kept = await facets();
  assert.equal(kept.model["Facet 1"], undefined);
  assert.equal(kept.model["Facet 2"], 1);
  const { recountAll } = await import("./facets.ts");
  const { openDatabase, openPool } = await import("../database/connect.ts");
  const pool = openPool(bench.config.database);
  await recountAll(openDatabase(pool));
  await pool.end();
  assert.deepEqual(await facets(), kept);
  const gone = (await bench.get("/api/v1/phones/facets?state=gone", token)).body.facets;
  assert.equal(gone.model["Facet 2"], 1);
  assert.equal(gone.state.ready, undefined);
});

test("values that a phone signed are told from those that the server says, each with its age", async () => {
  const { device, enrolment, hello } = await makePhone();
  const told = { model: "Pixel 9", os: "15", patch: "2026-08-05" };
  await bench.tell(phoneEvent(device, { ...told, enrolment: enrolment.envelope }));
  bench.clock.now = start + 500;
  const shown = async () => (await bench.get(`/api/v1/phones/${device}`, token)).body;
  let phone = await shown();
  assert.deepEqual(phone.signed, ["platform", "model", "os", "patch"]);
  assert.deepEqual([phone.at.os, phone.at.state], [start, start]);
  assert.deepEqual(phone.evidence, { enrolment: enrolment.envelope });

  const newer = await hello("16", "2026-09-05");
  await bench.tell(phoneEvent(device, { ...told, os: "16", patch: "2026-09-05", hello: newer.envelope }));
  phone = await shown();
  assert.deepEqual([phone.at.model, phone.at.os, phone.at.state], [start, start + 500, start + 500]);
  assert.deepEqual(phone.signed, ["platform", "model", "os", "patch"]);
  // What it did not sign is the server's word, whatever was signed before.
  await bench.tell(phoneEvent(device, { ...told, os: "17", patch: "2026-10-05" }));
  assert.deepEqual((await shown()).signed, ["platform", "model"]);
  await bench.tell(phoneEvent(device, { ...told, model: "Other", os: "16", hello: newer.envelope }));
  assert.deepEqual((await shown()).signed, []);
  bench.clock.now = start;
});

test("a hello of a phone whose enrolment was never told vouches for nothing, and is no fault", async () => {
  const { device, hello } = await makePhone();
  const told = { os: "16", patch: "2026-09-05", hello: (await hello("16", "2026-09-05")).envelope };
  assert.equal((await bench.tell(phoneEvent(device, told))).body.refused, undefined);
  assert.deepEqual((await bench.get(`/api/v1/phones/${device}`, token)).body.signed, []);
});

test("documents of another phone vouch for nothing", async () => {
  const [one, other] = [await makePhone(), await makePhone()];
  await bench.tell(phoneEvent(one.device, { enrolment: other.enrolment.envelope }));
  assert.equal((await bench.get(`/api/v1/phones/${one.device}`, token)).status, 404);
  await bench.tell(phoneEvent(one.device, { enrolment: one.enrolment.envelope }));
  const forged = await other.hello("16", "2026-09-05", one.device);
  await bench.tell(phoneEvent(one.device, { os: "16", patch: "2026-09-05", hello: forged.envelope }));
  assert.equal((await bench.get(`/api/v1/phones/${one.device}`, token)).body.os, "16");
  assert.deepEqual((await bench.get(`/api/v1/phones/${one.device}`, token)).body.signed, ["platform", "model"]);
  const { alarms } = (await bench.get("/api/v1/alarms", token)).body;
  assert.deepEqual(
    alarms.map(({ kind, times }: { kind: string; times: number }) => [kind, times]),
    [["link.refused", 2]],
  );
});

test("phones below the minimum in force are behind, in the group that it concerns", async () => {
  const { alice, bob } = bench.organisation;
  await bench.tell(orderEvent(await bench.organisation.standing(1, undefined, [alice, bob]), [], [alice, bob]));
  const behind = await list("behind=true&limit=1000");
  assert.ok(behind.length > 0);
  for (const { platform, os } of behind) assert.ok(platform === "android" && osRank(String(os)) < osRank("16"));
  const rest = await list("behind=false&limit=1000");
  assert.equal(behind.length + rest.length, (await list("limit=1000")).length);
});

test("a phone that carried out lost mode is lost until it carried out its end", async () => {
  const { olga } = bench.organisation;
  const id = newId();
  await bench.tell(phoneEvent(id));
  for (const [seq, on] of [
    [1, true],
    [2, false],
  ] as const) {
    const order = await bench.organisation.order("lost-mode", [id], [olga], { params: { on } });
    const result = await bench.organisation.result(id, seq, order);
    await bench.tell(orderEvent(order, [id], [olga]), {
      ...{ type: "result", device: id, order: order.hash, kind: "order", outcome: "done", envelope: result.envelope },
    });
    const [found] = await list(`q=${id}`);
    assert.equal(found!.lost, on);
    assert.deepEqual(await ids("lost=true"), on ? [id] : []);
    assert.equal((found!.signed as string[]).includes("lost"), on);
  }
});
