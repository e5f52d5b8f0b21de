// A filter in words, the same on the bar and where nothing matches.

import type { Format } from "../words/format.ts";
import { worded } from "../words/worded.ts";
import type { FilterName, Filters } from "./filters.ts";
import type { Groups } from "./use-facts.ts";
import type { phonesWords } from "./words.ts";

type Words = (typeof phonesWords)["en"];

/** A value of a filter as people read it. */
export function valueWords(name: FilterName, value: string, words: Words, groups: Groups): string {
  if (name === "state") return worded(words.states, value);
  if (name === "platform") return worded(words.platforms, value);
  if (name === "compliance") return worded(words.compliances, value);
  return name === "group" ? groups.nameOf(value) : value;
}

/** "System: 16 or 15", "Silent for 7 days". */
export function filterWords(name: FilterName, filters: Filters, words: Words, groups: Groups, format: Format): string {
  switch (name) {
    case "lost":
      return words.lostOnly;
    case "behind":
      return words.behindOnly;
    case "silent":
      return words.silentFor(format.count(filters.silent ?? 0, words.day, words.days));
    case "q":
      return words.of(words.names.q, filters.q);
    default: {
      const values = filters[name].map((value) => valueWords(name, value, words, groups));
      const few = values.length > 3 ? [...values.slice(0, 2), `+${format.number(values.length - 2)}`] : values;
      return words.of(words.names[name], few.join(", "));
    }
  }
}
