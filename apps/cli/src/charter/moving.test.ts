// A gatekeeper gets new keys, moves to another address with another TLS authority, and nobody is enrolled again.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { type AddressInfo, createServer as createTcp } from "node:net";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { prepareKeys, switchTls } from "../../../gatekeeper/src/keys/prepare.ts";
import { ensureTls } from "../../../launcher/src/tls.ts";
import type { Event } from "../../../phones/src/events.ts";
import { openFleet } from "../../../phones/src/fleet.ts";
import { makeCertificate, makeIssuer } from "../../../phones/src/testing/certificates.ts";
import { type RealWorld, realWorld } from "../testing/real.ts";

async function freePort(): Promise<number> {
  const server = createTcp();
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A second rendezvous that knows nothing but charters, behind a certificate that nobody pins. */
async function charterMirror() {
  const charters: unknown[] = [];
  const server = createServer(makeCertificate(makeIssuer()), (request, response) => {
    const charter = charters[Number(/^\/charters\/(\d+)$/.exec(request.url ?? "")?.[1]) - 1];
    response.writeHead(charter ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(charter ?? { error: "not-found" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const url = `https://localhost:${(server.address() as AddressInfo).port}`;
  return { url, charters, close: () => server.close().closeAllConnections() };
}

/** One phone in this process, which may be switched off and on. */
function phoneIn(folder: string) {
  const events: Event[] = [];
  let fleet: Awaited<ReturnType<typeof openFleet>> | undefined;
  let running: Promise<void> | undefined;
  const emit = (event: Event): void => void events.push(event);
  return {
    events,
    async on() {
      const where = { data: folder, invitations: join(folder, "invitations"), seed: folder };
      const options = { ...where, count: 1, startAt: 0, rendezvous: undefined };
      fleet = await openFleet(options, { emit, answer: emit, stop: () => undefined });
      running = fleet.run();
    },
    async off() {
      await fleet?.stop();
      await running;
      fleet = undefined;
    },
    async event(name: string, is: (event: Event) => boolean = () => true): Promise<Event> {
      for (let tries = 0; tries < 600; tries++) {
        const found = events.findLast((event) => event.event === name && is(event));
        if (found) return found;
        await sleep(50);
      }
      throw new Error(`no ${name}: ${JSON.stringify(events)}`);
    },
  };
}

describe("a gatekeeper that moves", () => {
  let world: RealWorld;
  let mirror: Awaited<ReturnType<typeof charterMirror>>;
  const phones: ReturnType<typeof phoneIn>[] = [];
  before(async () => {
    mirror = await charterMirror();
    world = await realWorld((port) => [`https://localhost:${port}`, mirror.url]);
    for (const name of ["near", "far"]) {
      const folder = join(world.folder, name);
      await mkdir(folder);
      const out = join(folder, "qr");
      const made = await world.run("otto", "ticket", "create", "--uses", "1", "--hours", "1", "--out", out);
      assert.equal(made.code, 0, made.stdout);
      await writeFile(join(folder, "invitations"), `${(await readFile(out, "utf8")).trim()}\n`);
      phones.push(phoneIn(folder));
    }
  });
  after(async () => {
    for (const phone of phones) await phone.off();
    mirror.close();
    await world.close();
  });

  async function ceremony(name: string, ...flags: string[]) {
    const out = join(world.folder, `${name}.json`);
    const told = await world.run("anna", "charter", "propose", "--out", out, "--compared", ...flags);
    assert.equal(told.code, 0, told.stdout);
    const keys = [1, 2].flatMap((root) => ["--root-key", world.root(root)]);
    const signed = await world.run("roots", "charter", "sign", "--proposal", out, "--yes", ...keys);
    assert.equal(signed.json.complete, true, signed.stdout);
    const done = await world.run("anna", "charter", "publish", "--proposal", out);
    assert.equal(done.json.proved, true, done.stdout);
    mirror.charters.splice(
      0,
      Number.POSITIVE_INFINITY,
      ...world.gatekeeper.context.charters.chain.map((one) => one.document.envelope),
    );
    return told;
  }
  async function lock(device: string) {
    const ran = await world.run("otto", "lock", device);
    assert.equal(ran.code, 0, ran.stdout);
    return ran.json.hash as string;
  }

  it("re-homes phones that were there, phones that were away, and people's profiles", async () => {
    const [near, far] = phones as [ReturnType<typeof phoneIn>, ReturnType<typeof phoneIn>];
    await near.on();
    await far.on();
    const devices = [(await near.event("enrolled")).device, (await far.event("enrolled")).device] as [string, string];
    await near.event("connected");
    await far.event("connected");
    await far.off();

    const { config } = world.gatekeeper;
    const data = dirname(config.data);
    const carried = join(world.folder, "next-keys.json");
    const words = (await prepareKeys(data, ["seal", "log", "tls"], carried)).map((key) => key.words);
    const [tlsPort, consolePort] = [await freePort(), await freePort()];
    const moved = `https://localhost:${tlsPort}`;
    const told = await ceremony(
      "move",
      "--gatekeeper-keys",
      carried,
      "--rendezvous",
      moved,
      "--rendezvous",
      mirror.url,
    );
    for (const one of words)
      assert.ok(told.stderr.includes(one), "the words of the host's terminal are the proposer's too");
    const { body } = world.gatekeeper.context.charters.newest;
    assert.equal(body.tlsPins.length, 3, "two keys in use during the change, and the spare");
    assert.equal(body.logs.length, 2);

    await world.gatekeeper.halt();
    assert.equal(switchTls(data), body.tlsPins[2]);
    await ensureTls(data);
    config.tls.port = tlsPort;
    config.console.port = consolePort;
    await world.gatekeeper.resume();

    await near.event("connected", (event) => event.url === moved);
    await far.on();
    await far.event("connected", (event) => event.url === moved);
    for (const [at, phone] of [near, far].entries()) {
      const order = await lock(devices[at]!);
      assert.equal((await phone.event("executed", (event) => event.order === order)).outcome, "done");
      assert.equal(phone.events.filter((event) => event.event === "enrolled").length, 1);
    }
    // Ben knew nothing of all this: his profile asks the rendezvous, verifies the new charter, and follows.
    const status = await world.run("ben", "status");
    assert.equal(status.json.version, 2, status.stdout);
    assert.match(status.stderr, /does not answer at .*; it does at .*This profile follows/);
    const profile = JSON.parse(await readFile(join(world.profileOf("ben"), "profile.json"), "utf8"));
    assert.equal(profile.gatekeeper, moved);

    // The second ceremony drops the key of before: phones go on, under two.
    await ceremony("drop", "--drop-tls-pin", body.tlsPins[0]!);
    const order = await lock(devices[0]);
    assert.equal((await near.event("executed", (event) => event.order === order)).outcome, "done");
  });
});
