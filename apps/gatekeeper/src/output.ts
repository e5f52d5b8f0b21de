/** Ends the process with this exit code after saying why; 78 tells the launcher not to try again. */
export type Die = (code: number, where: string, message: string) => void;

/** Bad configuration, or a state that only people can mend: the launcher does not try again. */
export const badConfiguration = 78;

/** Says why, and ends the process. */
export const die: Die = (code, where, message) => {
  say("error", { where, message });
  process.exit(code);
};

/** One JSON line on standard output, for the launcher. Never a secret but the founding code, which is meant for the terminal. */
export function say(event: string, fields: Record<string, unknown> = {}): void {
  process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
}
