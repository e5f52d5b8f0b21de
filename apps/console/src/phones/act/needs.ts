// What it takes before an action begins, in sentences: signatures, hold, brake. From the verified charter alone.

import type { Brake, Row } from "@rempart/trust";
import { brakeSpread } from "../../orders/brake-time.ts";
import type { Format } from "../../words/format.ts";
import type { ActWords } from "./words.ts";

/** How long an order for named phones counts unless said otherwise (packages/client), in seconds. */
const life = 7 * 86_400;

/** How many of `phones` the brake lets be reached in `seconds`, when all are on the line. */
export function reachedWithin(brake: Brake, seconds: number, phones: number): number {
  if (seconds < 0) return 0;
  let [least, most] = [0, phones];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (brakeSpread(brake, middle) <= seconds) least = middle;
    else most = middle - 1;
  }
  return least;
}

interface About {
  row: Row;
  brake: Brake;
  destructive: boolean;
  phones: number;
}

/** The sentences; `phone` and `phones` are the words for one and for several. */
export function needsSentences(
  { row, brake, destructive, phones }: About,
  words: ActWords,
  format: Format,
  [phone, many]: readonly [string, string],
): string[] {
  const { role, count } = row.need;
  const sentences = [words.needs(format.count(count, words.role[role], words.roles[role]))];
  if (row.limit !== undefined)
    sentences.push(words.limit(format.count(row.limit.phones, phone, many), format.duration(row.limit.seconds)));
  if (!destructive) return sentences;
  if (phones > brake.hold.above) sentences.push(words.hold(format.duration(brake.hold.seconds)));
  const windows = brake.destructive.map((window) =>
    words.window(format.count(window.phones, phone, many), format.duration(window.seconds)),
  );
  sentences.push(words.brake(format.list(windows)));
  const spread = brakeSpread(brake, phones);
  if (spread > 0) sentences.push(words.last(format.duration(spread)));
  const hold = phones > brake.hold.above ? brake.hold.seconds : 0;
  if (hold + spread > life) {
    const reached = reachedWithin(brake, life - hold, phones);
    sentences.push(words.expires(format.duration(life), format.count(reached, phone, many)));
  }
  return sentences;
}
