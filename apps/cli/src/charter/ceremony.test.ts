// Ceremonies from proposal to publication, against the real gatekeeper and its PostgreSQL.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import type { CharterJson } from "@rempart/client";
import { type JsonValue, makeEnvelope, newId, payloadBytes } from "@rempart/trust";
import { type RealWorld, realWorld } from "../testing/real.ts";

describe("charter ceremonies", () => {
  let world: RealWorld;
  const newRoots: string[] = [];
  before(async () => {
    world = await realWorld();
  });
  after(() => world.close());

  /** A proposal file, by anna. */
  async function proposed(name: string, ...flags: string[]) {
    const out = join(world.folder, `${name}.json`);
    const ran = await world.run("anna", "charter", "propose", "--out", out, "--compared", ...flags);
    return { out, ran };
  }
  const sign = (file: string, ...roots: number[]) =>
    world.run(
      "roots",
      "charter",
      "sign",
      "--proposal",
      file,
      "--yes",
      ...roots.flatMap((root) => ["--root-key", world.root(root)]),
    );
  const publish = (...files: string[]) =>
    world.run("anna", "charter", "publish", ...files.flatMap((file) => ["--proposal", file]));
  /** A whole ceremony with roots 1 and 2. */
  async function ceremony(name: string, ...flags: string[]) {
    const { out, ran } = await proposed(name, ...flags);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    const signed = await sign(out, 1, 2);
    assert.equal(signed.json.complete, true, signed.stdout);
    const done = await publish(out);
    assert.equal(done.code, 0, done.stdout);
    return { out, proposed: ran, done };
  }
  const charter = () => world.gatekeeper.context.charters.newest.body;

  it("brings somebody in whose key was compared in words, and they join", async () => {
    const request = join(world.folder, "dora.json");
    const made = await world.run("dora", "key", "new", "--person", "dora", "--out", request);
    assert.equal(made.code, 0, made.stdout);
    assert.equal(made.json.words.split(" ").length, 12);
    const asked = join(world.folder, "asked.json");
    const unasked = await world.run("anna", "charter", "propose", "--out", asked, "--add-person", request);
    assert.deepEqual([unasked.code, unasked.json.error, unasked.json.where], [2, "usage", "--compared"]);
    assert.ok(unasked.stderr.includes(made.json.words));
    const early = await world.run("dora", ...world.joining, "--request", request);
    assert.equal(early.json.error, "key.unknown");
    const { proposed: told, done } = await ceremony("dora-in", "--add-person", request, "--role", "approver");
    assert.match(told.stderr, /\+ "dora", as the proposer says \(.{22}\) joins as approver/);
    // The same words stand in what a root reads before signing, from the bytes alone.
    assert.ok(JSON.stringify(told.json.changes).includes(made.json.words));
    assert.equal(done.json.proved, true);
    const joined = await world.run("dora", ...world.joining, "--request", request);
    assert.equal(joined.code, 0, joined.stdout);
    const who = await world.run("dora", "whoami");
    assert.deepEqual([who.json.name, who.json.roles], ["dora", ["approver"]]);
    const again = await proposed("dora-again", "--add-person", request);
    assert.match(again.ran.json.message, /in the charter already/);
    assert.equal((await publish(join(world.folder, "dora-in.json"))).json.proved, true, "publishing again is no error");
  });

  it("removes a person and strikes a stolen credential: their signatures count no more", async () => {
    const { people } = charter();
    const anna = world.founding.people.find((one: { name: string }) => one.name === "anna");
    const { done } = await ceremony("chloe-out", "--remove-person", "chloe");
    assert.equal(done.json.version, charter().version);
    assert.equal(charter().people.length, people.length - 1);
    const refused = await world.run("chloe", "freeze");
    assert.equal(refused.json.error ?? refused.json.complete, false, refused.stdout);
    const { proposed: told } = await ceremony("strike", "--strike-credential", anna.kid);
    assert.match(told.json.warnings.join("\n"), /anna .* keeps no credential/);
    assert.equal((await world.run("anna", "freeze")).json.complete, false);
  });

  it("signs offline: not one connection is opened", async () => {
    const { out } = await proposed("offline", "--k", "0", "--void", "7".repeat(64));
    // A process of its own, in which whatever would reach out ends it: here the gatekeeper speaks to its database.
    const walls = ["net.Socket.prototype.connect", "dns.lookup", "dgram.createSocket"].map(
      (door) => `${door} = () => { process.stderr.write("NETWORK"); process.exit(99); };`,
    );
    const preload = `import net from "node:net"; import dns from "node:dns"; import dgram from "node:dgram"; ${walls.join(" ")}`;
    const main = join(import.meta.dirname, "..", "main.ts");
    const keys = ["--root-key", world.root(1), "--identity", world.identity, "--profile", world.profileOf("roots")];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      "--disable-warning=ExperimentalWarning",
      `--import=data:text/javascript,${encodeURIComponent(preload)}`,
      ...[main, "charter", "sign", "--proposal", out, "--yes", "--json", ...keys],
    ]);
    assert.match(stderr, /\+ void: 7{64}/);
    assert.deepEqual(JSON.parse(stdout).signatures.old, { signed: 1, needed: 2 });
  });

  it("is refused without enough of the old roots, with a stranger's key, and takes copies signed apart", async () => {
    const { out } = await proposed("apart", "--void", "8".repeat(64));
    const copy = join(world.folder, "apart-2.json");
    await copyFile(out, copy);
    await sign(out, 1);
    const early = await publish(out);
    assert.deepEqual([early.json.error, early.json.where], ["charter.chain", "charter.signatures"]);
    const twice = await sign(out, 1);
    assert.deepEqual(twice.json.signatures.old, { signed: 1, needed: 2 }, "one root counts once");
    const stranger = join(world.folder, "stranger.json");
    const made = await world.run("dora", "key", "new", "--root", "9", "--out", stranger);
    const wrong = await world.run("roots", "charter", "sign", "--proposal", out, "--yes", "--root-key", made.json.key);
    assert.equal(wrong.json.error, "key.stranger");
    await sign(copy, 3);
    const done = await publish(out, copy);
    assert.equal(done.json.proved, true, done.stdout);
    assert.deepEqual(charter().voids.slice(-1), ["8".repeat(64)]);
  });

  it("shows the second root that somebody changed it after the first had signed", async () => {
    const { out } = await proposed("honest", "--void", "a".repeat(64));
    const first = await sign(out, 1);
    const file = JSON.parse(await readFile(out, "utf8"));
    const body = JSON.parse(Buffer.from(file.envelope.payload, "base64").toString()) as CharterJson;
    body.people[0]!.roles = ["auditor"];
    const payload = Buffer.from(JSON.stringify(body)).toString("base64");
    const broken = await world.write(
      "broken.json",
      JSON.stringify({ ...file, envelope: { ...file.envelope, payload } }),
    );
    const second = await sign(broken, 2);
    assert.equal(second.json.error, "signature.broken");
    assert.match(second.stderr, /becomes auditor/);
    assert.doesNotMatch(second.stderr, new RegExp(first.json.words));
    // With the first signature taken off nothing is broken: then words and hash tell it from what the first root signed.
    const bare = makeEnvelope("charter", payloadBytes(body), []);
    const swapped = await world.write("swapped.json", JSON.stringify({ ...file, envelope: bare as JsonValue }));
    const alone = await sign(swapped, 2);
    assert.notEqual(alone.json.words, first.json.words);
    assert.deepEqual(alone.json.signatures.old, { signed: 1, needed: 2 });
    assert.equal((await publish(out, swapped)).json.error, "proposal.differs");
  });

  it("does not publish over a charter that was published meanwhile, nor a gap, nor an old one", async () => {
    const { out } = await proposed("slow", "--void", "b".repeat(64));
    await sign(out, 1, 2);
    const { out: quick } = await ceremony("quick", "--void", "c".repeat(64));
    const late = await publish(out);
    assert.equal(late.json.error, "proposal.stale");
    assert.match(late.json.message, /published as version/);
    const size = world.gatekeeper.context.log.size();
    const old = JSON.parse(await readFile(quick, "utf8"));
    for (const envelope of [old.envelope, old.charters[1], JSON.parse(await readFile(out, "utf8")).envelope]) {
      const answer = await world.gatekeeper.submit(envelope);
      assert.deepEqual([answer.status, answer.json.error], [403, "charter.chain"]);
    }
    // The roots' own machine learned the newest charter from a proposal? No: it only ever knew the genesis, and still signs
    // what the chain inside the file proves; a machine that knows more refuses.
    const stale = await world.run("anna", "charter", "diff", "--proposal", out);
    assert.equal(stale.json.error, "proposal.stale");
    assert.equal(world.gatekeeper.context.log.size(), size);
  });

  it("rotates the roots: the old ones and the new ones both sign", async () => {
    const files: string[] = [];
    const keys: string[] = [];
    for (const name of ["new-1", "new-2"]) {
      files.push(join(world.folder, `${name}.json`));
      keys.push((await world.run("roots", "key", "new", "--root", name, "--out", files.at(-1)!)).json.key);
    }
    const flags = files.flatMap((file) => ["--roots", file]);
    const few = await proposed("too-few", ...flags, "--threshold", "3");
    assert.match(few.ran.json.message, /3 of 2 roots cannot sign/);
    const { out } = await proposed("roots", ...flags, "--threshold", "2");
    assert.equal((await sign(out, 1, 2)).json.complete, false, "the new roots have not signed");
    assert.equal((await publish(out)).json.error, "charter.chain");
    newRoots.push(...keys);
    const own = keys.flatMap((key) => ["--root-key", key]);
    const signed = await world.run("roots", "charter", "sign", "--proposal", out, "--yes", ...own);
    assert.deepEqual(signed.json.signatures.own, { signed: 2, needed: 2 });
    assert.equal((await publish(out)).json.proved, true);
    const { out: next } = await proposed("after", "--void", "d".repeat(64));
    assert.equal((await sign(next, 1)).json.error, "key.stranger", "a retired root signs nothing any more");
    await world.run("roots", "charter", "sign", "--proposal", next, "--yes", ...own);
    assert.equal((await publish(next)).json.proved, true);
  });

  it("refuses to lock people or phones out, and says so where an emergency asks for it", async () => {
    const all = charter().people.flatMap(({ id }) => ["--remove-person", id]);
    const locked = await proposed("locked", ...all);
    assert.equal(locked.ran.json.error, "schema");
    const able = charter().people.filter(
      ({ roles, credentials }) => roles.includes("approver") && credentials.length > 0,
    );
    const none = await proposed("none", ...able.flatMap(({ id }) => ["--remove-person", id]));
    assert.deepEqual([none.ran.json.error, none.ran.json.where], ["charter.sense", "people"]);
    const alone = able.slice(1).flatMap(({ id }) => ["--remove-person", id]);
    const frozen = await proposed("frozen", ...alone);
    assert.deepEqual([frozen.ran.json.error, frozen.ran.json.where], ["charter.sense", "rules"]);
    const emergency = await proposed("emergency", ...alone, "--emergency");
    assert.match(emergency.ran.json.forbidden.join(), /nobody could lift it/);
    const [pin] = charter().tlsPins;
    const dropped = await proposed("dropped", "--drop-tls-pin", pin!, "--tls-pin", "5".repeat(64));
    assert.deepEqual([dropped.ran.json.error, dropped.ran.json.where], ["charter.sense", "tlsPins"]);
    const nothing = await proposed("nothing");
    assert.match(nothing.ran.json.message, /Nothing would change/);
    const far = await proposed("far", "--void", "6".repeat(64), "--from", "100000");
    assert.equal(far.ran.json.where, "--from");
  });

  it("lists what a charter ended and cut off, and drafts each again with the same content", async () => {
    const device = newId();
    const note = await world.write("note.txt", "Please come to the desk");
    const drafted = ["order", "draft", "message", "--phones", device, "--text-file", note, "--sign-now", "--submit"];
    const message = await world.run("otto", ...drafted);
    assert.equal(message.json.submitted?.proved, true, message.stdout);
    const rules = await world.write("rules.json", '[{"kind":"camera","disabled":true}]');
    const publishPolicy = async () => {
      const made = await world.run("ben", "policy", "publish", "--group", "all", "--rules", rules);
      const done = await world.run("dora", "order", "sign", made.json.hash, "--yes", "--submit");
      assert.equal(done.json.submitted?.proved, true, made.stdout + done.stdout);
      return { hash: made.json.hash as string, stream: made.json.stream as string };
    };
    const before = await publishPolicy();
    const { out, ran } = await proposed("ends", "--void", "e".repeat(64));
    assert.deepEqual(
      ran.json.ends.map((one: { hash: string; why: string }) => [one.hash, one.why]),
      [[message.json.hash, "charter"]],
    );
    // Released between the proposal, which read the log's size, and the publication.
    const between = await publishPolicy();
    await world.run(
      "roots",
      "charter",
      "sign",
      "--proposal",
      out,
      "--yes",
      ...newRoots.flatMap((key) => ["--root-key", key]),
    );
    const done = await publish(out);
    const expected = [
      [message.json.hash, "charter"],
      [between.hash, "from"],
    ].sort();
    const told = (list: { hash: string; why: string }[]) => list.map((one) => [one.hash, one.why]).sort();
    assert.deepEqual(told(done.json.ended), expected);
    const listed = await world.run("ben", "order", "list", "--ended");
    assert.deepEqual(told(listed.json.orders), expected);
    assert.equal(listed.json.hidden, 0);
    assert.equal(
      (await world.run("ben", "order", "list", "--ended")).json.orders.some(
        (one: { hash: string }) => one.hash === before.hash,
      ),
      false,
    );

    const unread = await world.run("otto", "order", "again", message.json.hash);
    assert.equal(unread.json.error, "secret.unread", "an operator cannot read the text, so does not sign it");
    // Dora joined after the founding: she gets the directory key from ben, and then reads what she signs.
    const identity = join(world.folder, "dora-id.txt");
    const made = await world.run("dora", "key", "identity", "--out", identity);
    const { recipient } = made.json;
    const handed = join(world.folder, "directory.age");
    const shared = await world.run("ben", "key", "share", "--recipient", recipient, "--out", handed);
    assert.equal(shared.code, 0, shared.stdout);
    assert.equal(
      (await world.run("otto", "key", "receive", handed, "--with", world.identity)).json.error,
      "identity.wrong",
    );
    assert.equal((await world.run("dora", "order", "again", message.json.hash)).json.error, "secret.unread");
    const received = await world.run("dora", "key", "receive", handed, "--with", identity);
    assert.equal(received.code, 0, received.stdout);
    const read = await world.run("dora", "order", "show", message.json.hash);
    assert.deepEqual(read.json.texts, [{ field: "text", text: "Please come to the desk" }]);
    const again = await world.run("ben", "order", "again", message.json.hash, "--sign-now", "--submit");
    assert.equal(again.json.submitted?.proved, true, again.stdout);
    assert.deepEqual([again.json.action, again.json.phones], ["message", [device]]);
    assert.match(again.stderr, /"Please come to the desk"/);
    assert.notEqual(again.json.params.text.gatekeeper, message.json.params.text.gatekeeper);
    world.server.streams.set(between.stream, { n: 1, hash: between.hash });
    const policy = await world.run("ben", "order", "again", between.hash, "--sign-now");
    assert.deepEqual(
      [policy.json.n, policy.json.prev, policy.json.stream],
      [2, between.hash, between.stream],
      policy.stdout,
    );
    const second = await world.run("dora", "order", "sign", policy.json.hash, "--yes", "--submit");
    assert.equal(second.json.submitted?.proved, true, second.stdout);
    assert.equal((await world.run("ben", "order", "again", policy.json.hash)).json.error, "order.again");
    const left = await world.run("ben", "order", "list", "--ended");
    assert.deepEqual(
      told(left.json.orders),
      [[message.json.hash, "charter"]],
      "what was ended stays on the list as history",
    );
  });

  it("names a witness by its own file, and a directory writer", async () => {
    const folder = join(world.folder, "witness");
    const made = await world.run("ben", "witness", "init", "--data", folder);
    assert.equal(made.code, 0, made.stdout);
    const writer = join(world.folder, "writer.json");
    const key = await world.run("dora", "key", "new", "--writer", "ldap", "--out", writer);
    const named = ["--witness", made.json.file, "--k", "1", "--add-writer", writer];
    const { ran } = await proposed("others", ...named);
    assert.equal(ran.code, 0, ran.stdout);
    assert.deepEqual(
      ran.json.changes
        .map((one: { field: string }) => one.field)
        .filter((field: string) => /k|witnesses|directory/.test(field)),
      ["witnesses", "k", "directory"],
    );
    assert.ok(ran.stderr.includes(key.json.words));
    const wrong = await proposed("others-wrong", "--add-person", writer);
    assert.equal(wrong.ran.json.error, "request.use");
  });

  it("takes an edited file, and says in words what it changes", async () => {
    const body = (await world.run("anna", "charter", "show", "--body")).json as CharterJson;
    (body.brake as { hold: { seconds: number } }).hold.seconds = 7200;
    const file = await world.write("edited.json", JSON.stringify(body));
    const { ran, out } = await proposed("edit", "--edited", file);
    assert.equal(ran.code, 0, ran.stdout);
    assert.match(ran.stderr, /brake: it is held for: 1 hour before, 2 hours now/);
    assert.equal((await world.run("ben", "charter", "fetch")).code, 0);
    const told = await world.run("ben", "charter", "diff", "--proposal", out);
    assert.equal(told.json.hash, ran.json.hash);
    const wrong = await world.write("wrong.json", JSON.stringify({ ...body, rule: [] }));
    assert.equal((await proposed("wrong-edit", "--edited", wrong)).ran.json.error, "schema");
  });
});
