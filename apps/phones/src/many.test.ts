// Many phones in one process, each verifying for itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Program } from "./testing/process.ts";
import { until, World } from "./testing/world.ts";

const count = 500;

test(`${count} phones in one process enrol, obey one order, and report`, async (t) => {
  const world = await World.make();
  const { gatekeeper, organisation } = world;
  gatekeeper.wait = 60;
  await world.invite();
  const files = ["--data", world.data, "--invitations", world.invitations];
  const program = new Program([...files, "--count", String(count), "--seed", "many", "--lean"]);
  t.after(async () => {
    await program.end("SIGKILL");
    await world.end();
  });
  const begun = Date.now();
  await until(() => gatekeeper.phones.size === count, "all enrolled", 90);
  const enrolled = Date.now();
  const devices = [...gatekeeper.phones.keys()];
  const lock = await organisation.order("lock", {}, { targets: devices });
  await gatekeeper.release(lock, devices);
  await until(
    () => devices.every((device) => gatekeeper.resultsOf(device, lock.hash)[0]?.outcome === "done"),
    "all",
    90,
  );
  t.diagnostic(`enrolled in ${enrolled - begun} ms, obeyed in ${Date.now() - enrolled} ms`);
  const { phones } = await program.ask({ command: "show-all" });
  assert.equal((phones as { locked: boolean }[]).filter(({ locked }) => locked).length, count);
  assert.equal(await program.end("SIGTERM"), 0);
  const counts = program.events.filter(({ event }) => event === "counts").at(-1)!;
  assert.equal(counts["executed.done"], count);
  assert.ok(program.events.length < 200, "counts, not lines");
});
