import { type Refusal, type RefusalCode, refusalSentence } from "@rempart/trust";

/** An answer that is not the one asked for: status, code, the field it is about, a sentence. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly where: string;
  /** Fields the answer carries besides, where the contract gives the caller something to go on with. */
  readonly more: Readonly<Record<string, number>>;
  /** Seconds after which to try again, for the header. */
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    code: string,
    where: string,
    message: string,
    more: Record<string, number> = {},
    retryAfter?: number,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.where = where;
    this.more = more;
    this.retryAfter = retryAfter;
  }
}

const form: ReadonlySet<RefusalCode> = new Set<RefusalCode>(["size", "encoding", "json", "type", "schema"]);
const conflict: ReadonlySet<RefusalCode> = new Set<RefusalCode>(["stream.next", "replay"]);

/** A document's refusal as an answer (docs/protocol/interfaces.md). */
export function fromRefusal(refusal: Refusal): ApiError {
  const status = form.has(refusal.code) ? 400 : conflict.has(refusal.code) ? 409 : 403;
  const detail = refusal.message.slice(`${refusal.code}: ${refusal.where}: `.length);
  const sentence = refusalSentence(refusal.code);
  const message = detail === sentence ? sentence : `${sentence} (${detail})`;
  return new ApiError(status, refusal.code, refusal.where, message);
}

/** What was named is not held here. */
export function notFound(what: string, where: string): ApiError {
  return new ApiError(404, "not-found", where, `The server holds no such ${what}.`);
}
