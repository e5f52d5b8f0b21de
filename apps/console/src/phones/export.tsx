// The filtered list as a CSV file, page by page; it can be stopped.

import type { Ask } from "@rempart/client";
import { useEffect, useRef, useState } from "react";
import { Button } from "../parts/button.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { optional, shape, text } from "../remote/read.ts";
import { useServerAsk } from "../session/context.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { csvColumns, csvLine, csvPhone } from "./csv.ts";
import styles from "./page.module.css";
import { phonesAnswer } from "./phone.ts";
import type { Groups } from "./use-facts.ts";
import { phonesWords } from "./words.ts";

const pageSize = 1_000;
const nextOf = shape({ next: optional(text) });

/** The lines of all phones that `query` matches, with how many there are so far. Stops when `signal` says so. */
async function* lines(ask: Ask, query: string, groups: Groups, signal: AbortSignal): AsyncGenerator<[string, number]> {
  yield [csvLine(csvColumns), 0];
  let after = "";
  for (let done = 0; ; ) {
    const path = `/api/v1/phones?${query}&limit=${pageSize}${after}`;
    const answer = await ask(path, { lax: true, signal });
    const { phones } = phonesAnswer(answer, path);
    done += phones.length;
    yield [phones.map((phone) => csvPhone(phone, groups.nameOf)).join(""), done];
    const { next } = nextOf(answer, path);
    if (next === undefined || phones.length === 0) return;
    after = `&after=${encodeURIComponent(next)}`;
  }
}

function save(parts: string[]): void {
  // The mark at the start tells spreadsheets that it is UTF-8.
  const url = URL.createObjectURL(new Blob(["\uFEFF", ...parts], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `phones-${new Date().toISOString().slice(0, 10)}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** The button that writes the list to a file, and how far it is. */
export function Export({ query, total, groups }: { query: string; total: number; groups: Groups }) {
  const words = useWords(phonesWords);
  const format = useFormat();
  const ask = useServerAsk();
  const [done, setDone] = useState<number>();
  const [error, setError] = useState<unknown>();
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);
  const write = async (): Promise<void> => {
    const abort = new AbortController();
    stop.current = abort;
    setError(undefined);
    setDone(0);
    try {
      const parts: string[] = [];
      for await (const [part, count] of lines(ask, query, groups, abort.signal)) {
        parts.push(part);
        setDone(count);
      }
      save(parts);
    } catch (thrown) {
      if (!abort.signal.aborted) setError(thrown);
    } finally {
      setDone(undefined);
    }
  };
  return (
    <>
      {done === undefined ? (
        <Button small kind="quiet" isDisabled={total === 0} onPress={() => void write()}>
          {words.export}
        </Button>
      ) : (
        <span className={styles.progress} role="status">
          {words.exporting(format.number(done), format.number(total))}
          <Button small kind="quiet" onPress={() => stop.current?.abort()}>
            {words.stop}
          </Button>
        </span>
      )}
      {error !== undefined && <ProblemNotice error={error} onRetry={() => void write()} />}
    </>
  );
}
