import { hash, timingSafeEqual } from "node:crypto";
import type { Session, Sessions } from "../signin/sessions.ts";
import type { Scope } from "../tokens/scopes.ts";
import type { Tokens } from "../tokens/tokens.ts";
import type { App } from "./app.ts";
import { ApiError } from "./error.ts";
import type { Limiters } from "./limits.ts";

/**
 * Who may call a route. `link`: the gatekeeper. `read`: any session. `person`: a session that is not read-only.
 * `signer`: such a session of an operator or approver.
 */
export type Access = "public" | "link" | "read" | "person" | "signer";

declare module "fastify" {
  interface FastifyContextConfig {
    access?: Access;
    /** With which scope an API token may call it; without one, no token may. */
    scope?: Scope;
    /** Its body may take longer than a minute to come (http/app.ts). */
    slow?: true;
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
function admit(session: Session | undefined, access: Access, scope: Scope | undefined): Session {
  if (!session) throw unauthorised();
  if (session.scopes && (scope === undefined || !session.scopes.includes(scope))) {
    const needed = scope === undefined ? "No API token may do this: sign in." : `This API token lacks ${scope}.`;
    throw new ApiError(403, "scope", "authorization", needed);
  }
  if (access !== "read" && session.readOnly) {
    throw new ApiError(403, "read-only", "authorization", "This session can only read. Sign in to do this.");
  }
  if (access === "signer" && !session.roles.some((role) => role === "operator" || role === "approver")) {
    throw new ApiError(403, "role", "authorization", "Only operators and approvers do this.");
  }
  return session;
}

/** Who may see what: everything that decides about a request. */
export interface Guard {
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly limiters: Limiters;
  readonly linkTokenSha256: string;
}

/** A route as it was registered. */
export interface Guarded {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
  readonly scope: Scope | undefined;
}

/**
 * Guards every route before its body is read: a stranger cannot make us read 64 MB. A route that does not say who may
 * call it is refused at start, so that none is left open by forgetting.
 */
export function guard(app: App, { sessions, tokens, limiters, linkTokenSha256 }: Guard): readonly Guarded[] {
  const guarded: Guarded[] = [];
  const expected = Buffer.from(linkTokenSha256, "hex");
  app.decorateRequest("session", null);
  app.addHook("onRoute", (route) => {
    if (route.method === "OPTIONS") return; // the CORS plugin's own answer
    const { access, scope } = route.config ?? {};
    if (access === undefined) throw new Error(`${route.url} does not say who may call it`);
    for (const method of [route.method].flat()) guarded.push({ method, url: route.url, access, scope });
  });
  app.addHook("onRequest", async (request) => {
    const { access, scope } = request.routeOptions.config;
    if (access === undefined) return limiters.address(request);
    const token = bearer(request.headers.authorization);
    if (access === "link") {
      const given = hash("sha256", token ?? "", "buffer");
      // Compared as hashes in constant time: neither length nor a common prefix shows in how long we take.
      // The gatekeeper itself is not counted: slowing it down would make everything here stale.
      if (timingSafeEqual(given, expected)) return;
      await limiters.wrong(request);
      throw new ApiError(401, "link", "authorization", "This is not the gatekeeper's link token.");
    }
    await limiters.address(request);
    if (access === "public") return request.method === "POST" ? limiters.signin(request) : undefined;
    await limiters.wrong(request, { increment: false });
    const session =
      token === undefined ? undefined : await (tokens.looksLike(token) ? tokens.find(token) : sessions.find(token));
    if (!session && token !== undefined) await limiters.wrong(request);
    request.session = admit(session, access, scope);
    await limiters.session(request);
  });
  return guarded;
}

/** The session of a request to a route that needs one. */
export function sessionOf(request: { session: Session | null }): Session {
  if (!request.session) throw unauthorised();
  return request.session;
}
