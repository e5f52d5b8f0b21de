import { errorCode, PostgresError } from "@rempart/postgres";

/** Exit code of a part, and of the launcher, for a configuration that trying again will not mend (EX_CONFIG). */
export const badConfiguration = 78;

/** Why nothing can be started, in a sentence with the way out. */
export class LaunchError extends Error {
  override readonly name = "LaunchError";
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const surroundings: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full (no space left on device). Free some space and start again: what was accepted is kept.",
  EDQUOT: "This user's quota of disk space is used up. Free some space and start again: what was accepted is kept.",
  EROFS: "The file system cannot be written (read-only file system). Mount it for writing, or choose another folder.",
  EACCES: "This user may not go there. Start as the user who owns the data folder, or choose another.",
  EPERM: "This user may not do that. Start as the user who owns the data folder, or choose another.",
  EMFILE: "Too many files are open. Raise the limit (ulimit -n, LimitNOFILE).",
};

/** An error as a sentence for whoever started the program; what nobody expected, with its stack. */
export function inWords(error: unknown): string {
  if (error instanceof LaunchError || error instanceof PostgresError) return error.message;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const known = surroundings[errorCode(error) ?? ""];
  return known === undefined ? (stack ?? message) : `${known} ${message}`;
}
