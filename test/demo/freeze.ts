// One signature stops everything; a quorum lifts it.
import { orderBody, signerOf, signOrder } from "./insider.ts";
import { isEvent, type Organisation, operator } from "./ordinary.ts";
import { chapter, expect, step } from "./table.ts";
import type { World } from "./world.ts";

/** The third chapter. */
export async function freezeAndLift(world: World, organisation: Organisation): Promise<void> {
  chapter("Freeze");
  const device = organisation.devices[8]!;
  const live = organisation.devices.length - 1;
  let from = world.phones.lines.length;
  await step("one approver freezes; every phone on the line knows", async () => {
    await world.as("approver-3", "freeze");
    await world.phones.until(
      `${live} frozen phones`,
      (lines) =>
        new Set(lines.filter(isEvent("frozen", { frozen: true })).map((line) => line.phone)).size >= live
          ? true
          : undefined,
      from,
    );
    return `${live} phones frozen`;
  });
  await step("while frozen: an operator's lock, a policy", async () => {
    const cli = await world.attempt(operator, "lock", device);
    expect(
      cli.json.complete === false && cli.json.submitted === undefined,
      `an operator locked a phone while frozen: ${JSON.stringify(cli.json)}`,
    );
    const order = await signOrder(orderBody(organisation.genesis, "query", [device], { what: ["apps"] }), [
      await signerOf(world, operator),
    ]);
    const { json } = await world.submit(order.envelope, [device]);
    expect(json.error === "freeze", `got ${JSON.stringify(json)}`);
    return `CLI: ${Number(cli.json.missing)} more signatures needed; gatekeeper: ${String(json.message)}`;
  });
  await step("while frozen: two approvers lock one phone", async () => {
    const draft = await world.as("approver-1", "lock", device);
    const hash = String(draft.hash);
    await world.as("approver-2", "order", "sign", hash, "--yes", "--submit");
    await world.phones.until("the lock", (lines) => lines.find(isEvent("executed", { order: hash })));
    return "executed: the rule for frozen times asks for two";
  });
  from = world.phones.lines.length;
  await step("two approvers lift the freeze", async () => {
    const one = await world.as("approver-1", "unfreeze");
    await world.as("approver-2", "order", "sign", String(one.hash), "--yes", "--submit", "--direct");
    await world.phones.until(
      `${live} thawed phones`,
      (lines) =>
        new Set(lines.filter(isEvent("frozen", { frozen: false })).map((line) => line.phone)).size >= live
          ? true
          : undefined,
      from,
    );
    const json = await world.as(operator, "lock", organisation.devices[9]!);
    await world.phones.until("a lock after the freeze", (lines) =>
      lines.find(isEvent("executed", { order: json.hash })),
    );
    return `${live} phones go on, and obey an operator's lock again`;
  });
}
