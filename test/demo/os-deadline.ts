// A least patch level with a deadline: who updates, who refuses, and who is told.
import { now } from "./insider.ts";
import { isEvent, type Organisation, operator, signTwice } from "./ordinary.ts";
import { chapter, expect, step } from "./table.ts";
import type { World } from "./world.ts";

const stubborn = 31;
const patch = "2027-01-05";

/** The chapter. */
export async function updateDeadline(world: World, organisation: Organisation): Promise<void> {
  chapter("A deadline for updates");
  const device = organisation.devices[stubborn]!;
  const live = organisation.devices.length - 1;
  let order = "";
  await step("a least patch level, with a deadline some seconds ahead", async () => {
    await world.command("refuse-update", stubborn);
    const deadline = String(now() + 8);
    const flags = ["--platform", "android", "--minimum", patch, "--deadline", deadline];
    order = String((await world.as("approver-1", "os", "publish", ...flags)).hash);
    await signTwice(world, order);
    const updated = (lines: { event: string; order?: unknown }[]) =>
      lines.filter(isEvent("updated", { order, patch })).length >= live - 1 ? true : undefined;
    await world.phones.until(`${live - 1} updates`, updated, 0, 60);
    return `${live - 1} phones installed ${patch}, at the deadline at the latest`;
  });
  await step("the one whose owner refuses is overdue, and says so", async () => {
    const alert = { phone: stubborn, what: "os-update-overdue", order };
    await world.phones.until("the alert", (lines) => lines.find(isEvent("alert", alert)), 0, 30);
    const { reports } = await world.as("approver-1", "report", "open", device, "--kind", "alert");
    const told = JSON.stringify(reports);
    expect(told.includes("os-update-overdue"), `the alerts are ${told}`);
    return "a sealed alert, signed by the phone";
  });
  await step("the server says who is behind", async () => {
    for (let attempt = 0; ; attempt++) {
      const { phones } = (await world.as(operator, "os", "behind", "android")) as { phones: { id: string }[] };
      const { updates } = await world.as(operator, "os", "list");
      if (phones.length === 1 && phones[0]!.id === device)
        return `1 of ${live}: ${device} (${JSON.stringify(updates).length} bytes of figures beside it)`;
      expect(attempt < 10, `behind: ${JSON.stringify(phones)}; ${JSON.stringify(updates)}`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  });
}
