// Enrolment: what is refused changes nothing and uses nothing up; what was lost on the way can be asked again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { confirmationCode, fromBase64url, type JsonValue, randomBytes, signDocument, ticketType } from "@rempart/trust";
import { enrolRequest, newPhoneKey } from "../testing/documents.ts";
import { startTestGatekeeper } from "../testing/start.ts";

let gate: Awaited<ReturnType<typeof startTestGatekeeper>>;
before(async () => {
  gate = await startTestGatekeeper();
  await gate.found();
});
after(() => gate.stop());

async function accepted(uses: number, extra: Record<string, JsonValue> = {}) {
  const { organisation } = gate;
  const people = uses === 1 ? [organisation.operator] : organisation.approvers.slice(0, 2);
  const { ticket, secret } = await organisation.ticket(uses, people, extra);
  assert.equal((await gate.submit(ticket.envelope)).status, 200);
  return { ticket: ticket.hash, secret, envelope: ticket.envelope };
}

const agent = (path: string, body: unknown) => gate.phone().call(`/agent/v1/${path}`, body, "");

async function begun(ticket: string): Promise<string> {
  const { status, json } = await agent("begin", { ticket });
  assert.equal(status, 200, JSON.stringify(json));
  return json.challenge as string;
}

async function refused(path: string, body: unknown, status: number, code: string, where: RegExp): Promise<void> {
  const before = await gate.counts();
  const answer = await agent(path, body);
  assert.deepEqual([answer.status, answer.json.error], [status, code], JSON.stringify(answer.json));
  assert.match(String(answer.json.where), where);
  assert.deepEqual(await gate.counts(), before);
}

test("a ticket that nobody may sign, that is over, or of another organisation", async () => {
  const { organisation } = gate;
  const before = await gate.counts();
  const alone = await organisation.ticket(5, [organisation.operator]);
  assert.equal((await gate.submit(alone.ticket.envelope)).json.error, "signature.quorum");
  const over = await organisation.ticket(1, [organisation.operator], { createdAt: 1000, expiresAt: 2000 });
  const late = await gate.submit(over.ticket.envelope);
  assert.equal(late.status, 403, JSON.stringify(late.json));
  const body = { ...(over.ticket.body as unknown as Record<string, JsonValue>), org: "ab".repeat(32) };
  const foreign = await signDocument(ticketType, body, [organisation.operator.signer]);
  assert.equal((await gate.submit(foreign.envelope)).json.error, "org");
  assert.deepEqual(await gate.counts(), before);
});

test("a ticket that was accepted and is over by now begins nothing", async () => {
  const now = Math.floor(Date.now() / 1000);
  const { ticket, secret } = await accepted(1, { expiresAt: now + 1 });
  const challenge = await begun(ticket);
  await new Promise((resolve) => setTimeout(resolve, 2100));
  const { status } = await agent("begin", { ticket });
  assert.equal(status, 403);
  const { body } = await enrolRequest(
    gate.organisation.genesis.hash,
    { ticket, challenge, secret },
    await newPhoneKey(),
  );
  assert.equal((await agent("enrol", body)).status, 403);
});

test("wrong secret, challenge, signature, organisation, unknown ticket: refused, and the ticket is still good", async () => {
  const { genesis } = gate.organisation;
  const { ticket, secret } = await accepted(1);
  const other = await accepted(1);
  const challenge = await begun(ticket);
  const key = await newPhoneKey();
  const offer = { ticket, challenge, secret };
  const send = async (changes: Record<string, JsonValue>, more: object = {}, signer = key.signer) =>
    (await enrolRequest(genesis.hash, { ...offer, ...more }, key, changes, signer)).body;
  await refused("begin", { ticket: "ab".repeat(32) }, 403, "ticket.unknown", /ticket/);
  await refused("begin", { ticket: "AB".repeat(32) }, 400, "schema", /ticket/);
  await refused("enrol", await send({}, { secret: randomBytes(32) }), 403, "ticket.secret", /secret/);
  await refused("enrol", { ...(await send({})), secret: null }, 403, "ticket.secret", /secret/);
  await refused("enrol", { ...(await send({})), secret: "" }, 403, "ticket.secret", /secret/);
  await refused("enrol", await send({ org: "ab".repeat(32) }), 403, "enrolment", /enrolment\.org/);
  await refused("enrol", await send({ ticket: "ab".repeat(32) }), 403, "ticket.unknown", /ticket/);
  await refused("enrol", await send({ ticket: other.ticket }), 403, "ticket.secret", /secret/);
  const stranger = await newPhoneKey();
  await refused("enrol", await send({}, {}, stranger.signer), 403, "enrolment", /enrolment\.signatures/);
  const nonce = stranger.spki.slice(0, 43).replaceAll(/[+/]/g, "A");
  assert.equal(
    (await agent("enrol", await send({ challenge: `${nonce.slice(0, 42)}A` }))).json.where,
    "enrolment.challenge",
  );
  const done = await agent("enrol", await send({}));
  assert.equal(done.status, 201, JSON.stringify(done.json));
  // The challenge is used up, the ticket too.
  await refused("enrol", await send({}), 403, "enrolment", /challenge/);
  const late = { ticket, challenge: await begun(ticket), secret };
  const { body } = await enrolRequest(genesis.hash, late, await newPhoneKey());
  await refused("enrol", body, 403, "ticket.used", /ticket/);
  // The same phone whose answer was lost asks again, and is told the same.
  const again = await enrolRequest(genesis.hash, { ticket, challenge: await begun(ticket), secret }, key);
  assert.deepEqual((await agent("enrol", again.body)).json, done.json);
});

