import { join } from "node:path";
import { anyJson, type Trust, trustFrom } from "@rempart/client";
import { extendChain, forms, readJson, schema } from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { readIfThere, writePrivate } from "./files.ts";
import type { ProfileFile } from "./profile.ts";

const { integer, list, literal, object } = schema;
const stored = object({
  v: literal(1),
  charters: list(anyJson, 1, 100_000),
  log: object({ epoch: integer(1), size: forms.size, root: forms.hash }),
});

const limit = 256 * 1024 * 1024;

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
