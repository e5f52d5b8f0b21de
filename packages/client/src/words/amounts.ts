import { type Counted, say, type Value } from "../error/said.ts";

/** "1 phone", "3 phones". `word` is the English singular. */
export function counted(count: number, word: string): Counted {
  return { count, word };
}

/** Unix seconds as UTC, minutes precision. */
export function momentWords(seconds: number): Value {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return say`time ${seconds}`;
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** Seconds in the largest unit that divides them. */
export function spanWords(seconds: number): Counted {
  for (const [unit, size] of units) if (seconds >= size && seconds % size === 0) return counted(seconds / size, unit);
  return counted(seconds, "second");
}
