import { hash, timingSafeEqual } from "node:crypto";
import type { Session, Sessions } from "../signin/sessions.ts";
import type { App } from "./app.ts";
import { ApiError } from "./error.ts";

/**
 * Who may call a route. `link`: the gatekeeper. `read`: any session. `person`: a session that is not read-only.
 * `signer`: such a session of an operator or approver.
 */
export type Access = "public" | "link" | "read" | "person" | "signer";

declare module "fastify" {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    session: Session | null;
  }
}

function bearer(header: string | undefined): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]{20,256})$/.exec(header ?? "")?.[1];
}

function unauthorised(): ApiError {
  return new ApiError(401, "session", "authorization", "Sign in first: there is no valid session with this request.");
}

/** Judges a session for a route that needs one. */
function admit(session: Session | undefined, access: Access): Session {
  if (!session) throw unauthorised();
  if (access !== "read" && session.readOnly) {
    throw new ApiError(403, "read-only", "authorization", "This session can only read. Sign in to do this.");
  }
  if (access === "signer" && !session.roles.some((role) => role === "operator" || role === "approver")) {
    throw new ApiError(403, "role", "authorization", "Only operators and approvers do this.");
  }
  return session;
}

/**
 * Guards every route before its body is read: a stranger cannot make us read 64 MB. A route that does not say who may
 * call it is refused at start, so that none is left open by forgetting.
 */
export function guard(app: App, sessions: Sessions, linkTokenSha256: string): void {
  const expected = Buffer.from(linkTokenSha256, "hex");
  app.decorateRequest("session", null);
  app.addHook("onRoute", (route) => {
    if (route.method === "OPTIONS") return; // the CORS plugin's own answer
    if (route.config?.access === undefined) throw new Error(`${route.url} does not say who may call it`);
  });
  app.addHook("onRequest", async (request) => {
    const access = request.routeOptions.config.access;
    if (access === undefined || access === "public") return;
    const token = bearer(request.headers.authorization);
    if (access === "link") {
      const given = hash("sha256", token ?? "", "buffer");
      // Compared as hashes in constant time: neither length nor a common prefix shows in how long we take.
      if (!timingSafeEqual(given, expected)) {
        throw new ApiError(401, "link", "authorization", "This is not the gatekeeper's link token.");
      }
      return;
    }
    request.session = admit(token === undefined ? undefined : await sessions.find(token), access);
  });
}

/** The session of a request to a route that needs one. */
export function sessionOf(request: { session: Session | null }): Session {
  if (!request.session) throw unauthorised();
  return request.session;
}
