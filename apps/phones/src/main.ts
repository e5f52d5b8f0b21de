// Virtual phones: node apps/phones/src/main.ts --data DIR --invitations FILE --count N --seed TEXT
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { answerTo } from "./commands.ts";
import { openEvents } from "./events.ts";
import { type FleetOptions, openFleet } from "./fleet.ts";
import { readPackage } from "./packages.ts";
import { readTrack } from "./track.ts";

const usage = `usage: main.ts --data DIR --invitations FILE --count N (--seed TEXT | --seed-file FILE)
               [--rendezvous URL] [--start-at K] [--lean]
               [--track FILE] [--walk-speed METRES] [--speed FACTOR] [--check-seconds SECONDS]`;

function fail(message: string): never {
  console.error(`phones: ${message}`);
  process.exit(1);
}

function numberOf(value: string | undefined, standard: number, least: number, most: number): number {
  const number = value === undefined ? standard : Number(value);
  return number >= least && number <= most ? number : fail(usage);
}

/** Keys derive from the seed: where it shall be a secret, it is no argument. */
async function readSeed(path: string): Promise<string> {
  const seed = (await readFile(path, "utf8").catch((error: Error) => fail(error.message))).trim();
  return seed === "" ? fail(`${path} holds no seed`) : seed;
}

async function readOptions(): Promise<FleetOptions & { lean: boolean }> {
  const text = { type: "string" } as const;
  const options = { data: text, invitations: text, count: text, seed: text, rendezvous: text, "start-at": text };
  const world = { "seed-file": text, track: text, "walk-speed": text, speed: text, "check-seconds": text };
  const { values } = parseArgs({ options: { ...options, ...world, lean: { type: "boolean" } } });
  const { data, invitations } = values;
  const seed = values["seed-file"] === undefined ? values.seed : await readSeed(values["seed-file"]);
  const count = Number(values.count);
  const startAt = Number(values["start-at"] ?? 0);
  if (data === undefined || invitations === undefined || seed === undefined) fail(usage);
  if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(startAt) || startAt < 0) fail(usage);
  const track =
    values.track === undefined ? undefined : await readTrack(values.track).catch((error) => fail(error.message));
  return {
    ...{ data, invitations, seed, count, startAt, rendezvous: values.rendezvous, lean: values.lean ?? false, track },
    readPackage,
    walkSpeed: numberOf(values["walk-speed"], 1.4, 0, 1000),
    speed: numberOf(values.speed, 1, 0.001, 1_000_000),
    checkSeconds: numberOf(values["check-seconds"], 30, 0.25, 86_400),
  };
}

const { lean, ...options } = await readOptions();
const events = openEvents(lean);
const fleet = await openFleet(options, events).catch((error: unknown) => fail(String(error)));
let stopping = false;
const quit = (): void => {
  if (stopping) return;
  stopping = true;
  fleet.stop().then(
    () => {
      events.stop();
      process.exit(0);
    },
    (error: unknown) => fail(String(error)),
  );
};
process.on("SIGTERM", quit);
process.on("SIGINT", quit);
// One after the other: what a command changed is there for the next.
let turn = Promise.resolve();
createInterface({ input: process.stdin }).on("line", (line) => {
  turn = turn.then(async () => {
    const answer = await answerTo(line, fleet);
    if (answer) events.answer(answer);
    else quit();
  });
  turn.catch((error: unknown) => fail(String(error)));
});
events.answer({ event: "started", phones: fleet.phones.length });
fleet.run().catch((error: unknown) => fail(String(error)));
