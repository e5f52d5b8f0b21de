import { join } from "node:path";
import {
  type Charter,
  currentLog,
  extendChain,
  forms,
  fromBase64,
  fromHex,
  type JsonValue,
  readJson,
  schema,
} from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { readIfThere, writePrivate } from "./files.ts";
import type { ProfileFile } from "./profile.ts";

const { integer, list, literal, object } = schema;
const raw: schema.Reader<JsonValue> = (value) => value;
const stored = object({
  v: literal(1),
  charters: list(raw, 1, 100_000),
  log: object({ epoch: integer(1), size: forms.size, root: forms.hash }),
});

/** Size and root of the log that this profile believed last. The next one must continue it. */
export interface SeenLog {
  epoch: number;
  size: number;
  root: string;
}

/** What a profile knows from signed bytes alone. */
export interface Trust {
  charters: readonly Charter[];
  newest: Charter;
  log: SeenLog;
}

const limit = 256 * 1024 * 1024;

/** What is known right after the genesis charter was pinned. */
export function trustFrom(charters: readonly Charter[], seen?: SeenLog): Trust {
  const newest = charters.at(-1)!;
  const { epoch, startSize, startRoot } = currentLog(newest.body);
  const log = seen?.epoch === epoch ? seen : { epoch, size: startSize, root: startRoot };
  return { charters, newest, log };
}

/** Writes trust.json. */
export async function saveTrust(folder: string, trust: Trust): Promise<void> {
  const charters = trust.charters.map((charter) => charter.document.envelope);
  await writePrivate(join(folder, "trust.json"), `${JSON.stringify({ v: 1, charters, log: trust.log })}\n`);
}

/** Reads trust.json and verifies the chain again from the genesis that profile.json pins. */
export async function loadTrust(profile: ProfileFile & { folder: string }): Promise<Trust> {
  const path = join(profile.folder, "trust.json");
  const bytes = await readIfThere(path);
  if (!bytes)
    throw new Problem("profile.missing", path, t`The profile has no charter. Found it again, or restore a copy.`);
  const file = stored(readJson(bytes, limit, "trust.json"), "trust");
  return trustFrom(await extendChain([], profile.genesis, file.charters), file.log);
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
