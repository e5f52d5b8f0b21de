// The one moment when nothing is pinned yet: a one-time code, read from the gatekeeper's own terminal, authenticates
// its keys to the founder and the founder's charter to it. The code itself never crosses the wire.

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
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import { type Ask, part } from "../remote/ask.ts";
import { hmacSha256, sameMac } from "./hmac.ts";

const keysText = schema.object({
  log: forms.namedKey,
  sealKey: forms.namedKey,
  tlsPin: forms.hash,
  tlsPort: schema.integer(1, 65_535),
});
/** The gatekeeper's own keys, as it sent them under the code's mac. */
export type GatekeeperKeys = schema.Read<typeof keysText>;

/** The code as both sides use it: upper case, no dashes, no spaces. Refuses with `founding.code`. */
export function normaliseCode(text: string): string {
  const code = text.replace(/[\s-]+/g, "").toUpperCase();
  if (code.length < 8) throw new ClientError("founding.code", "code", say`The one-time code is empty or too short.`);
  return code;
}

function mac(code: string, context: string, text: string): Uint8Array {
  return hmacSha256(utf8(code), utf8(`${context}\n${text}`));
}

/** Asks for the gatekeeper's keys and checks them against the code; refuses with `founding.mac`. */
export async function fetchGatekeeperKeys(ask: Ask, code: string): Promise<GatekeeperKeys> {
  const answer = await ask("/gate/v1/founding");
  const text = part("founding", answer, "keys", schema.text(1, 16_384));
  const given = fromBase64url(part("founding", answer, "mac", schema.text(43, 43)));
  const expected = mac(code, "rempart/founding/v1", text);
  if (!given || !sameMac(given, expected))
    throw new ClientError(
      "founding.mac",
      "code",
      say`The gatekeeper's keys do not match this code. Read the code again from the gatekeeper's own terminal; if it is right, somebody stands between you and the gatekeeper.`,
    );
  return keysText(readJson(utf8(text), 16_384, "keys"), "keys");
}

/** Hands the signed genesis to the gatekeeper with the mac that proves its sender knows the code. */
export async function submitGenesis(ask: Ask, code: string, envelope: JsonValue, hash: string): Promise<void> {
  const proof = toBase64url(mac(code, "rempart/found/v1", hash));
  try {
    const answer = await ask("/gate/v1/found", { body: { envelope, mac: proof } });
    const index = part("found", answer, "index", schema.integer());
    if (index !== 0)
      throw new ClientError("answer", "found", say`The genesis stands at ${index} of the log instead of 0.`);
  } catch (error) {
    // The answer may have been lost on its way back: ask which genesis there is before giving up keys that count.
    const now = await ask("/charters/1", { mayBeAbsent: true }).catch(() => undefined);
    if (now === undefined || openEnvelope(charterType, now).hash !== hash) throw error;
  }
}
