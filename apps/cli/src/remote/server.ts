// The server is the part that is expected to be in an attacker's hands. Nothing it says is believed; what is fetched here
// is verified by its caller, or shown as the server's word.

import { join } from "node:path";
import { signIn } from "@rempart/client";
import { forms, type JsonValue, readJson, schema } from "@rempart/trust";
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

/** Signs in, and keeps the session in the profile. */
async function newSession(context: Context): Promise<string> {
  const server = await context.server();
  const { newest } = await context.trust();
  const key = await context.key();
  context.say(t`Signing in to ${server.base} as ${key.name}`);
  const given = await signIn(server.ask, newest.genesis, key.signer, context.now());
  await privateFolder(join(context.folder, "sessions"));
  const expiresAt = context.now() + given.expiresIn;
  const kept = { server: (await context.profile()).server, token: given.token, expiresAt };
  await writePrivate(await sessionPath(context), JSON.stringify(kept));
  return given.token;
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
  return await server.ask(path, { ...ask, token: await newSession(context) });
}
