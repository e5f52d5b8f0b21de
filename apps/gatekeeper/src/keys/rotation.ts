// Which keys a charter may name, and what follows once it is in force.
import { readFileSync } from "node:fs";
import { type CharterBody, currentLog, secretsOf } from "@rempart/trust";
import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import type { Log } from "../log/log.ts";
import { say } from "../output.ts";
import { certificatePin } from "./keys.ts";

/** What the keys depend on: the charter in force, and the documents that stand. */
type KeyContext = Pick<Context, "keys" | "charters" | "book">;

const words = { log: "log key", seal: "sealing key" } as const;

/**
 * Refuses with `request` a charter that names a log or sealing key whose private half is not here. Its heads would bear a
 * key that this gatekeeper cannot sign with, and its texts would be sealed to somebody else.
 */
export async function requireKeys(context: KeyContext, body: CharterBody): Promise<void> {
  const lacking = await context.keys.lacks(body);
  if (lacking === undefined) return;
  throw new GateError(
    "request",
    lacking === "log" ? "charter.logs" : "charter.sealKey",
    `the charter does not name this gatekeeper's ${words[lacking]}, nor one prepared on its host. Make the next keys there (npm run gatekeeper-keys -- prepare) and propose the charter with them`,
  );
}

/** Refuses with `request` a new epoch of the log that does not begin with the first entries of the log kept here. */
export async function requireEpoch(log: Log, before: CharterBody, next: CharterBody): Promise<void> {
  for (const { epoch, startSize, startRoot } of next.logs.slice(before.logs.length)) {
    if (startSize <= log.size() && (await log.rootAt(startSize)) === startRoot) continue;
    throw new GateError(
      "request",
      "charter.logs",
      `epoch ${epoch} starts at entry ${startSize} with a root that is not this log's: heads of it could not be signed here`,
    );
  }
}

/** Says so when the TLS keys shown to phones are none that the charter names: no phone would speak to this gatekeeper. */
export function checkPins({ tls }: Config, charters: Context["charters"]): void {
  if (!charters.founded) return;
  const shown = [tls.cert, tls.ca].map((path) => certificatePin(readFileSync(path, "utf8")));
  const { version, tlsPins } = charters.newest.body;
  if (shown.some((pin) => tlsPins.includes(pin))) return;
  const message = `charter version ${version} names none of the TLS keys shown here (${shown.join(", ")}): phones will not connect. Publish a charter that does (charter propose --tls-pin), or put the authority back that it names`;
  say("error", { where: "tls", message });
}

/** Sealing keys of older charters that the newest document of some stream still needs. */
function neededSealKeys(context: KeyContext): Set<string> {
  const { chain } = context.charters;
  const needed = new Set<string>();
  for (const { document } of context.book.standing()) {
    if (secretsOf(document.body).length === 0) continue;
    const named = chain.find((charter) => charter.hash === document.body.charter);
    if (named) needed.add(named.body.sealKey.kid);
  }
  return needed;
}

/**
 * Brings the files of keys in line with the charter in force: after it was accepted, and at each start, since a process
 * may have died between the two. Throws `stopped` when the charter's keys are not here: an older copy of the folder.
 */
export async function settleKeys(context: KeyContext): Promise<void> {
  if (!context.charters.founded) return;
  const { body } = context.charters.newest;
  const lacking = await context.keys.lacks(body);
  if (lacking !== undefined)
    throw new GateError(
      "stopped",
      "keys",
      `the ${words[lacking]} that charter version ${body.version} names (${lacking === "log" ? currentLog(body).kid : body.sealKey.kid}) is not in the folder of keys. Put the newest copy of it back.`,
    );
  context.keys.settle(body, neededSealKeys(context));
}
