/** What went wrong, for callers that decide by it. */
export type LogErrorCode =
  /** The sequencer's queue is full: answer 503 and try later. */
  | "log.busy"
  /** The sequencer was closed and takes nothing more. */
  | "log.closed"
  /** Two heads, or entries and a head, cannot belong to one append-only log: somebody rewrites history. */
  | "log.consistency"
  /** An entry's hash or a leaf hash has not 32 bytes. */
  | "log.entry"
  /** A malformed checkpoint or note. */
  | "log.note"
  /** An index or size outside the log. */
  | "log.range"
  /** Another process appended since the state was read. Storages throw it from `write`. */
  | "log.stale"
  /** Storage failed, or holds tiles that contradict its own size or root. */
  | "log.storage"
  /** A malformed tile path. */
  | "log.tile";

/** The one error of this package. `cause` holds the storage's own error where there is one. */
export class LogError extends Error {
  readonly code: LogErrorCode;

  constructor(code: LogErrorCode, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.name = "LogError";
    this.code = code;
  }
}
