// A lost phone, from the loss to the day it is found.
import { isEvent, type Organisation, operator } from "./ordinary.ts";
import { chapter, expect, step } from "./table.ts";
import type { World } from "./world.ts";

const phone = 30;
const place = { lat: 435_297_000, lon: 54_474_000, accuracy: 12 };

type Lost = { lost: false | { message?: string; contact?: string; sound: boolean }; rings: number };

async function stateOf(world: World): Promise<Lost> {
  return (await world.show(phone)).state as Lost;
}

/** Orders `argv` and waits until the phone did it. */
async function done(world: World, action: string, ...argv: string[]): Promise<void> {
  const { hash } = await world.as(operator, ...argv);
  await world.phones.until(action, (lines) => lines.find(isEvent("executed", { order: hash, phone })), 0, 30);
}

/** The chapter. */
export async function lostPhone(world: World, organisation: Organisation): Promise<void> {
  chapter("A lost phone");
  const device = organisation.devices[phone]!;
  await world.command("move", phone, place);
  await step("lost mode with a message for the finder, sealed to the phone", async () => {
    const message = world.file("lost-message.txt", "Please call us, there is a reward.");
    const contact = world.file("lost-contact.txt", "+33 1 00 00 00 00");
    const flags = ["--message-file", message, "--contact-file", contact, "--sound"];
    await done(world, "lost mode", "lost", device, ...flags);
    const { lost } = await stateOf(world);
    expect(lost !== false && lost.sound && lost.message === "Please call us, there is a reward.", JSON.stringify(lost));
    expect(lost.contact === "+33 1 00 00 00 00", JSON.stringify(lost));
    return "the phone shows message and number, and sounds; the server had neither in clear";
  });
  await step("it rings", async () => {
    const before = (await stateOf(world)).rings;
    await done(world, "the ring", "ring", device, "--seconds", "30");
    expect((await stateOf(world)).rings === before + 1, "it did not ring");
    return "executed, also on a silent phone";
  });
  await step("locate: the answer opens with the directory key of an approver", async () => {
    const { position } = await world.as("approver-1", "locate", device, "--wait");
    const found = position as typeof place & { signed: string };
    expect(found.lat === place.lat && found.lon === place.lon && found.signed === "phone", JSON.stringify(found));
    return `${found.lat / 1e7}, ${found.lon / 1e7} within ${found.accuracy} m, signed by the phone: where it was taken to`;
  });
  await step("an operator without the directory key may ask, and reads nothing", async () => {
    const blind = await world.attempt(operator, "locate", device, "--wait");
    expect(blind.code === 1 && blind.json.error === "directory.key", JSON.stringify(blind.json));
    await done(world, "the position", "locate", device);
    const open = await world.attempt(operator, "report", "open", device);
    expect(open.code === 1 && open.json.error === "directory.key", JSON.stringify(open.json));
    return `refused: ${String(open.json.message)}`;
  });
  await step("found again: lost mode ends", async () => {
    await done(world, "the end of lost mode", "found-again", device);
    expect((await stateOf(world)).lost === false, "it is still lost");
    await world.command("walk", phone);
    return "message and sound are gone";
  });
}
