// The one moment when nothing is pinned yet: a one-time code, read from the gatekeeper's own terminal, authenticates
// its keys to the founder and the founder's charter to it. The code itself never crosses the wire.

import { createHmac, timingSafeEqual } from "node:crypto";
import { part } from "@rempart/client";
import {
  charterType,
  forms,
  fromBase64url,
  type JsonValue,
  openEnvelope,
  readJson,
  schema,
  toBase64url,
  utf8,
} from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import type { Client } from "../remote/http.ts";

const keysText = schema.object({
  log: forms.namedKey,
  sealKey: forms.namedKey,
  tlsPin: forms.hash,
  tlsPort: schema.integer(1, 65_535),
});
/** The gatekeeper's own keys, as it sent them under the code's mac. */
export type GatekeeperKeys = schema.Read<typeof keysText>;

/** The code as both sides use it: upper case, no dashes, no spaces. */
export function normaliseCode(text: string): string {
  const code = text.replace(/[\s-]+/g, "").toUpperCase();
  if (code.length < 8) throw new Problem("founding.code", "code", t`The one-time code is empty or too short.`);
  return code;
}

function mac(code: string, context: string, text: string): Uint8Array {
  return createHmac("sha256", utf8(code)).update(`${context}\n${text}`).digest();
}

/** Asks for the gatekeeper's keys and checks them against the code; refuses with `founding.mac`. */
export async function fetchGatekeeperKeys(gatekeeper: Client, code: string): Promise<GatekeeperKeys> {
  const answer = await gatekeeper.ask("/gate/v1/founding");
  const text = part("founding", answer, "keys", schema.text(1, 16_384));
  const given = fromBase64url(part("founding", answer, "mac", schema.text(43, 43)));
  const expected = mac(code, "rempart/founding/v1", text);
  if (given?.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Problem(
      "founding.mac",
      "code",
      t`The gatekeeper's keys do not match this code. Read the code again from the gatekeeper's own terminal; if it is right, somebody stands between you and the gatekeeper.`,
    );
  return keysText(readJson(utf8(text), 16_384, "keys"), "keys");
}

/** Hands the signed genesis to the gatekeeper with the mac that proves its sender knows the code. */
export async function submitGenesis(
  gatekeeper: Client,
  code: string,
  envelope: JsonValue,
  hash: string,
): Promise<void> {
  const proof = toBase64url(mac(code, "rempart/found/v1", hash));
  try {
    const answer = await gatekeeper.ask("/gate/v1/found", { body: { envelope, mac: proof } });
    const index = part("found", answer, "index", schema.integer());
    if (index !== 0) throw new Problem("answer", "found", t`The genesis stands at ${index} of the log instead of 0.`);
  } catch (error) {
    // The answer may have been lost on its way back: ask which genesis there is before giving up keys that count.
    const now = await gatekeeper.ask("/charters/1", { mayBeAbsent: true }).catch(() => undefined);
    if (now === undefined || openEnvelope(charterType, now).hash !== hash) throw error;
  }
}
