// The server is the part that is expected to be in an attacker's hands. Nothing it says is believed; what is fetched here
// is verified by its caller, or shown as the server's word.

import { join } from "node:path";
import { part } from "@rempart/client";
import { forms, type JsonValue, readJson, schema, signDocument, signinType } from "@rempart/trust";
import type { Context } from "../context.ts";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { privateFolder, readIfThere, writePrivate } from "../profile/files.ts";
import { checkName } from "../profile/keys.ts";
import type { Question } from "./http.ts";

const token = schema.text(1, 4096, /^[\x21-\x7e]+$/, t`must be printable`);
const session = schema.object({ server: schema.text(1, 512), token, expiresAt: forms.time });

async function sessionPath(context: Context): Promise<string> {
  return join(context.folder, "sessions", `${checkName(await context.keyName())}.json`);
}

async function keptToken(context: Context): Promise<string | undefined> {
  const bytes = await readIfThere(await sessionPath(context));
  if (!bytes) return undefined;
  try {
    const kept = session(readJson(bytes, 16_384, "session"), "session");
    // A minute of margin, so that it does not end between two calls.
    const fits = kept.server === (await context.profile()).server && kept.expiresAt > context.now() + 60;
    return fits ? kept.token : undefined;
  } catch {
    return undefined;
  }
}

/** Signs in: one signature over a sign-in document for the audience `server`, which can never pass for an order. */
export async function signIn(context: Context): Promise<string> {
  const server = await context.server();
  const { newest } = await context.trust();
  const key = await context.key();
  const nonce = part("nonce", await server.ask("/api/v1/nonce", { body: {} }), "nonce", forms.nonce);
  const body = { v: 1, org: newest.genesis, audience: "server", nonce, issuedAt: context.now() } as const;
  context.say(t`Signing in to ${server.base} as ${key.name}`);
  const { envelope } = await signDocument(signinType, body, [key.signer]);
  const answer = await server.ask("/api/v1/signin", { body: { envelope } });
  const given = part("signin", answer, "token", token);
  const expiresIn = part("signin", answer, "expiresIn", schema.integer(0, 31 * 86_400));
  await privateFolder(join(context.folder, "sessions"));
  const kept = { server: (await context.profile()).server, token: given, expiresAt: context.now() + expiresIn };
  await writePrivate(await sessionPath(context), JSON.stringify(kept));
  return given;
}

/** Asks the server within this person's session, signing in when there is none or it ended. */
export async function askServer(context: Context, path: string, ask: Question = {}): Promise<JsonValue | undefined> {
  const server = await context.server();
  const kept = await keptToken(context);
  if (kept !== undefined) {
    try {
      return await server.ask(path, { ...ask, token: kept });
    } catch (error) {
      // The server may have ended the session early, or been restarted.
      if (!(error instanceof Problem) || error.status !== 401) throw error;
    }
  }
  return await server.ask(path, { ...ask, token: await signIn(context) });
}
