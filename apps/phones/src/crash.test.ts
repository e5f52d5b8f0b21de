// Kill -9 at random moments while orders flow: no order twice, none lost in silence.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Document, Order } from "@rempart/trust";
import { Program } from "./testing/process.ts";
import { until, World } from "./testing/world.ts";

const phones = 8;
const kills = 12;

function argumentsOf(world: World, count: number): string[] {
  return ["--data", world.data, "--invitations", world.invitations, "--count", String(count), "--seed", "crash"];
}

test("a process killed again and again obeys each order once or says that it was interrupted", async (t) => {
  const world = await World.make();
  const { gatekeeper, organisation } = world;
  gatekeeper.wait = 1;
  await world.invite();
  let program = new Program(argumentsOf(world, phones));
  const programs = [program];
  t.after(async () => {
    await program.end("SIGKILL");
    await world.end();
  });
  await until(() => gatekeeper.phones.size === phones, "all enrolled");
  const devices = [...gatekeeper.phones.keys()];
  const orders: Document<Order>[] = [];
  let flowing = true;
  const flow = (async () => {
    let prev: string | undefined;
    for (let n = 1; flowing; n++) {
      const ring = await organisation.order("ring", { seconds: 5 }, { targets: devices });
      orders.push(ring);
      await gatekeeper.release(ring, devices);
      const id = "AAAAAAAAAAAAAAAAAAAAAQ";
      const rules = [{ kind: "camera", disabled: n % 2 === 0 }];
      const policy = await organisation.order("policy", { id, rules }, { stream: `policy/${id}`, n, prev });
      prev = policy.hash;
      orders.push(policy);
      await gatekeeper.release(policy, devices);
      await sleep(60);
    }
  })();
  for (let kill = 0; kill < kills; kill++) {
    // Early kills hit the start and the first orders, later ones the middle of batches.
    await program.event(({ event }) => event === (kill % 3 === 0 ? "started" : "executed"));
    await sleep(Math.random() * 300);
    await program.end("SIGKILL");
    program = new Program(argumentsOf(world, phones));
    programs.push(program);
  }
  flowing = false;
  await flow;
  const settled = (): boolean =>
    orders.every(({ hash }) => devices.every((device) => gatekeeper.resultsOf(device, hash).length > 0));
  await until(settled, "a result for every order from every phone", 60);

  const happened = programs.flatMap(({ events }) => events.filter(({ event }) => event === "executed"));
  const done = new Map<string, number>();
  for (const { device, order, outcome } of happened)
    if (outcome === "done") done.set(`${device} ${order}`, (done.get(`${device} ${order}`) ?? 0) + 1);
  assert.deepEqual(
    [...done].filter(([, times]) => times > 1),
    [],
  );
  let interrupted = 0;
  for (const device of devices) {
    for (const { hash, body } of orders) {
      const outcomes = gatekeeper.resultsOf(device, hash).map(({ outcome, code }) => code ?? outcome);
      if (outcomes[0] === "interrupted") interrupted++;
      // One result; a policy may be overtaken by its successor, never come twice.
      const honest = ["done", "interrupted", ...(body.action === "policy" ? ["stream.old"] : [])];
      assert.equal(outcomes.length, 1, `${body.action} ${outcomes.join()}`);
      assert.ok(honest.includes(outcomes[0]!), `${body.action} ${outcomes.join()}`);
      if (outcomes[0] === "done") assert.equal(done.get(`${device} ${hash}`), 1);
    }
  }
  t.diagnostic(`${orders.length} orders, ${phones} phones, ${kills} kills, ${interrupted} interrupted`);
  // What the phones hold is what they reported: rings that were done, at most one more for each interruption.
  const shown = await program.ask({ command: "show-all" });
  assert.equal((shown.phones as unknown[]).length, phones);
  for (let index = 0; index < phones; index++) {
    const { device, state } = await program.ask({ command: "show", phone: index });
    const { rings, queued } = state as { rings: number; queued: number };
    const rang = orders.filter(
      ({ hash, body }) => body.action === "ring" && gatekeeper.resultsOf(device as string, hash)[0]!.outcome === "done",
    );
    assert.equal(rings, rang.length);
    assert.equal(queued, 0);
  }
  program.command({ command: "quit" });
  assert.equal(await program.end(), 0);
});

test("a wipe that was begun is finished by the next process, and a wiped phone stays away", async (t) => {
  const world = await World.make();
  const { gatekeeper, organisation } = world;
  await world.invite();
  let program = new Program(argumentsOf(world, 1));
  t.after(async () => {
    await program.end("SIGKILL");
    await world.end();
  });
  const device = (await program.event(({ event }) => event === "enrolled")).device as string;
  const wipe = await organisation.order(
    "wipe",
    { storage: true, esim: true, keepProtection: false },
    { targets: [device] },
  );
  gatekeeper.tamper = (bundle) => {
    // From here on nobody answers: the wiped phone cannot get rid of its last word.
    gatekeeper.broken = 503;
    return bundle;
  };
  await gatekeeper.release(wipe, [device], { reach: world.naming(wipe.body.id, device) });
  assert.equal((await program.event(({ event }) => event === "executed")).outcome, "started");
  await sleep(300);
  await program.end("SIGKILL");
  gatekeeper.broken = undefined;
  gatekeeper.tamper = (bundle) => bundle;
  program = new Program(argumentsOf(world, 1));
  await program.event(({ event }) => event === "wiped");
  assert.equal(gatekeeper.resultsOf(device, wipe.hash)[0]?.outcome, "started");
  await program.end("SIGTERM");
  const { hellos } = gatekeeper.phones.get(device)!;
  program = new Program(argumentsOf(world, 1));
  const { state } = await program.ask({ command: "show", phone: 0 });
  assert.equal((state as { wiped: boolean }).wiped, true);
  await sleep(300);
  assert.equal(gatekeeper.phones.get(device)!.hellos, hellos);
  assert.equal(await program.end("SIGTERM"), 0);
});
