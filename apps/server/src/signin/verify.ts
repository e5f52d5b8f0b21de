import { type Charter, type JsonValue, openEnvelope, type Person, signersOf, signinType } from "@rempart/trust";
import { ApiError } from "../http/error.ts";
import { nonceSeconds } from "./nonces.ts";

export interface SignedIn {
  person: Person;
  kid: string;
  nonce: string;
}

function refuse(code: string, where: string, message: string): never {
  throw new ApiError(401, code, where, message);
}

/**
 * Verifies a sign-in document for this server, all but its nonce. One made for the gatekeeper is refused by its audience:
 * a hostile server must not be handed what opens the gatekeeper, nor the other way round.
 */
export async function verifySignin(envelope: JsonValue, charter: Charter, now: number): Promise<SignedIn> {
  const document = openEnvelope(signinType, envelope);
  const { body } = document;
  if (body.org !== charter.genesis) refuse("org", "signin.org", "This sign-in belongs to another organisation.");
  if (body.audience !== "server") {
    refuse("signin.audience", "signin.audience", "This sign-in was made for the gatekeeper. Sign one for the server.");
  }
  if (Math.abs(now - body.issuedAt) > nonceSeconds) {
    refuse(
      "signin.expired",
      "signin.issuedAt",
      "This sign-in is older than five minutes. Check the clock and sign in again.",
    );
  }
  const [signature, ...others] = document.signatures;
  const [person] = signature && others.length === 0 ? await signersOf(document, charter) : [];
  if (!signature || !person) {
    refuse(
      "signin.signature",
      "signatures",
      "No key of the charter in force signed this. One person signs in at a time.",
    );
  }
  return { person, kid: signature.keyid, nonce: body.nonce };
}
