import { z } from "zod";
import type { Charters } from "../charter/charters.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { sessionOf } from "../http/access.ts";
import type { App } from "../http/app.ts";
import { ApiError } from "../http/error.ts";
import { answers, envelope, id } from "../http/schemas.ts";
import { newNonce, takeNonce } from "./nonces.ts";
import { readOnlySeconds, type Sessions, sessionSeconds } from "./sessions.ts";
import { verifySignin } from "./verify.ts";

const opened = z.object({ token: z.string(), expiresIn: z.int() });

/** Sign-in: a nonce, a signed document that carries it, a session. */
export function signinRoutes(app: App, database: Database, charters: Charters, sessions: Sessions, clock: Clock): void {
  const tags = ["session"];

  app.post(
    "/api/v1/nonce",
    {
      config: { access: "public" },
      bodyLimit: 1024,
      schema: {
        operationId: "askNonce",
        summary: "A nonce to sign in with, good once for 300 s",
        tags,
        response: answers(z.object({ nonce: z.string() })),
      },
    },
    async () => ({ nonce: await newNonce(database, clock) }),
  );

  app.post(
    "/api/v1/signin",
    {
      config: { access: "public" },
      bodyLimit: 64 * 1024,
      schema: {
        operationId: "signIn",
        summary: "Open a session with a signed document",
        description: "A `signin` document for this server, signed by one key or passkey of the charter in force.",
        tags,
        body: z.strictObject({ envelope }),
        response: answers(opened.extend({ person: id, roles: z.array(z.string()) })),
      },
    },
    async (request) => {
      const charter = await charters.current();
      const { person, kid, nonce } = await verifySignin(request.body.envelope, charter, clock());
      // Last, so that only a valid signature can use up a nonce; then for good, whoever comes second.
      if (!(await takeNonce(database, clock, nonce))) {
        throw new ApiError(
          401,
          "signin.nonce",
          "signin.nonce",
          "This nonce was used, or is not ours. Ask for a new one.",
        );
      }
      const session = await sessions.create(person.id, kid, false, sessionSeconds);
      return { ...session, person: person.id, roles: [...person.roles] };
    },
  );

  app.post(
    "/api/v1/session/read-only",
    {
      config: { access: "person" },
      bodyLimit: 1024,
      schema: {
        operationId: "openReadOnlySession",
        summary: "A further session that can only read, for an hour",
        tags,
        response: answers(opened),
      },
    },
    async (request) => {
      const { person, kid } = sessionOf(request);
      return sessions.create(person, kid, true, readOnlySeconds);
    },
  );
}
