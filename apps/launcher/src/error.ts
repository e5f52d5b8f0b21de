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
