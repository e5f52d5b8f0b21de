// Signing in: a nonce of the server, a document of ours that says for whom it is, one signature.

import { type Ask, signinDocument } from "@rempart/client";
import type { Charter, Signer } from "@rempart/trust";
import { Problem } from "../problem/problem.ts";
import { listOf, number, shape, text } from "../remote/read.ts";
import { type Session, type SignerKind, setSession } from "./session.ts";

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const nonceAnswer = shape({ nonce: text });
const sessionAnswer = shape({ token: text, expiresIn: number });

/** How often, and how long between, the server is asked again whether it heard of the founding yet. */
const tries = 20;
const pauseMs = 500;

/** Sends one signed document until the server has heard of the organisation: just after a founding it takes a moment. */
async function sendPatiently(ask: Ask, body: object): Promise<unknown> {
  for (let left = tries; ; left--) {
    try {
      return await ask("/api/v1/signin", { body });
    } catch (error) {
      if ((error as { code?: string }).code !== "not-founded" || left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/**
 * Signs in at the server and begins the session of this tab. Rejects with `passkey.unknown` when the charter does not know
 * what signed. Person and roles are read from the verified charter, not from the server's answer.
 */
export async function signIn(ask: Ask, charter: Charter, signer: Signer, kind: SignerKind): Promise<Session> {
  const { nonce } = nonceAnswer(await ask("/api/v1/nonce", { body: {} }), "nonce");
  const document = await signinDocument(charter.genesis, "server", nonce, signer, nowSeconds());
  const kid = document.signatures[0]!.keyid;
  const credential = charter.credentials.get(kid);
  if (!credential) throw new Problem("passkey.unknown", "charter.people", "the charter in force knows no such key");
  const answer = sessionAnswer(await sendPatiently(ask, { envelope: document.envelope }), "signin");
  const session: Session = {
    genesis: charter.genesis,
    person: credential.person.id,
    roles: listOf(text)(credential.person.roles, "roles"),
    kid,
    kind,
    token: answer.token,
    expiresAt: nowSeconds() + Math.min(answer.expiresIn, 8 * 3600),
  };
  setSession(session, signer);
  return session;
}
