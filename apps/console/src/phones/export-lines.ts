// The lines of the file, page by page: as many as there can be phones, however long the server goes on.

import type { Ask } from "@rempart/client";
import { Problem } from "../problem/problem.ts";
import { optional, shape, text } from "../remote/read.ts";
import { csvColumns, csvLine, csvPhone } from "./csv.ts";
import { phonesAnswer } from "./phone.ts";

const pageSize = 1_000;
/** A million phones, and room around them. */
const mostPages = 1_100;
const nextOf = shape({ next: optional(text) });

/**
 * The lines of all phones that `query` matches, with how many there are so far. Stops when `signal` says so; rejects with
 * `answer` when the list does not end. `groupName`: what a group is called.
 */
export async function* exportLines(
  ask: Ask,
  query: string,
  groupName: (id: string) => string,
  signal: AbortSignal,
): AsyncGenerator<[string, number]> {
  yield [csvLine(csvColumns), 0];
  let after = "";
  let done = 0;
  for (let page = 0; page < mostPages; page++) {
    const path = `/api/v1/phones?${query}&limit=${pageSize}${after}`;
    const answer = await ask(path, { lax: true, signal });
    const { phones } = phonesAnswer(answer, path);
    done += phones.length;
    yield [phones.map((phone) => csvPhone(phone, groupName)).join(""), done];
    const { next } = nextOf(answer, path);
    if (next === undefined || phones.length === 0) return;
    after = `&after=${encodeURIComponent(next)}`;
  }
  throw new Problem("answer", "/api/v1/phones", "the list of phones does not end");
}
