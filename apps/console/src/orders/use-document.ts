import { useEffect, useState } from "react";
import { Problem } from "../problem/problem.ts";
import type { Reader } from "../remote/read.ts";
import { useServer } from "../remote/use-server.ts";
import { draft, order, type SaidDraftAnswer, type SaidOrderAnswer } from "./server.ts";

/** One document by its hash: the order, the draft that it still is, or neither. */
export interface FoundDocument {
  order: SaidOrderAnswer | undefined;
  draft: SaidDraftAnswer | undefined;
  absent: boolean;
  error: unknown;
  retry(): void;
}

/** Refuses with `answer.hash` an answer about another document than the one asked for, before anything of it is shown. */
function about<T extends { hash: string }>(read: Reader<T>, hash: string): Reader<T> {
  return (value, where) => {
    const found = read(value, where);
    if (found.hash !== hash) throw new Problem("answer.hash", where, `asked for ${hash}, answered ${found.hash}`);
    return found;
  };
}

const isAbsent = (error: unknown): boolean => (error as { status?: number } | null)?.status === 404;

/**
 * Asks the server for the order `hash`, else for the draft. `first`: what a link to it says it was, so that the likelier
 * one is asked for first; a draft that was accepted is an order by now.
 */
export function useDocument(hash: string, first: "order" | "draft" = "order"): FoundDocument {
  const wellFormed = /^[0-9a-f]{64}$/.test(hash);
  const draftFirst = first === "draft";
  const [orderWanted, setOrderWanted] = useState(!draftFirst);
  const asOrder = useServer({
    about: ["order", "draft"],
    path: `/api/v1/orders/${hash}?results=1000`,
    read: about(order, hash),
    enabled: wellFormed && orderWanted,
  });
  const noOrder = isAbsent(asOrder.error);
  const asDraft = useServer({
    about: ["draft", "order"],
    path: `/api/v1/drafts/${hash}`,
    read: about(draft, hash),
    enabled: wellFormed && (draftFirst || noOrder),
  });
  const isOver = isAbsent(asDraft.error) || asDraft.data?.state === "accepted";
  useEffect(() => {
    if (isOver) setOrderWanted(true);
  }, [isOver]);
  const known = asOrder.data ?? asDraft.data;
  const failed = [asOrder.error, asDraft.error].find((error) => error && !isAbsent(error));
  return {
    order: asOrder.data,
    draft: asOrder.data ? undefined : asDraft.data,
    absent: !wellFormed || (noOrder && isAbsent(asDraft.error)),
    error: known ? undefined : failed,
    retry: () => {
      void asOrder.refetch();
      if (draftFirst || noOrder) void asDraft.refetch();
    },
  };
}
