// The one way out of this package: whoever uses it brings a function that asks. What comes back is bytes that were bounded
// and read strictly, nothing more: who answers is never believed for having answered.
import type { JsonValue, schema } from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";

export interface AskOptions {
  /** GET without a body, POST with one, unless said otherwise. */
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  token?: string;
  /** Answers 404 with undefined. */
  mayBeAbsent?: boolean;
  /** For what is only shown: numbers that are not integers are let through. */
  lax?: boolean;
  /** Ends the call when whoever asked must stop. */
  signal?: AbortSignal;
}

/** Asks one side. Rejects with an error that has a `code`: the other side's own, `network` or `answer`. */
export type Ask = (path: string, options?: AskOptions) => Promise<JsonValue | undefined>;

/** Reads whatever JSON there is. */
export const anyJson: schema.Reader<JsonValue> = (value) => value;

/** A field of a foreign answer, read with a reader of the trust core; refuses with `answer`. */
export function part<T>(
  where: string,
  answer: JsonValue | undefined,
  key: string,
  read: (value: JsonValue, path: string) => T,
): T {
  const value =
    typeof answer === "object" && answer !== null && !Array.isArray(answer) && Object.hasOwn(answer, key)
      ? answer[key]
      : undefined;
  if (value === undefined) throw new ClientError("answer", where, say`The answer has no field ${key}.`);
  try {
    return read(value, key);
  } catch (error) {
    const why = error instanceof ClientError ? error.said : (error as Error).message;
    throw new ClientError("answer", where, say`The field ${key} of the answer is wrong: ${why}`);
  }
}
