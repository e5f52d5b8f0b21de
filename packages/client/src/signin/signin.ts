// Proofs of who asks: one signature over a sign-in document, for one audience, which can never pass for an order.
import {
  type Document,
  forms,
  type JsonObject,
  type JsonValue,
  newNonce,
  type RequestFields,
  randomBytes,
  requestNonce,
  type Signer,
  type Signin,
  schema,
  signDocument,
  signinType,
  toBase64url,
} from "@rempart/trust";
import { type Ask, part } from "../remote/ask.ts";

const token = schema.text(1, 4096, /^[\x21-\x7e]+$/, "must be printable");

/**
 * A document that proves who asks, for one audience, once. The audience is the client's own idea of it, never what the
 * other side calls itself. `now` is Unix seconds.
 */
export async function signinDocument(
  genesis: string,
  audience: Signin["audience"],
  nonce: string,
  signer: Signer,
  now: number,
): Promise<Document<Signin>> {
  const body = { v: 1, org: genesis, audience, nonce, issuedAt: now };
  return await signDocument(signinType, body, [signer]);
}

/** A proof for the gatekeeper or a mirror that only reads, good once and now (Unix seconds). It opens no session. */
export async function gatekeeperProof(genesis: string, signer: Signer, now: number): Promise<JsonValue> {
  return (await signinDocument(genesis, "gatekeeper", newNonce(), signer, now)).envelope;
}

/**
 * The body of a POST of `fields` to `path` of the gatekeeper, with a proof of who asks that is good for this request alone,
 * once and now (Unix seconds).
 */
export async function provenRequest(
  genesis: string,
  signer: Signer,
  now: number,
  path: string,
  fields: RequestFields,
): Promise<JsonObject> {
  const salt = randomBytes(32);
  const { envelope } = await signinDocument(genesis, "gatekeeper", requestNonce(path, salt, fields), signer, now);
  return { signin: envelope, salt: toBase64url(salt), ...fields };
}

/** A session with the server. */
export interface Session {
  /** A secret: it is sent as a bearer token and shown nowhere. */
  token: string;
  /** Seconds from now. */
  expiresIn: number;
}

/** Signs in at the server, with a nonce that it drew. `now` is Unix seconds. Refuses with `answer` and the server's codes. */
export async function signIn(server: Ask, genesis: string, signer: Signer, now: number): Promise<Session> {
  const nonce = part("nonce", await server("/api/v1/nonce", { body: {} }), "nonce", forms.nonce);
  const { envelope } = await signinDocument(genesis, "server", nonce, signer, now);
  const answer = await server("/api/v1/signin", { body: { envelope } });
  return {
    token: part("signin", answer, "token", token),
    expiresIn: part("signin", answer, "expiresIn", schema.integer(0, 31 * 86_400)),
  };
}
