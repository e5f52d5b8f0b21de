import type { Context } from "./context.ts";
import { t } from "./language/language.ts";
import { Usage } from "./problem.ts";

/** What a command does. `args` are its arguments in order. */
export type Work<O> = (context: Context, options: O, args: string[]) => Promise<void>;
/** Makes a commander action of a piece of work. */
export type Run = <O>(work: Work<O>) => (...received: unknown[]) => Promise<void>;

/** For flags that may be repeated. */
export function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value];
}

/** For flags with ids in a list: `--phones A,B`, repeated or not. */
export function collectList(value: string, earlier: string[]): string[] {
  return [
    ...earlier,
    ...value
      .split(",")
      .map((one) => one.trim())
      .filter((one) => one !== ""),
  ];
}

/** A whole number within bounds. */
export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const result = /^[0-9]{1,16}$/.test(value) ? Number(value) : Number.NaN;
    if (!(result >= least && result <= most)) throw new Usage(value, t`Must be a whole number ${least}..${most}.`);
    return result;
  };
}

/** Reads an argument with a reader of the trust core; a wrong one is the person's mistake. */
export function argument<T>(name: string, value: string | undefined, read: (value: string, path: string) => T): T {
  try {
    return read(value ?? "", name);
  } catch (error) {
    throw new Usage(name, `${name}: ${(error as Error).message}`);
  }
}