test("many at once: a ticket for three takes three phones, the same phone once", async () => {
  const { genesis } = gate.organisation;
  const { ticket, secret } = await accepted(3);
  const keys = await Promise.all(Array.from({ length: 5 }, newPhoneKey));
  const before = await gate.counts();
  const tries = [...keys, keys[0]!, keys[0]!].map(async (key) => {
    const { body } = await enrolRequest(genesis.hash, { ticket, challenge: await begun(ticket), secret }, key);
    return (await agent("enrol", body)).status;
  });
  const statuses = await Promise.all(tries);
  assert.ok(statuses.filter((status) => status === 201).length === 3, statuses.join());
  const { device, log } = await gate.counts();
  assert.deepEqual([device, log], [before.device! + 3, before.log! + 3]);
});

test("a phone to be confirmed waits for an operator; asking again keeps code and enrolment in step", async () => {
  const { organisation } = gate;
  const { genesis } = organisation;
  const { ticket, secret } = await accepted(1, { confirm: true });
  const key = await newPhoneKey();
  const first = await enrolRequest(genesis.hash, { ticket, challenge: await begun(ticket), secret }, key);
  const lost = await agent("enrol", first.body);
  assert.deepEqual([lost.status, lost.json.state], [201, "confirm"]);
  const second = await enrolRequest(genesis.hash, { ticket, challenge: await begun(ticket), secret }, key);
  const { json } = await agent("enrol", second.body);
  assert.equal(json.state, "confirm");
  const device = gate.context.devices.get(json.device as string)!;
  // The phone shows the code of the enrolment it signed last; whoever compares it reads the stored one.
  const shown = confirmationCode(second.hash, fromBase64url(json.confirm as string)!);
  assert.equal(shown, confirmationCode(device.enrolment, fromBase64url(device.confirm!)!));
  assert.match(shown, /^\d{6}$/);
  // The operator's client computes the same from what the gatekeeper tells while the phone waits.
  const told = await gate.get(`/gate/v1/confirm/${device.id}`);
  assert.deepEqual(told.json, { enrolment: second.hash, confirm: json.confirm });
  const admitBy = async (target: string, enrolment: string) => {
    const order = await organisation.order("admit", [target], [organisation.operator], { enrolment });
    return (await gate.submit(order.envelope, [target])).json;
  };
  const other = gate.context.devices.all().next().value!.id;
  for (const [target, enrolment] of [
    [device.id, first.hash],
    [other, second.hash],
  ] as const)
    assert.equal((await admitBy(target, enrolment)).where, "order.params.enrolment");
  assert.equal((await admitBy(device.id, second.hash)).state, "released");
  assert.equal(device.state, "ready");
  assert.equal((await gate.get(`/gate/v1/confirm/${device.id}`)).status, 404);
  assert.equal((await gate.get(`/gate/v1/confirm/${"A".repeat(22)}`)).status, 404);
  assert.equal((await admitBy(device.id, second.hash)).where, "order.params.enrolment");
  // It is for the gatekeeper: no phone is handed it.
  assert.equal(gate.context.book.byDevice.has(device.id), false);
  await gate.restart();
  assert.deepEqual(gate.context.devices.get(device.id)!.state, "ready");
  assert.equal(gate.context.book.byDevice.has(device.id), false);
});
