/**
 * A word of the server for which there are words, else as it came: unknown words hide nothing, and `constructor` is one of
 * them.
 */
export function worded(names: Readonly<Record<string, string>>, value: string): string {
  return Object.hasOwn(names, value) ? names[value]! : value;
}
