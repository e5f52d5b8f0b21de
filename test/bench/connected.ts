// Parts orders, memory and policy: thousands of phones that wait for orders, and what that costs.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Talker } from "../demo/lines.ts";
import { type Fleet, openFleet } from "./fleet.ts";
import type { PartName, Sizes } from "./options.ts";
import { benchOrders } from "./orders.ts";
import { benchPolicy } from "./policy.ts";
import type { Row } from "./table.ts";

/** Files that a process opens beside its connections. */
const otherFiles = 500;

/** Refuses to begin what would end in EMFILE: a connection is an open file in the gatekeeper and in the phones' process. */
function checkOpenFiles(phones: number): void {
  if (process.platform !== "linux") return;
  // The hard limit counts: Node raises the soft one to it by itself.
  const limit = /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
  if (limit === undefined || limit === "unlimited" || Number(limit) >= phones + otherFiles) return;
  throw new Error(
    `${phones} phones need ${phones + otherFiles} open files in one process, but the limit is ${limit}. ` +
      `Raise it (ulimit -Hn, or LimitNOFILE= of the service), or use --phones ${Math.max(20, Number(limit) - otherFiles)}.`,
  );
}

function say(text: string): void {
  console.error(`bench: ${text}`);
}

/** Waits until `count` phones hold a poll. */
async function untilWaiting(fleet: Fleet, count: number): Promise<void> {
  const deadline = Date.now() + 20 * 60_000;
  for (let last = 0; ; ) {
    const { waiting } = await fleet.figures();
    if (waiting >= count) return;
    if (Date.now() > deadline) throw new Error(`only ${waiting} of ${count} phones came to wait within 20 minutes`);
    if (Date.now() - last > 10_000) {
      say(`${waiting} of ${count} phones wait`);
      last = Date.now();
    }
    await sleep(1000);
  }
}

/** Resident bytes of the gatekeeper when `count` phones wait: the least of a few looks, without passing garbage. */
async function residentWith(fleet: Fleet, count: number): Promise<number> {
  await untilWaiting(fleet, count);
  const seen: number[] = [];
  for (let look = 0; look < 5; look++) {
    await sleep(1000);
    seen.push((await fleet.figures()).rss);
  }
  return Math.min(...seen);
}

/** Ids of the phones of `talker`. */
async function idsOf(talker: Talker): Promise<string[]> {
  const from = talker.lines.length;
  talker.say({ command: "show-all" });
  const line = await talker.until("the phones", (lines) => lines.find((one) => one.event === "show-all"), from, 120);
  return (line.phones as { device: string }[]).map(({ device }) => device);
}

async function onFleet(fleet: Fleet, parts: readonly PartName[], sizes: Sizes): Promise<Row[]> {
  const { phones } = sizes;
  const few = Math.min(1000, Math.floor(phones / 2));
  const ticket = await fleet.ticket(phones + 1);
  const start = performance.now();
  let talkers = [fleet.phones("few", 0, few), fleet.phones("others", few, phones - few)];
  await untilWaiting(fleet, phones);
  const seconds = (performance.now() - start) / 1000;
  const rows: Row[] = [
    { metric: `${phones} phones enrolled and waiting after`, value: seconds, unit: "s" },
    { metric: "  enrolments a second, with all that phones do", value: phones / seconds, unit: "/s" },
  ];
  const devices = (await Promise.all(talkers.map(idsOf))).flat();
  if (parts.includes("memory")) {
    // A fresh process: what enrolment left behind in the heap is no part of waiting.
    for (const talker of talkers) await talker.stop();
    await fleet.restartGatekeeper();
    const again = [fleet.phones("few", 0, few)];
    const before = await residentWith(fleet, few);
    again.push(fleet.phones("others", few, phones - few));
    const after = await residentWith(fleet, phones);
    talkers = again;
    rows.push(
      {
        metric: `memory of the gatekeeper per waiting phone (${few} to ${phones})`,
        value: (after - before) / (phones - few) / 1000,
        unit: "KB",
        aim: { below: 65 },
      },
      { metric: `  resident with ${phones} waiting phones`, value: after / 1e6, unit: "MB" },
    );
  }
  if (parts.includes("policy")) rows.push(...(await benchPolicy(fleet, talkers, sizes)));
  if (parts.includes("orders")) rows.push(...(await benchOrders(fleet, talkers, devices, ticket, sizes)));
  return rows;
}

/** The parts that need phones, on one fleet. */
export async function benchConnected(parts: readonly PartName[], sizes: Sizes): Promise<Row[]> {
  checkOpenFiles(sizes.phones);
  const fleet = await openFleet();
  try {
    return await onFleet(fleet, parts, sizes);
  } finally {
    await fleet.close();
  }
}
