/** What went wrong; the message says the same in a sentence, with the way out. */
export type PostgresErrorCode =
  | "unsupported-platform"
  | "binaries-missing"
  | "binaries-unusable"
  | "no-account"
  | "not-writable"
  | "unreachable"
  | "wrong-owner"
  | "cluster-missing"
  | "wrong-version"
  | "locked"
  | "socket-folder"
  | "initdb-failed"
  | "start-failed"
  | "wrong-password"
  | "bad-name"
  | "not-active"
  | "migration-name"
  | "migration-gap"
  | "migration-missing"
  | "migration-changed"
  | "migration-failed";

/** The one error this package throws on purpose. */
export class PostgresError extends Error {
  override readonly name = "PostgresError";
  readonly code: PostgresErrorCode;

  constructor(code: PostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The `code` of a system or PostgreSQL error ("ENOENT", "57P03"), or undefined. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
