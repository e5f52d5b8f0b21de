// Founding: the one-time code that the terminal printed proves both ways, without crossing the wire, that founder and
// gatekeeper are the two who read it. Someone between them can neither swap the gatekeeper's keys nor found in their place.
import { createHmac, randomInt, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { currentLog, type JsonValue, openCharter, toBase64 } from "@rempart/trust";
import type { Config } from "../config.ts";
import { GateError } from "../error.ts";
import { certificatePin, type Keys } from "../keys/keys.ts";
import type { Log } from "../log/log.ts";
import { say } from "../output.ts";
import type { Charters } from "./charters.ts";

// Crockford's alphabet, without letters that are mistaken for digits; 16 of them are 80 bits.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const maxAttempts = 5;

function mac(code: string, text: string): Buffer {
  return createHmac("sha256", code).update(text).digest();
}

/** The founding of one organisation; the code dies with the process, with five wrong proofs, or when it was used. */
export function openFounding(config: Config, keys: Keys, charters: Charters, log: Log) {
  const code = Array.from({ length: 16 }, () => alphabet[randomInt(32)]).join("");
  let attempts = 0;

  function refuseWhenFounded(): void {
    if (charters.founded) throw new GateError("founded", "founding", "an organisation was founded here already");
  }
  return {
    /** Prints the code, where it is needed. */
    announce(): void {
      if (!charters.founded) say("founding-code", { code: code.match(/.{4}/g)!.join("-") });
    },
    /** The gatekeeper's public keys with the proof that they come from the process whose terminal shows the code. */
    offer(): { keys: string; mac: string } {
      refuseWhenFounded();
      const named = (key: { kid: string; spki: Uint8Array }) => ({ kid: key.kid, spki: toBase64(key.spki) });
      const text = JSON.stringify({
        log: named(keys.first.log),
        sealKey: named(keys.first.seal),
        tlsPin: certificatePin(readFileSync(config.tls.ca, "utf8")),
        tlsPort: config.tls.port,
      });
      return { keys: text, mac: mac(code, `rempart/founding/v1\n${text}`).toString("base64url") };
    },
    /** Takes the genesis charter of whoever knows the code, if it names this gatekeeper's keys. */
    async found(envelope: JsonValue, proof: unknown): Promise<{ index: number; hash: string }> {
      refuseWhenFounded();
      if (attempts >= maxAttempts)
        throw new GateError("founding.code", "mac", "too many wrong codes. Restart Rempart for a new one.");
      const charter = await openCharter(envelope);
      const given = Buffer.from(typeof proof === "string" ? proof : "", "base64url");
      const wanted = mac(code, `rempart/found/v1\n${charter.hash}`);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
        attempts++;
        throw new GateError(
          "founding.code",
          "mac",
          "the founding code is wrong. Use the one that the terminal printed.",
        );
      }
      if (currentLog(charter.body).kid !== keys.first.log.kid || charter.body.sealKey.kid !== keys.first.seal.kid) {
        throw new GateError("request", "envelope", "the charter does not name this gatekeeper's log and sealing keys");
      }
      const { index } = await charters.found(log, envelope, charter.hash);
      return { index, hash: charter.hash };
    },
  };
}
export type Founding = ReturnType<typeof openFounding>;
