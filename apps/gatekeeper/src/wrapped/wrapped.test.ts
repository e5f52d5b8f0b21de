import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { forms, type JsonValue, newId, toBase64url } from "@rempart/trust";
import { newSigner, type TestPerson } from "../testing/organisation.ts";
import { startTestGatekeeper } from "../testing/start.ts";

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
before(async () => {
  gate = await startTestGatekeeper();
  assert.equal((await gate.found()).status, 201);
});
after(() => gate.stop());
beforeEach(async () => {
  await gate.context.pool.query("delete from wrapped_key");
});

const value = (text: string): string => Buffer.from(text).toString("base64");
const someKid = (): string => toBase64url(randomBytes(32));
type Fields = Record<string, JsonValue>;

const wrapped = "/gate/v1/wrapped";
const wrappedRead = "/gate/v1/wrapped/read";

/** Brings a copy for `by` themself, but for `changes`. */
async function bring(by: TestPerson, changes: Fields = {}) {
  const copy = { person: by.id, kid: by.kid, epoch: 1, form: "prf", value: value("wrapped") };
  return gate.post(wrapped, await gate.organisation.proven(wrapped, [by], { ...copy, ...changes }));
}
async function read(by: TestPerson): Promise<Fields[]> {
  const { status, json } = await gate.post(wrappedRead, await gate.organisation.proven(wrappedRead, [by]));
  assert.equal(status, 200, JSON.stringify(json));
  return json.wrapped as Fields[];
}
const codeOf = ({ status, json }: { status: number; json: Fields }): string => `${status} ${json.error ?? ""}`;

test("a person keeps a copy, reads it, and replaces it; nobody else is given it", async () => {
  const [alice, bob] = gate.organisation.approvers;
  const first = await bring(alice);
  assert.equal(first.status, 201, JSON.stringify(first.json));
  const copy = { kid: alice.kid, form: "prf", epoch: 1, by: alice.id, at: first.json.at! };
  assert.deepEqual(await read(alice), [{ ...copy, value: value("wrapped") }]);
  assert.deepEqual(await read(bob), []);
  assert.equal((await bring(alice, { value: value("anew") })).status, 201);
  assert.equal((await bring(alice, { form: "passphrase", kid: someKid(), value: value("age") })).status, 201);
  const values = (await read(alice)).map((one) => one.value);
  assert.deepEqual(values.sort(), [value("age"), value("anew")].sort());
});

test("an approver adds for somebody else, and overwrites nothing; an operator does not", async () => {
  const [alice, bob, carol] = gate.organisation.approvers;
  const { operator } = gate.organisation;
  const kid = someKid();
  const transfer = { person: bob.id, kid, form: "transfer", value: value("for bob") };
  assert.equal((await bring(alice, transfer)).status, 201);
  // The answer was lost on the way.
  assert.equal((await bring(alice, transfer)).status, 201);
  assert.equal(codeOf(await bring(alice, { ...transfer, value: value("other") })), "409 wrapped.held");
  assert.equal(codeOf(await bring(carol, transfer)), "409 wrapped.held");
  assert.equal(codeOf(await bring(operator, { ...transfer, kid: someKid() })), "403 wrapped.person");
  assert.equal((await bring(operator, { kid: operator.kid })).status, 201, "their own");
  assert.equal(codeOf(await bring(alice, { ...transfer, person: newId() })), "404 not-found");
  const [copy] = await read(bob);
  assert.deepEqual([copy!.value, copy!.by], [value("for bob"), alice.id]);
  assert.equal((await bring(bob, { ...transfer, value: value("his own") })).status, 201);
  const [replaced] = await read(bob);
  assert.deepEqual([replaced!.value, replaced!.by], [value("his own"), bob.id]);
});

