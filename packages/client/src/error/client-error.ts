import { english, type Said } from "./said.ts";

/**
 * What this package refuses or finds wrong. `code` and `where` are for programs; `said` is for catalogues, the message is
 * its English. Documents that are wrong in form refuse with the trust core's `Refusal`, which has a code and a place too.
 */
export class ClientError extends Error {
  readonly code: string;
  readonly where: string;
  readonly said: Said;
  constructor(code: string, where: string, said: Said) {
    super(english(said));
    this.name = "ClientError";
    this.code = code;
    this.where = where;
    this.said = said;
  }
}

/** The code of whatever was thrown, where it has one. */
export function codeOf(error: unknown): string | undefined {
  const { code } = (typeof error === "object" && error !== null ? error : {}) as { code?: unknown };
  return typeof code === "string" ? code : undefined;
}
