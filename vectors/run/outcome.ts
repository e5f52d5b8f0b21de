import { isDeepStrictEqual } from "node:util";
import { Refusal } from "../../packages/trust/src/index.ts";

/** What a vector says about one thing: its name, and what is wrong (undefined: nothing). */
export type Problem = [name: string, problem: string | undefined];

/** The code of a refusal; anything else that is thrown is a bug and shows as itself. */
export function codeOf(error: unknown): string {
  return error instanceof Refusal ? error.code : `threw ${error instanceof Error ? error.stack : String(error)}`;
}

/** What differs, or undefined. */
export function same(got: unknown, expected: unknown): string | undefined {
  if (isDeepStrictEqual(got, expected)) return undefined;
  return `expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`;
}

/** The code with which `act` refuses, or `ok`. */
export async function verdict(act: () => unknown): Promise<string> {
  try {
    await act();
    return "ok";
  } catch (error) {
    return codeOf(error);
  }
}
