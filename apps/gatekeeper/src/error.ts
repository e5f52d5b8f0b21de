import { LogError } from "@rempart/log";
import { Refusal } from "@rempart/trust";

/** Reasons of the gatekeeper that are not refusals of a signed document. */
export type GateCode =
  | "config"
  | "demonstration"
  | "demonstration.running"
  | "founded"
  | "not-founded"
  | "founding.code"
  | "not-found"
  | "method"
  | "request"
  | "size"
  | "token"
  | "ticket.used"
  | "ticket.unknown"
  | "ticket.secret"
  | "enrolment"
  | "device.gone"
  | "device.confirm"
  | "report.gap"
  | "blob.unknown"
  | "blob.range"
  | "blob.source"
  | "busy"
  | "erasure"
  | "log.beyond"
  | "reader"
  | "wrapped.person"
  | "wrapped.epoch"
  | "wrapped.kid"
  | "wrapped.held"
  | "wrapped.full"
  | "push.endpoint"
  | "rate"
  | "refilling"
  | "refill"
  | "standby"
  | "stopped";

const statuses: Record<GateCode, number> = {
  config: 500,
  demonstration: 403,
  "demonstration.running": 409,
  founded: 409,
  "not-founded": 409,
  "founding.code": 403,
  "not-found": 404,
  method: 405,
  request: 400,
  size: 413,
  token: 401,
  "ticket.used": 403,
  "ticket.unknown": 403,
  "ticket.secret": 403,
  enrolment: 403,
  "device.gone": 403,
  "device.confirm": 403,
  "report.gap": 409,
  "blob.unknown": 404,
  "blob.range": 416,
  "blob.source": 502,
  busy: 503,
  erasure: 409,
  "log.beyond": 400,
  reader: 403,
  "wrapped.person": 403,
  "wrapped.epoch": 409,
  "wrapped.kid": 409,
  "wrapped.held": 409,
  "wrapped.full": 409,
  "push.endpoint": 400,
  rate: 429,
  refilling: 503,
  refill: 409,
  standby: 503,
  stopped: 503,
};

/** The one error of the gatekeeper itself. `where` names what was wrong; the message is for a person. */
export class GateError extends Error {
  readonly code: GateCode;
  readonly where: string;
  constructor(code: GateCode, where: string, message: string) {
    super(`${where}: ${message}`);
    this.name = "GateError";
    this.code = code;
    this.where = where;
  }
}

const formCodes = new Set(["size", "encoding", "json", "type", "schema"]);
const conflictCodes = new Set(["stream.next", "replay"]);

/** Status and body for whatever went wrong. What is not ours is 500 or 503 and says nothing about the inside. */
export function answerFor(error: unknown): { status: number; body: { error: string; where: string; message: string } } {
  if (error instanceof Refusal) {
    const status = formCodes.has(error.code) ? 400 : conflictCodes.has(error.code) ? 409 : 403;
    return { status, body: { error: error.code, where: error.where, message: error.message } };
  }
  if (error instanceof GateError) {
    return { status: statuses[error.code], body: { error: error.code, where: error.where, message: error.message } };
  }
  // What a caller asked of the log, not what became of the log.
  if (error instanceof LogError && (error.code === "log.tile" || error.code === "log.range")) {
    return { status: 400, body: { error: "request", where: "path", message: error.message } };
  }
  return {
    status: 503,
    body: {
      error: "unavailable",
      where: "gatekeeper",
      message: "The gatekeeper cannot do this now. Try again shortly.",
    },
  };
}
