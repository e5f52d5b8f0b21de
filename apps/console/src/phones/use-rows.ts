// The rows of the list, page by page as somebody scrolls. Until the rows of a new search are there, those of the one before
// stay: typing never empties the page.

import { type QueryClient, useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useServer } from "../remote/use-server.ts";
import { useServerAsk } from "../session/context.tsx";
import { countAnswer, type Phone, phonesAnswer } from "./phone.ts";

const pageSize = 100;
/** The server skips as many rows at most; whoever has more phones narrows the list. */
const mostOffset = 1_000_000;
const about = ["phone"] as const;

/** What the list shows: one question to the server. */
export interface Question {
  /** Filters, as the server is asked. */
  query: string;
  sort: string;
}

function pathOf({ query, sort }: Question, page: number): string {
  return `/api/v1/phones?${query}&sort=${sort}&limit=${pageSize}&offset=${page * pageSize}`;
}

function countPath({ query }: Question): string {
  return `/api/v1/phones/count?${query}`;
}

export interface Rows {
  /** Rows shown: of the question, or of the one before while the answer is on its way. */
  total: number | undefined;
  row(index: number): Phone | undefined;
  /** Whether what is shown answers the question. */
  current: boolean;
  error: unknown;
  retry(): void;
  /** Tells which rows are in sight. */
  look(first: number, last: number): void;
  /** Rows of a range, fetched where they are not there yet. */
  between(first: number, last: number): Promise<Phone[]>;
}

function pageOf(client: QueryClient, question: Question, page: number): Phone[] | undefined {
  return client.getQueryData<{ phones: Phone[] }>(["server", about, pathOf(question, page)])?.phones;
}

/** The rows that answer `question`. */
export function useRows(question: Question): Rows {
  const client = useQueryClient();
  const ask = useServerAsk();
  const { query, sort } = question;
  const asked = useMemo(() => ({ query, sort }), [query, sort]);
  const [shown, setShown] = useState(asked);
  const [pages, setPages] = useState<readonly number[]>([0]);
  const count = useServer({ about, path: countPath(asked), read: countAnswer });
  const wanted = shown === asked ? pages : [0];
  const options = (page: number) => {
    const path = pathOf(asked, page);
    return {
      queryKey: ["server", about, path],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        phonesAnswer(await ask(path, { lax: true, signal }), path),
      staleTime: 15_000,
    };
  };
  const results = useQueries({ queries: wanted.map(options) });
  const ready = count.data !== undefined && results[0]?.data !== undefined;
  useEffect(() => {
    if (ready && shown !== asked) {
      setPages([0]);
      setShown(asked);
    }
  }, [ready, shown, asked]);
  const total =
    shown === asked
      ? count.data?.phones
      : client.getQueryData<{ phones: number }>(["server", about, countPath(shown)])?.phones;
  return {
    total: total === undefined ? undefined : Math.min(total, mostOffset),
    row: (index) => pageOf(client, shown, Math.floor(index / pageSize))?.[index % pageSize],
    current: shown === asked && ready,
    error: count.error ?? results.find((one) => one.error)?.error ?? undefined,
    retry: () => {
      void count.refetch();
      for (const one of results) void one.refetch();
    },
    look: (first, last) => {
      const from = Math.floor(first / pageSize);
      const next = Array.from({ length: Math.floor(last / pageSize) - from + 1 }, (_, n) => from + n);
      setPages((before) => (before.join() === next.join() ? before : next));
    },
    between: async (first, last) => {
      const from = Math.floor(first / pageSize);
      const found: Phone[] = [];
      for (let page = from; page <= Math.floor(last / pageSize); page++) {
        const { phones } = await client.ensureQueryData(options(page));
        found.push(...phones.filter((_, n) => page * pageSize + n >= first && page * pageSize + n <= last));
      }
      return found;
    },
  };
}
