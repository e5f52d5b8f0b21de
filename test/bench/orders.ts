// From a signed order to the phone that acts, while thousands of others wait.
import { setTimeout as sleep } from "node:timers/promises";
import { TestPhone } from "../../apps/gatekeeper/src/testing/phone.ts";
import type { Talker } from "../demo/lines.ts";
import type { Fleet } from "./fleet.ts";
import type { Sizes } from "./options.ts";
import { percentile } from "./statistics.ts";
import type { Row } from "./table.ts";

function executed(talkers: readonly Talker[]): number {
  const counts = talkers.map((talker) => talker.lines.findLast((line) => line.event === "counts"));
  return counts.reduce((sum, line) => sum + Number(line?.["executed.done"] ?? 0), 0);
}

async function untilExecuted(talkers: readonly Talker[], count: number): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (executed(talkers) < count) {
    if (Date.now() > deadline) throw new Error(`phones carried out ${executed(talkers)} of ${count} orders`);
    await sleep(20);
  }
}

/** `count` different ids, in random order. */
function some(devices: readonly string[], count: number): string[] {
  const mixed = devices.map((device) => [Math.random(), device] as const).sort(([a], [b]) => a - b);
  return Array.from({ length: count }, (_, i) => mixed[i % mixed.length]![1]);
}

/** Seconds from the first submission to the last execution (counted by the phones once a second). */
async function burst(fleet: Fleet, talkers: readonly Talker[], targets: readonly string[]): Promise<number> {
  const orders = [];
  for (const device of targets) orders.push({ device, order: await fleet.lock(device) });
  const before = executed(talkers);
  const start = performance.now();
  await Promise.all(orders.map(({ device, order }) => fleet.submit(order.envelope, [device])));
  await untilExecuted(talkers, before + targets.length);
  return (performance.now() - start) / 1000;
}

/** Milliseconds from a signed order to one phone's verified decision, everything included, on a phone of our own. */
async function endToEnd(fleet: Fleet, ticket: { hash: string; secret: Uint8Array }, count: number): Promise<number[]> {
  const phone = new TestPhone(fleet.tlsPort);
  try {
    await phone.enrol(ticket.hash, ticket.secret, fleet.genesis);
    await phone.hello();
    const taken: number[] = [];
    for (let i = 0; i < count; i++) {
      const order = await fleet.lock(phone.id);
      const polled = phone.poll(60);
      await sleep(40);
      const start = performance.now();
      const submitted = fleet.submit(order.envelope, [phone.id]);
      const seen = await polled;
      taken.push(performance.now() - start);
      await submitted;
      if (seen.length !== 1 || seen[0]?.code) throw new Error(`the phone saw ${JSON.stringify(seen)}`);
      await phone.report(seen);
    }
    return taken;
  } finally {
    phone.close();
  }
}

/** Part 3: orders one at a time, a burst, and the whole way to one phone. */
export async function benchOrders(
  fleet: Fleet,
  talkers: readonly Talker[],
  devices: readonly string[],
  ticket: { hash: string; secret: Uint8Array },
  { orders, phones }: Sizes,
): Promise<Row[]> {
  await sleep(2000);
  const warm = some(devices, 20);
  for (const device of warm) await fleet.submit((await fleet.lock(device)).envelope, [device]);
  await sleep(1000);
  await fleet.figures();
  for (const device of some(devices, orders)) {
    const order = await fleet.lock(device);
    await fleet.submit(order.envelope, [device]);
    await sleep(20);
  }
  await sleep(2500);
  const single = (await fleet.figures()).delivered;
  if (single.count < orders * 0.9) throw new Error(`only ${single.count} of ${orders} orders met a waiting phone`);
  const whole = await endToEnd(fleet, ticket, orders);
  const before = await fleet.figures();
  const many = Math.min(orders, phones);
  const seconds = await burst(fleet, talkers, some(devices, many));
  await sleep(1000);
  const after = await fleet.figures();
  const crowd = after.delivered;
  // Whatever else runs on the machine, this is what an order costs the gatekeeper: judged, logged, delivered, reported.
  const cpu = (after.cpu - before.cpu) / many;
  return [
    {
      metric: `submitted to written, ${phones} phones, one order at a time: p50`,
      value: single.p50,
      unit: "ms",
      aim: { below: 3 },
    },
    { metric: "  the same: p99", value: single.p99, unit: "ms", aim: { below: 25 } },
    { metric: `  ${many} orders at once: p50`, value: crowd.p50, unit: "ms" },
    { metric: "  the same: p99", value: crowd.p99, unit: "ms" },
    { metric: "  the same: all carried out after", value: seconds, unit: "s" },
    { metric: "  processor time of the gatekeeper per order, report included", value: cpu, unit: "ms" },
    { metric: "signed to verified by a phone, in another process: p50", value: percentile(whole, 0.5), unit: "ms" },
    { metric: "  the same: p99", value: percentile(whole, 0.99), unit: "ms" },
  ];
}