test("an approver brings several with one signature; what stands before a wrong one is kept", async () => {
  const [alice, bob, carol] = gate.organisation.approvers;
  const copy = (person: string, text: string): Fields => ({
    ...{ person, kid: someKid(), epoch: 1, form: "transfer" },
    value: value(text),
  });
  const together = async (copies: Fields[]) =>
    gate.post(wrapped, await gate.organisation.proven(wrapped, [alice], { copies }));
  assert.equal((await together([copy(bob.id, "for bob"), copy(carol.id, "for carol")])).status, 201);
  assert.deepEqual([(await read(bob)).length, (await read(carol)).length], [1, 1]);
  assert.equal(codeOf(await together([copy(bob.id, "more"), copy(newId(), "nobody")])), "404 not-found");
  assert.equal((await read(bob)).length, 2);
  assert.equal(codeOf(await together([])), "400 schema");
});

test("what cannot be of use is refused by name", async () => {
  const [alice, bob] = gate.organisation.approvers;
  assert.equal(codeOf(await bring(alice, { epoch: 2 })), "409 wrapped.epoch");
  assert.equal(codeOf(await bring(alice, { kid: bob.kid })), "409 wrapped.kid");
  assert.equal(codeOf(await bring(alice, { person: bob.id })), "409 wrapped.kid");
  assert.equal(codeOf(await bring(alice, { form: "plain" })), "400 schema");
  assert.equal(codeOf(await bring(alice, { value: "" })), "400 schema");
  assert.equal(codeOf(await bring(alice, { value: "===" })), "400 encoding");
  assert.equal(codeOf(await bring(alice, { value: randomBytes(4097).toString("base64") })), "400 schema");
  assert.equal(codeOf(await bring(alice, { more: 1 })), "400 schema");
  assert.deepEqual(await read(alice), []);
  assert.equal((await bring(alice, { value: randomBytes(4096).toString("base64") })).status, 201);
});

test("32 copies of one person, 16 of them by others", async () => {
  const [alice, bob] = gate.organisation.approvers;
  const transfer = () => ({ person: bob.id, kid: someKid(), form: "transfer" });
  for (let n = 0; n < 16; n++) assert.equal((await bring(alice, transfer())).status, 201);
  assert.equal(codeOf(await bring(alice, transfer())), "409 wrapped.full");
  for (let n = 0; n < 16; n++) assert.equal((await bring(bob, transfer())).status, 201);
  const full = await bring(bob, transfer());
  assert.deepEqual([codeOf(full), full.json.where], ["409 wrapped.full", "body.person"]);
  const [one] = await read(bob);
  assert.equal((await bring(bob, { kid: one!.kid!, form: "transfer", value: value("x") })).status, 201, "in its place");
});

test("a sign-in is good once, for all routes together, now, for us, by one person", async () => {
  const { organisation } = gate;
  const [alice, bob] = organisation.approvers;
  const ask = async (people: readonly { signer: TestPerson["signer"] }[], changes: Fields = {}) =>
    codeOf(await gate.post(wrappedRead, await organisation.proven(wrappedRead, people, {}, changes)));
  const once = await organisation.proven(wrappedRead, [alice]);
  assert.equal(codeOf(await gate.post("/log/v1/documents", { signin: once.signin! })), "200 ");
  assert.equal(codeOf(await gate.post(wrappedRead, once)), "403 reader");
  const now = Math.floor(Date.now() / 1000);
  assert.equal(await ask([alice], { issuedAt: now - 301 }), "403 reader");
  assert.equal(await ask([alice], { audience: "server" }), "403 reader");
  assert.equal(await ask([alice], { org: "0".repeat(64) }), "403 org");
  assert.equal(await ask([await newSigner()]), "403 reader");
  assert.equal(await ask([]), "403 reader");
  assert.equal(await ask([alice, bob]), "403 reader");
  const lock = (await organisation.order("lock", [newId()], [alice])).envelope;
  const salt = toBase64url(randomBytes(32));
  assert.equal(codeOf(await gate.post(wrappedRead, { signin: lock, salt })), "400 type");
  assert.equal(await ask([alice]), "200 ");
});

