// What a gatekeeper passes on to a launcher that is played here, and what it keeps to itself.
import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import { duplexPair } from "node:stream";
import { after, before, test } from "node:test";
import { formatInvitation, type JsonValue, randomBytes } from "@rempart/trust";
import { startTestGatekeeper } from "../testing/start.ts";

type Gate = Awaited<ReturnType<typeof startTestGatekeeper>>;

const [launcher, forGatekeeper] = duplexPair();
/** What the launcher was asked, and what it answers; silent without. */
const asked: { demonstration: JsonValue }[] = [];
let answer: object | undefined;
createInterface({ input: launcher }).on("line", (line) => {
  asked.push(JSON.parse(line));
  if (answer) launcher.write(`${JSON.stringify({ demonstration: answer })}\n`);
});

let gate: Gate;
before(async () => {
  gate = await startTestGatekeeper({ origin: "demonstration/log/1", launcher: forGatekeeper });
  assert.equal((await gate.found()).status, 201);
});
after(() => gate.stop());

/** An invitation under a ticket that the gatekeeper accepted, changed as `change` says. */
async function invitation(
  to: Gate,
  uses = 40,
  extra: Record<string, JsonValue> = {},
  change: Record<string, string> = {},
): Promise<{ [field: string]: JsonValue }> {
  const { organisation } = to;
  const { ticket, secret } = await organisation.ticket(uses, organisation.approvers.slice(0, 2), extra);
  assert.equal((await to.submit(ticket.envelope)).status, 200);
  const { rendezvous, tlsPins } = organisation.genesis.body as { rendezvous: string[]; tlsPins: string[] };
  const text = formatInvitation({
    ...{ url: rendezvous[0]!, pin: tlsPins[0]!, genesis: organisation.genesis.hash, ticket: ticket.hash, secret },
  });
  return { ...JSON.parse(text), ...change };
}
const start = (to: Gate, body: JsonValue) => to.post("/gate/v1/demonstration", { invitation: body });

test("an invitation that this organisation's people did not sign for 40 phones never reaches the launcher", async () => {
  const other = Buffer.from(randomBytes(32)).toString("base64url");
  const good = await invitation(gate);
  const used = await invitation(gate);
  const [ticket, secret] = [used.t, used.s].map((one) => Buffer.from(String(one), "base64url")) as [Buffer, Buffer];
  await gate.phone().enrol(ticket.toString("hex"), secret, gate.organisation.genesis.hash);
  const wrongs: [JsonValue, number, string, string][] = [
    [null, 400, "schema", "qr"],
    [{ ...good, x: 1 }, 400, "schema", "qr.x"],
    [{ ...good, u: "https://elsewhere.example" }, 400, "request", "invitation.u"],
    [{ ...good, p: other }, 400, "request", "invitation.p"],
    [{ ...good, g: other }, 400, "request", "invitation.g"],
    [{ ...good, t: other }, 403, "ticket.unknown", "ticket"],
    [{ ...good, s: other }, 403, "ticket.secret", "invitation.s"],
    [used, 400, "request", "invitation.t"],
    [await invitation(gate, 39), 400, "request", "invitation.t"],
    [await invitation(gate, 40, { confirm: true }), 400, "request", "invitation.t"],
  ];
  for (const [wrong, status, error, where] of wrongs) {
    const got = await start(gate, wrong);
    assert.deepEqual([got.status, got.json.error, got.json.where], [status, error, where], JSON.stringify(got.json));
  }
  assert.equal((await gate.post("/gate/v1/demonstration", {})).json.where, "body.invitation");
  assert.deepEqual(asked, []);
});

test("the launcher is told once; what it says is the status; one demonstration and no second", async () => {
  const good = await invitation(gate);
  answer = { phones: 0, error: "the phones ended at once" };
  const failed = await start(gate, good);
  assert.deepEqual([failed.status, failed.json.error], [503, "busy"]);
  assert.match(String(failed.json.message), /the phones ended at once/);
  assert.equal((await gate.get("/gate/v1/status")).json.demonstration, undefined);

  answer = undefined;
  asked.length = 0;
  const first = start(gate, good);
  while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(asked, [{ demonstration: good }]);
  assert.equal((await start(gate, good)).json.error, "demonstration.running");
  // Noise on the line is no answer.
  launcher.write('{"demonstration":{"phones":"40"}}\nnull\n{\n{"demonstration":{"phones":40}}\n');
  assert.deepEqual(await first, { status: 201, json: { phones: 40 } });
  assert.deepEqual((await gate.get("/gate/v1/status")).json.demonstration, { phones: 40 });
  const second = await start(gate, await invitation(gate));
  assert.deepEqual([second.status, second.json.error], [409, "demonstration.running"]);
  assert.equal(asked.length, 1);
  assert.equal((await gate.get("/config.json")).json.demonstrationAllowed, true);
});

test("none for an organisation that is no demonstration, nor where no launcher offers it", async (t) => {
  const [end, forReal] = duplexPair();
  end.on("data", () => assert.fail("a real organisation's gatekeeper asked for virtual phones"));
  for (const options of [{ launcher: forReal }, { origin: "demonstration/log/1" }]) {
    const other = await startTestGatekeeper(options);
    t.after(() => other.stop());
    assert.equal((await other.found()).status, 201);
    const got = await start(other, await invitation(other));
    assert.deepEqual([got.status, got.json.error], [403, "demonstration"]);
  }
});
