// What it takes before an action begins, in sentences: signatures, hold, brake. From the verified charter alone.

import type { Brake, Row } from "@rempart/trust";
import { brakeSeconds } from "../../orders/brake-time.ts";
import type { Format } from "../../words/format.ts";
import type { ActWords } from "./words.ts";

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
  const spread = brakeSeconds(brake.destructive, phones);
  if (spread > 0) sentences.push(words.last(format.duration(spread)));
  return sentences;
}
