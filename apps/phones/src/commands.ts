// Commands, one JSON object a line on standard input.
import type { Event } from "./events.ts";
import type { Fleet } from "./fleet.ts";
import type { Phone } from "./phone.ts";
import { compact, show } from "./show.ts";
import { act, type Fields, Mistake, userCommands } from "./user.ts";

function mistake(message: string): Event {
  return { event: "error", message };
}

function phoneOf(fleet: Fleet, index: unknown): Phone {
  const phone = fleet.phones.find(({ identity }) => identity.index === index);
  if (!phone) throw new Mistake("there is no such phone");
  return phone;
}

/** All phones where a command names none; only what moves them may do so. */
async function actOn(fleet: Fleet, command: string, fields: Fields): Promise<Event> {
  const index = fields.phone;
  if (index === undefined && command === "walk") {
    for (const phone of fleet.phones) await act(phone, command, fields);
    return { event: "did", command };
  }
  const phone = phoneOf(fleet, index);
  await act(phone, command, fields);
  return { event: "did", command, phone: phone.identity.index };
}

async function answer(fleet: Fleet, fields: Fields): Promise<Event | undefined> {
  const { command, url } = fields;
  switch (command) {
    case "show":
      return { event: "show", ...show(phoneOf(fleet, fields.phone)) };
    case "show-all":
      return { event: "show-all", phones: fleet.phones.map(compact) };
    case "rendezvous":
      if (typeof url === "string" && fleet.redirect(url)) return { event: "rendezvous", url };
      return mistake("the charter names no such rendezvous");
    case "quit":
      return undefined;
    default:
      if (typeof command === "string" && userCommands.includes(command)) return actOn(fleet, command, fields);
      return mistake(`commands: show, show-all, rendezvous, quit, ${userCommands.join(", ")}`);
  }
}

/** The answer to one command; undefined for `quit`. */
export async function answerTo(line: string, fleet: Fleet): Promise<Event | undefined> {
  let fields: unknown;
  try {
    fields = JSON.parse(line);
  } catch {
    return mistake("a command is one JSON object in one line");
  }
  if (typeof fields !== "object" || fields === null || Array.isArray(fields))
    return mistake("a command is one JSON object in one line");
  try {
    return await answer(fleet, fields as Fields);
  } catch (error) {
    if (error instanceof Mistake) return mistake(error.message);
    throw error;
  }
}
