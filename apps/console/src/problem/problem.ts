/** Something that went wrong, as the console tells it. `code` picks the words; `message` is for what has no words yet. */
export class Problem extends Error {
  readonly code: string;
  readonly where: string;
  /** HTTP status, where the other side refused. */
  readonly status: number | undefined;
  constructor(code: string, where: string, message: string, status?: number) {
    super(message);
    this.name = "Problem";
    this.code = code;
    this.where = where;
    this.status = status;
  }
}

/** The code, place and English message of whatever was thrown: ours, the packages', the browser's. */
export function faultOf(error: unknown): { code: string; where: string; message: string; status?: number | undefined } {
  if (error instanceof Error) {
    const { code, where, status } = error as Partial<Problem>;
    if (typeof code === "string")
      return { code, where: typeof where === "string" ? where : "", message: error.message, status };
    // WebAuthn's own names: cancelled, timed out, no such key here.
    if (error.name === "NotAllowedError" || error.name === "AbortError")
      return { code: "passkey.cancelled", where: "authenticator", message: error.message };
    if (error.name === "SecurityError")
      return { code: "passkey.origin", where: "authenticator", message: error.message };
    return { code: "internal", where: error.name, message: error.message };
  }
  return { code: "internal", where: "console", message: String(error) };
}
