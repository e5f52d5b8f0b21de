import { type Charter, currentLog, fromBase64, fromHex, type JsonValue, readJson } from "@rempart/trust";

/** Size and root of the log that a client believed last. The next one must continue it. */
export interface SeenLog {
  epoch: number;
  size: number;
  /** Hex. */
  root: string;
}

/** What a client knows from signed bytes alone. */
export interface Trust {
  /** The verified chain, from the genesis. */
  charters: readonly Charter[];
  newest: Charter;
  log: SeenLog;
}

const limit = 256 * 1024 * 1024;

/** What is known from a verified chain and, where one was kept, the log that was seen last. */
export function trustFrom(charters: readonly Charter[], seen?: SeenLog): Trust {
  const newest = charters.at(-1)!;
  const { epoch, startSize, startRoot } = currentLog(newest.body);
  const log = seen?.epoch === epoch ? seen : { epoch, size: startSize, root: startRoot };
  return { charters, newest, log };
}

/** The raw JSON of a document's payload, for showing every field as it was signed. */
export function payloadOf(envelope: JsonValue): JsonValue {
  const { payload } = envelope as { payload: string };
  return readJson(fromBase64(payload)!, limit, "payload");
}

/** The root of a log that was seen, as bytes. */
export function seenRoot(log: SeenLog): Uint8Array {
  return fromHex(log.root);
}
