/** One JSON line on standard output, for the launcher. Never a secret but the founding code, which is meant for the terminal. */
export function say(event: string, fields: Record<string, unknown> = {}): void {
  process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
}
