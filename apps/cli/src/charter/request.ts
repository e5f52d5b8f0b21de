import type { StoredKey } from "@rempart/client";
// Files of public keys that are carried to whoever proposes a charter.

import { type KeyRequest, makeRequest, type PasskeyScope, readRequest } from "@rempart/client";
import { forms, readJson, schema } from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { readNamed } from "../profile/files.ts";
import { signerOf } from "../profile/keys.ts";

const { literal, object, optional } = schema;
const limit = 16 * 1024;

/** The request for a stored key, signed with it, as the text of its file. */
export async function requestText(key: StoredKey, use: KeyRequest["use"], now: number): Promise<string> {
  const { name, person, kid, spki } = key;
  const request = { use, name, ...(person === undefined ? {} : { person }), kid, spki };
  return `${JSON.stringify(await makeRequest(request, await signerOf(key), now))}\n`;
}

/** Reads a request's file; see `readRequest`. */
export async function readRequestFile(path: string, use: KeyRequest["use"], scope?: PasskeyScope): Promise<KeyRequest> {
  return await readRequest(path, await readNamed(path), use, scope);
}

const gatekeeperFields = object({
  v: literal(1),
  kind: literal("gatekeeper-keys"),
  sealKey: optional(forms.namedKey),
  log: optional(forms.namedKey),
  tlsPin: optional(forms.hash),
});
/** The next keys of the gatekeeper, as `npm run gatekeeper-keys -- prepare` on its own host wrote them. */
export type NextKeys = schema.Read<typeof gatekeeperFields>;

/** Reads the file that was carried here from the gatekeeper's host. */
export async function readNextKeys(path: string): Promise<NextKeys> {
  const keys = gatekeeperFields(readJson(await readNamed(path), limit, path), "gatekeeper-keys");
  if (!keys.sealKey && !keys.log && !keys.tlsPin)
    throw new Problem(
      "request.empty",
      path,
      t`This file names no key. Make it with \`npm run gatekeeper-keys -- prepare\` on the gatekeeper's host.`,
    );
  return keys;
}
