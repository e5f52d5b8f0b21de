// kill -9 of every process at random moments while orders flow: no accepted order is lost, none is carried out twice,
// and the log is one history throughout.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { auditLog, auditPhones, auditServer, isExecuted } from "./audit.ts";
import { Flow } from "./flow.ts";
import { Stack, until } from "./stack.ts";

const phones = 5;
const victims = [
  "gatekeeper",
  "phones",
  "gatekeeper's PostgreSQL",
  "server",
  "server's PostgreSQL",
  "gatekeeper's PostgreSQL",
  "phones",
  "gatekeeper",
  "launcher",
  "gatekeeper",
] as const;

async function kill(stack: Stack, victim: (typeof victims)[number]): Promise<void> {
  switch (victim) {
    case "gatekeeper":
    case "server":
      return void process.kill(stack.pidOf(victim), "SIGKILL");
    case "gatekeeper's PostgreSQL":
      return void process.kill(stack.postmasterOf("gatekeeper"), "SIGKILL");
    case "server's PostgreSQL":
      return void process.kill(stack.postmasterOf("server"), "SIGKILL");
    case "phones":
      await stack.killPhones();
      return stack.startPhones(phones);
    case "launcher":
      await stack.launcher.stop("SIGKILL");
      return stack.launch();
  }
}

test("whatever is killed with -9, no accepted order is lost and none is carried out twice", async (t) => {
  const stack = await Stack.start();
  t.after(() => stack.close());
  const devices = await stack.enrol(phones);
  const flow = new Flow(stack, devices);
  for (const victim of victims) {
    const before = flow.accepted.length;
    // Somewhere in the middle of the work: orders flow again, then a moment that nobody chose.
    await until(`orders to flow before the end of the ${victim}`, 45, async () =>
      flow.accepted.length > before + 3 ? true : undefined,
    );
    await sleep(Math.random() * 700);
    await kill(stack, victim);
  }
  await sleep(1000);
  await flow.stop();
  const { accepted, heads } = flow;
  const lines = () => [...stack.phoneLines, ...stack.phones.lines];
  await until("all phones to carry out all orders", 60, async () => (isExecuted(lines(), accepted) ? true : undefined));
  await auditServer(stack, accepted);
  const interrupted = auditPhones(lines(), accepted);
  const log = await auditLog(stack, accepted, heads);
  t.diagnostic(
    `${accepted.length} orders, ${flow.repeated} submitted again, ${victims.length} kills, ${interrupted} interrupted, ${heads.length} heads, ${log.size} entries`,
  );
  assert.ok(heads.length > 10);
});
