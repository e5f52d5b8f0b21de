// How often one address or session may ask. Counted in memory: each replica for itself, the oldest forgotten first.
import rateLimit from "@fastify/rate-limit";
import type { FastifyRequest } from "fastify";
import type { App } from "./app.ts";
import { ApiError } from "./error.ts";

/** Requests a minute. */
export interface Limits {
  /** Of one address: an office behind one address shares it. */
  readonly address: number;
  /** Of one address to what anybody may call, as signing in. */
  readonly signin: number;
  /** Of one session or API token. */
  readonly session: number;
  /** Wrong tokens from one address: after these it is refused without asking the database. */
  readonly wrong: number;
}
export const ordinaryLimits: Limits = { address: 12_000, signin: 600, session: 3_000, wrong: 120 };

const minute = 60_000;
/** Keys remembered for each limit: about a megabyte. */
const remembered = 10_000;

/** Refuses with 429 once too much came; `increment: false` only looks. */
export type Limiter = (request: FastifyRequest, call?: { increment?: boolean }) => Promise<void>;

export interface Limiters {
  readonly address: Limiter;
  readonly signin: Limiter;
  readonly session: Limiter;
  readonly wrong: Limiter;
}

/** The limiters of one server. */
export async function buildLimits(app: App, limits: Limits): Promise<Limiters> {
  await app.register(rateLimit, { global: false, cache: remembered });
  const limiter = (max: number, key?: (request: FastifyRequest) => string): Limiter => {
    const check = app.createRateLimit({
      max,
      timeWindow: minute,
      ipv6Subnet: 64, // whoever has one IPv6 address has 2^64 of them
      ...(key && { keyGenerator: key }),
    });
    return async (request, call) => {
      const state = await check(request, call);
      if (state.isAllowed || !state.isExceeded) return;
      const sentence = `Too many requests. Try again in ${state.ttlInSeconds} s.`;
      throw new ApiError(429, "rate", "request", sentence, {}, state.ttlInSeconds);
    };
  };
  return {
    address: limiter(limits.address),
    signin: limiter(limits.signin),
    session: limiter(limits.session, (request) => request.session?.tokenSha256 ?? ""),
    wrong: limiter(limits.wrong),
  };
}
