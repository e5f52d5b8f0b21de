import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { newId, readInvitation } from "@rempart/trust";
import { foundedWorld } from "./testing/world.ts";

describe("from founding to a submitted order", () => {
  let world: Awaited<ReturnType<typeof foundedWorld>>;
  const phones = [newId(), newId(), newId()];
  before(async () => {
    world = await foundedWorld();
  });
  after(() => world.close());

  it("founds with a profile for each person, which holds only that person's keys", async () => {
    const { founding } = world;
    assert.equal(founding.version, 1);
    assert.match(founding.genesis, /^[0-9a-f]{64}$/);
    assert.equal(world.gatekeeper.state.charters[0]!.hash, founding.genesis);
    assert.deepEqual(
      founding.people.map((one: { name: string; role: string }) => [one.name, one.role]),
      [
        ["anna", "approver"],
        ["ben", "approver"],
        ["chloe", "approver"],
        ["otto", "operator"],
      ],
    );
    assert.equal((await stat(world.profileOf("anna"))).mode & 0o777, 0o700);
    assert.equal((await stat(join(world.profileOf("anna"), "keys", "anna.age"))).mode & 0o777, 0o600);
    const keys = async (who: string) =>
      (await world.run(who, "key", "list")).json.keys.map((key: { name: string }) => key.name);
    assert.deepEqual(await keys("anna"), ["anna", "directory"]);
    assert.deepEqual(await keys("otto"), ["otto"]);
    assert.deepEqual(await keys("roots"), ["1", "2", "3", "spare-tls"]);
  });

  it("makes a ticket of one use with one operator's signature, and its QR", async () => {
    const out = join(world.folder, "qr.txt");
    const group = (await world.run("otto", "group", "new")).json.group;
    const ran = await world.run(
      "otto",
      "ticket",
      "create",
      "--group",
      group,
      "--uses",
      "1",
      "--hours",
      "24",
      "--confirm",
      "--out",
      out,
    );
    assert.equal(ran.code, 0, ran.stdout);
    assert.equal(ran.json.accepted, true);
    assert.equal((await stat(out)).mode & 0o777, 0o600);
    const invitation = readInvitation((await readFile(out, "utf8")).trim());
    assert.equal(invitation.ticket, ran.json.hash);
    assert.equal(invitation.genesis, world.founding.genesis);
    assert.equal(invitation.url, "https://localhost:8443");
    assert.match(ran.stderr, /INVITE 1 phone/);
  });

  it("leaves a ticket of many uses for a second approver, then writes its QR", async () => {
    const out = join(world.folder, "qr-many.txt");
    const ran = await world.run("anna", "ticket", "create", "--uses", "50", "--hours", "24", "--out", out);
    assert.equal(ran.json.accepted, false, ran.stdout);
    assert.equal(ran.json.missing, 1);
    const signed = await world.run("ben", "order", "sign", ran.json.hash, "--yes");
    assert.equal(signed.json.complete, true, signed.stdout);
    const done = await world.run("anna", "order", "submit", ran.json.hash, "--out", out);
    assert.equal(done.code, 0, done.stdout);
    assert.equal(readInvitation((await readFile(out, "utf8")).trim()).ticket, ran.json.hash);
  });

  it("drafts, signs with two profiles, and submits a wipe; a third cannot be replayed", async () => {
    const draft = await world.run(
      "anna",
      "order",
      "draft",
      "wipe",
      "--phones",
      phones.join(","),
      "--reason",
      "stolen",
      "--params",
      '{"storage":true,"esim":false,"keepProtection":true}',
    );
    assert.equal(draft.code, 0, draft.stdout);
    const { hash } = draft.json;
    assert.equal(draft.json.missing, 2);
    assert.match(draft.stderr, /WIPE 3 phones/);
    const early = await world.run("anna", "order", "submit", hash);
    assert.deepEqual([early.code, early.json.error], [1, "signature.quorum"]);
    assert.equal((await world.run("anna", "order", "sign", hash, "--yes")).json.missing, 1);
    const again = await world.run("anna", "order", "sign", hash, "--yes");
    assert.equal(again.json.missing, 1, "one person counts once");
    const shown = await world.run("ben", "order", "show", hash);
    assert.deepEqual(
      shown.json.signatures.map((one: { name: string }) => one.name),
      ["anna"],
    );
    assert.deepEqual([...shown.json.phones].sort(), [...phones].sort());
    const signed = await world.run("ben", "order", "sign", hash, "--yes");
    assert.equal(signed.json.complete, true);
    const done = await world.run("ben", "order", "submit", hash);
    assert.equal(done.code, 0, done.stdout);
    assert.deepEqual({ ...done.json, index: 0 }, { index: 0, hash, state: "released", proved: true });
    const twice = await world.run("ben", "order", "submit", hash);
    assert.deepEqual([twice.code, twice.json.error], [1, "replay"]);
  });

  it("needs --yes where nobody can be asked, and shows before it signs", async () => {
    const draft = await world.run("anna", "order", "draft", "lock", "--phones", phones[0]!);
    const ran = await world.run("ben", "order", "sign", draft.json.hash);
    assert.deepEqual([ran.code, ran.json.error], [2, "usage"]);
    assert.match(ran.stderr, /LOCK 1 phone/);
    assert.equal(world.server.drafts.get(draft.json.hash)!.envelope !== undefined, true);
  });

  it("locks with one operator at once", async () => {
    const ran = await world.run("otto", "lock", phones[1]!);
    assert.equal(ran.code, 0, ran.stdout);
    assert.equal(ran.json.submitted.proved, true);
  });

  it("publishes a policy: one signature, then the second submits it", async () => {
    const rules = await world.write("rules.json", '[{"kind":"camera","disabled":true}]');
    const ran = await world.run("anna", "policy", "publish", "--group", "all", "--rules", rules);
    assert.equal(ran.code, 0, ran.stdout);
    assert.equal(ran.json.n, 1);
    assert.equal(ran.json.missing, 1);
    const signed = await world.run("ben", "order", "sign", ran.json.hash, "--yes", "--submit");
    assert.equal(signed.json.submitted?.state, "released", signed.stdout);
    world.server.streams.set(ran.json.stream, { n: 1, hash: ran.json.hash });
    const next = await world.run(
      "anna",
      "policy",
      "publish",
      "--group",
      "all",
      "--rules",
      rules,
      "--policy-id",
      ran.json.params.id,
    );
    assert.deepEqual([next.json.n, next.json.prev], [2, ran.json.hash]);
  });

  it("freezes with one approver, and lifts with two", async () => {
    const frozen = await world.run("chloe", "freeze");
    assert.equal(frozen.code, 0, frozen.stdout);
    const status = await world.run("anna", "status");
    assert.equal(status.json.frozen, true);
    assert.deepEqual(status.json.freezes, [frozen.json.hash]);
    const lock = await world.run("otto", "lock", phones[1]!);
    assert.notEqual(lock.json.complete, true);
    const file = join(world.folder, "unfreeze.json");
    const lift = await world.run("anna", "unfreeze", "--out", file);
    assert.equal(lift.json.missing, 1, lift.stdout);
    const done = await world.run("ben", "order", "sign", lift.json.hash, "--from", file, "--yes", "--submit");
    assert.equal(done.json.submitted?.state, "released", done.stdout);
    assert.equal((await world.run("anna", "status")).json.frozen, false);
  });

  it("cancels, assigns, lists", async () => {
    const draft = await world.run(
      "anna",
      "order",
      "draft",
      "ring",
      "--phones",
      phones[0]!,
      "--params",
      '{"seconds":30}',
      "--sign-now",
      "--submit",
    );
    assert.equal(draft.json.submitted?.state, "released", draft.stdout);
    const cancelled = await world.run("chloe", "order", "cancel", draft.json.hash);
    assert.equal(cancelled.json.submitted?.proved, true, cancelled.stdout);
    const assigned = await world.run("anna", "assign", phones[0]!, "--groups", newId());
    assert.equal(assigned.json.stream, "assign", assigned.stdout);
    const list = await world.run("anna", "order", "list");
    assert.ok(
      list.json.orders.every((one: { matches: boolean }) => one.matches),
      list.stdout,
    );
  });

  it("says who one is, and gives a read-only token", async () => {
    assert.equal((await world.run("otto", "whoami")).json.name, "otto");
    assert.deepEqual((await world.run("otto", "session", "create", "--read-only")).json, {
      token: "readonly.token",
      expiresIn: 600,
    });
    assert.equal((await world.run("otto", "charter", "fetch")).json.hash, world.founding.genesis);
  });
});
