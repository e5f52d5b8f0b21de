import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { generateKey, type JsonObject } from "@rempart/trust";
import { type ReportingPhone, reportingPhone } from "../testing/phone.ts";
import { foundedWorld } from "../testing/world.ts";

const place = { lat: 488_566_000, lon: -23_522_000, accuracy: 12, at: 1_790_000_500 };

describe("sealed reports", () => {
  let world: Awaited<ReturnType<typeof foundedWorld>>;
  let phone: ReportingPhone;
  let directory: Uint8Array;
  before(async () => {
    world = await foundedWorld();
    phone = await reportingPhone(world.founding.genesis);
    directory = world.gatekeeper.state.charters[0]!.body.directory.spki;
  });
  after(() => world.close());

  /** What the server shows of the phone. */
  function shows(rows: JsonObject[], enrolment = phone.enrolment): void {
    world.server.reports.set(phone.device, { enrolment, rows });
  }
  const open = (...more: string[]) => world.run("anna", "report", "open", phone.device, ...more);

  it("are opened by an approver, each checked against what the phone signed", async () => {
    const drift = await phone.report(directory, { kind: "drift", outcome: "failed" }, [{ key: "camera.disabled" }]);
    const done = await phone.report(directory, { kind: "order", outcome: "done", order: "1".repeat(64) });
    shows([done, drift]);
    const all = await open();
    assert.equal(all.code, 0, all.stdout);
    assert.deepEqual(
      all.json.reports.map(({ kind, signed, data }: JsonObject) => ({ kind, signed, data })),
      [
        { kind: "order", signed: "phone", data: undefined },
        { kind: "drift", signed: "phone", data: [{ key: "camera.disabled" }] },
      ],
    );
    const one = await open(String(drift.hash));
    assert.deepEqual(one.json.reports[0].data, [{ key: "camera.disabled" }]);
    assert.equal((await open("--kind", "drift")).json.reports.length, 1);
    const shown = await world.run("anna", "phones", "show", phone.device, "--open");
    assert.equal(shown.json.reports.length, 2, shown.stdout);
    const words = await world.raw(
      ...["report", "open", phone.device, String(drift.hash), "--profile", world.profileOf("anna")],
      ...["--identity", world.identity],
    );
    assert.match(words.stdout, /drift: failed, signed by the phone/);
  });

  it("that a list left out are fetched alone", async () => {
    const alert = await phone.report(directory, { kind: "alert", outcome: "observed" }, { what: "tampered" });
    const { sealed: _sealed, ...light } = alert;
    world.server.reports.set(phone.device, {
      enrolment: phone.enrolment,
      rows: new Proxy([alert], {
        get: (rows, name) => (name === "filter" ? () => [light] : Reflect.get(rows, name)),
      }),
    });
    assert.deepEqual((await open()).json.reports[0].data, { what: "tampered" });
  });

  it("are not opened by an operator, who is told why", async () => {
    const ran = await world.run("otto", "report", "open", phone.device);
    assert.deepEqual([ran.code, ran.json.error], [1, "directory.key"]);
  });

  it("of another phone, changed, sealed to somebody else, or kept back are refused", async () => {
    const real = await phone.report(directory, { kind: "order", outcome: "done", order: "1".repeat(64) }, place);
    const other = await reportingPhone(world.founding.genesis);
    const foreign = await other.report(directory, { kind: "order", outcome: "done", order: "1".repeat(64) }, place);
    const stranger = await generateKey();
    const elsewhere = await phone.report(stranger.spki, { kind: "alert", outcome: "observed" }, place);
    const moved = await phone.report(directory, { kind: "order", outcome: "done", order: "1".repeat(64) }, place);
    const cases: [JsonObject, string][] = [
      [foreign, "report.signature"],
      [{ ...real, hash: "2".repeat(64) }, "report.signature"],
      [elsewhere, "report.sealed"],
      [{ ...real, sealed: `AAAA${String(real.sealed).slice(4)}` }, "report.sealed"],
      // A true seal of other words: what a server and a gatekeeper together could show.
      [{ ...real, sealed: moved.sealed! }, "report.data"],
    ];
    for (const [row, error] of cases) {
      shows([row, real]);
      const { reports } = (await open()).json;
      assert.deepEqual([reports[0].error, reports[1].signed], [error, "phone"]);
      const alone = await open(String(row.hash));
      assert.deepEqual([alone.code, alone.json.error], [1, error]);
    }
    const { sealed: _sealed, ...bare } = real;
    shows([bare]);
    assert.equal((await open()).json.reports[0].error, "report.sealed");
    shows([real], other.enrolment);
    assert.equal((await open()).json.error, "phone.key");
  });

  it("locate --wait shows where the phone says it is", async () => {
    shows([]);
    const asked = world.run("anna", "locate", phone.device, "--wait", "--seconds", "20");
    const before = world.gatekeeper.state.accepted.length;
    for (let waited = 0; world.gatekeeper.state.accepted.length === before && waited < 15_000; waited += 50)
      await sleep(50);
    const order = world.gatekeeper.state.accepted.at(-1)!;
    shows([await phone.report(directory, { kind: "order", outcome: "done", order }, place)]);
    const ran = await asked;
    assert.equal(ran.code, 0, ran.stdout);
    const { report, ...position } = ran.json.position;
    assert.deepEqual(position, { ...place, signed: "phone" });
    assert.match(report, /^[0-9a-f]{64}$/);
    const late = await world.run("anna", "locate", phone.device, "--wait", "--seconds", "1");
    assert.deepEqual([late.code, late.json.error], [1, "report.late"]);
    const blind = await world.run("otto", "locate", phone.device, "--wait");
    assert.equal(blind.json.error, "directory.key");
    assert.equal((await world.run("otto", "locate", phone.device)).json.submitted.state, "released");
  });
});

describe("orders about a lost phone", () => {
  let world: Awaited<ReturnType<typeof foundedWorld>>;
  before(async () => {
    world = await foundedWorld();
  });
  after(() => world.close());

  it("are one command each, signed by one operator", async () => {
    const file = await world.write("words", "Please call 0123\n");
    const phone = (await reportingPhone(world.founding.genesis)).device;
    const actions: [argv: string[], action: string, params: JsonObject][] = [
      [["lost", phone, "--sound"], "lost-mode", { on: true, sound: true }],
      [["found-again", phone], "lost-mode", { on: false }],
      [["lost", phone, "--off"], "lost-mode", { on: false }],
      [["ring", phone, "--seconds", "30"], "ring", { seconds: 30 }],
    ];
    for (const [argv, action, params] of actions) {
      const ran = await world.run("otto", ...argv);
      assert.equal(ran.code, 0, ran.stdout);
      assert.deepEqual([ran.json.action, ran.json.params, ran.json.submitted.state], [action, params, "released"]);
    }
    const lost = await world.run("otto", "lost", phone, "--message-file", file, "--contact-file", file);
    assert.deepEqual(
      lost.json.texts.map(({ text }: { text: string }) => text),
      ["Please call 0123", "Please call 0123"],
    );
    const message = await world.run("otto", "message", phone, "--text-file", file);
    assert.equal(message.json.submitted.state, "released", message.stdout);
    assert.equal((await world.run("otto", "lost", phone, "--off", "--sound")).code, 2);
  });
});
