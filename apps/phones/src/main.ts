// Virtual phones: node apps/phones/src/main.ts --data DIR --invitations FILE --count N --seed TEXT
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { type Event, openEvents } from "./events.ts";
import { type Fleet, type FleetOptions, openFleet } from "./fleet.ts";
import { compact, show } from "./show.ts";

const usage =
  "usage: main.ts --data DIR --invitations FILE --count N --seed TEXT [--rendezvous URL] [--start-at K] [--lean]";

function fail(message: string): never {
  console.error(`phones: ${message}`);
  process.exit(1);
}

function readOptions(): FleetOptions & { lean: boolean } {
  const text = { type: "string" } as const;
  const options = { data: text, invitations: text, count: text, seed: text, rendezvous: text, "start-at": text };
  const { values } = parseArgs({ options: { ...options, lean: { type: "boolean" } } });
  const { data, invitations, seed } = values;
  const count = Number(values.count);
  const startAt = Number(values["start-at"] ?? 0);
  if (data === undefined || invitations === undefined || seed === undefined) fail(usage);
  if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(startAt) || startAt < 0) fail(usage);
  return { data, invitations, seed, count, startAt, rendezvous: values.rendezvous, lean: values.lean ?? false };
}

interface Command {
  command?: unknown;
  phone?: unknown;
  url?: unknown;
}

function showOne(fleet: Fleet, index: unknown): Event {
  const phone = fleet.phones.find(({ identity }) => identity.index === index);
  return phone ? { event: "show", ...show(phone) } : mistake("there is no such phone");
}

function mistake(message: string): Event {
  return { event: "error", message };
}

/** The answer to one command; undefined for `quit`. */
function answerTo(line: string, fleet: Fleet): Event | undefined {
  let command: Command | null;
  try {
    command = JSON.parse(line) as Command | null;
  } catch {
    return mistake("a command is one JSON object in one line");
  }
  const url = command?.url;
  switch (command?.command) {
    case "show":
      return showOne(fleet, command.phone);
    case "show-all":
      return { event: "show-all", phones: fleet.phones.map(compact) };
    case "rendezvous":
      if (typeof url === "string" && fleet.redirect(url)) return { event: "rendezvous", url };
      return mistake("the charter names no such rendezvous");
    case "quit":
      return undefined;
    default:
      return mistake("commands: show, show-all, rendezvous, quit");
  }
}

const { lean, ...options } = readOptions();
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
createInterface({ input: process.stdin }).on("line", (line) => {
  const answer = answerTo(line, fleet);
  if (answer) events.answer(answer);
  else quit();
});
events.answer({ event: "started", phones: fleet.phones.length });
fleet.run().catch((error: unknown) => fail(String(error)));
