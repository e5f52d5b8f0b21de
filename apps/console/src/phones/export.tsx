// The filtered list as a CSV file, page by page; it can be stopped.

import { useEffect, useRef, useState } from "react";
import { Button } from "../parts/button.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { useServerAsk } from "../session/context.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { exportLines } from "./export-lines.ts";
import styles from "./page.module.css";
import type { Groups } from "./use-facts.ts";
import { phonesWords } from "./words.ts";

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
      for await (const [part, count] of exportLines(ask, query, groups.nameOf, abort.signal)) {
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
