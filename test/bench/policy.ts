// One policy to every phone at once, until all have reported: what that costs the gatekeeper, and what the phones cost us.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "@rempart/trust";
import type { Talker } from "../demo/lines.ts";
import type { Fleet } from "./fleet.ts";
import type { Sizes } from "./options.ts";
import type { Row } from "./table.ts";

/** Milliseconds of processor time that the process `pid` has used; NaN where the platform does not say. */
function cpuOf(pid: number | undefined): number {
  if (process.platform !== "linux" || pid === undefined) return Number.NaN;
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // Fields 14 and 15 in ticks of 10 ms; the name in front may hold spaces, hence from its closing bracket.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function carriedOut(talkers: readonly Talker[]): number {
  const counts = talkers.map((talker) => talker.lines.findLast((line) => line.event === "counts"));
  return counts.reduce((sum, line) => sum + Number(line?.["executed.done"] ?? 0), 0);
}

/** Waits until the gatekeeper holds results of all phones: its poll count is full again and every phone has acted. */
async function untilReported(fleet: Fleet, talkers: readonly Talker[], target: number, phones: number): Promise<void> {
  const deadline = Date.now() + 10 * 60_000;
  for (;;) {
    if (carriedOut(talkers) >= target && (await fleet.figures()).waiting >= phones) return;
    if (Date.now() > deadline) throw new Error(`phones carried out ${carriedOut(talkers)} of ${target}`);
    await sleep(250);
  }
}

/** Part policy: three approvers sign, so that the first hour's reach does not hold it back. */
export async function benchPolicy(fleet: Fleet, talkers: readonly Talker[], { phones }: Sizes): Promise<Row[]> {
  await sleep(3000);
  const policy = await fleet.policy(newId(), [
    { kind: "camera", disabled: true },
    { kind: "passcode", minimumLength: 8 },
    { kind: "apps-denied", packages: ["com.example.game"] },
  ]);
  const target = carriedOut(talkers) + phones;
  const before = (await fleet.figures()).cpu;
  const generator = talkers.map((talker) => cpuOf(talker.child.pid));
  const start = performance.now();
  await fleet.submit(policy.envelope);
  await untilReported(fleet, talkers, target, phones);
  const seconds = (performance.now() - start) / 1000;
  const cpu = ((await fleet.figures()).cpu - before) / 1000;
  const load = talkers.reduce((sum, talker, i) => sum + cpuOf(talker.child.pid) - generator[i]!, 0) / 1000;
  return [
    { metric: `one policy to ${phones} phones, all reported after`, value: seconds, unit: "s" },
    {
      metric: "  processor time of the gatekeeper",
      value: cpu,
      unit: "s",
      // 3 s for 10,000 phones, in proportion.
      aim: { below: (3 * phones) / 10_000 },
    },
    { metric: "  the same, per phone", value: (cpu * 1000) / phones, unit: "ms" },
    { metric: "  processor time of the virtual phones, all of them", value: load, unit: "s" },
  ];
}