test("a sign-in that somebody else holds before it was used asks for nothing but what it was made for", async () => {
  const { organisation } = gate;
  const [alice] = organisation.approvers;
  assert.equal((await bring(alice)).status, 201);
  // A mirror was shown one, to read the log: it reads no copies here, replaces none and subscribes no browser.
  const shown = await organisation.signin([alice]);
  const salt = toBase64url(randomBytes(32));
  const rubbish = { person: alice.id, kid: alice.kid, epoch: 1, form: "prf", value: value("rubbish") };
  const endpoint = "https://fcm.googleapis.com/fcm/send/x";
  const who = { signin: shown, salt };
  assert.equal(codeOf(await gate.post(wrappedRead, who)), "403 reader");
  assert.equal(codeOf(await gate.post(wrapped, { ...who, ...rubbish })), "403 reader");
  assert.equal(codeOf(await gate.post("/gate/v1/push/subscribe", { ...who, endpoint })), "403 reader");
  // One that was kept back on its way brings what it was made for, and not in another form or place.
  const kept = await organisation.proven(wrapped, [alice], { ...rubbish, value: value("hers") });
  assert.equal(codeOf(await gate.post(wrapped, { ...kept, value: value("rubbish") })), "403 reader");
  assert.equal(codeOf(await gate.post(wrapped, { ...kept, salt })), "403 reader");
  assert.equal(codeOf(await gate.post(wrappedRead, { signin: kept.signin!, salt: kept.salt! })), "403 reader");
  assert.deepEqual(
    (await read(alice)).map((one) => one.value),
    [value("wrapped")],
  );
  assert.equal(codeOf(await gate.post(wrapped, kept)), "201 ");
});

test("a new charter takes away copies of an older key, of who left, for a passkey that was struck off", async () => {
  const { organisation } = gate;
  const [alice, bob, carol] = organisation.approvers;
  const keep = async (): Promise<void> => {
    for (const person of [alice, bob, carol]) {
      assert.equal((await bring(person)).status, 201);
      const passphrase = { kid: someKid(), form: "passphrase" };
      assert.equal((await bring(person, passphrase)).status, 201);
    }
  };
  const rows = async () => {
    const { rows: found } = await gate.context.pool.query<{ person: string; form: string }>(
      "select person, form from wrapped_key",
    );
    return found.map(({ person, form }) => `${person} ${form}`).sort();
  };
  const personOf = ({ id, role, kid, spki }: TestPerson, key = { kid, spki }) => ({
    id,
    roles: [role],
    credentials: [{ ...key, kind: "key", alg: "ES256" }],
  });
  const publish = async (changes: Fields): Promise<void> => {
    const next = await organisation.nextCharter({ from: gate.context.log.size(), ...changes });
    const { status, json } = await gate.submit(next.envelope);
    assert.equal(status, 200, JSON.stringify(json));
  };
  await keep();
  const { kid, spki } = await newSigner();
  // Bob has another key now; Carol has left.
  const people = [personOf(alice), personOf(bob, { kid, spki }), personOf(organisation.operator)];
  await publish({ people });
  assert.deepEqual(await rows(), [`${alice.id} prf`, `${alice.id} passphrase`, `${bob.id} passphrase`].sort());
  const lost = await gate.post(wrappedRead, await organisation.proven(wrappedRead, [carol]));
  assert.equal(codeOf(lost), "403 reader");

  // Another directory key, though the epoch says the same.
  const other = await newSigner();
  await publish({ people, directory: { epoch: 1, spki: other.spki, writers: [] } });
  assert.deepEqual(await rows(), []);
  assert.equal((await bring(alice)).status, 201);
  await publish({ people, directory: { epoch: 2, spki: other.spki, writers: [] } });
  assert.deepEqual(await rows(), []);
  assert.equal(codeOf(await bring(alice, { epoch: 1 })), "409 wrapped.epoch");
  assert.equal((await bring(alice, { epoch: 2 })).status, 201);
  assert.equal((await read(alice)).length, 1);
});

test("a row of another key is not handed out, even if it is still there; a restart takes it away", async () => {
  const [alice] = gate.organisation.approvers;
  assert.equal((await bring(alice, { epoch: 2 })).status, 201);
  await gate.context.pool.query("update wrapped_key set directory = $1", [forms.keyId(randomBytes(91))]);
  assert.deepEqual(await read(alice), []);
  await gate.restart();
  assert.equal((await gate.counts()).wrapped_key, 0);
});
