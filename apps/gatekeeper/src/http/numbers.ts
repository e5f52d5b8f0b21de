import { GateError } from "../error.ts";
import type { Call } from "./router.ts";

/** A number of the query, or `fallback` when it is left out; refuses with `request` what is none or above `most`. */
export function numberOf(call: Call, name: string, fallback: number, most: number): number {
  const text = call.url.searchParams.get(name);
  if (text === null) return fallback;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= most)) throw new GateError("request", name, `must be a number 0..${most}`);
  return value;
}
