import { forms } from "@rempart/trust";
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

/** Asks the server for the order `hash`, else for the draft.. */
export function useDocument(hash: string): FoundDocument {
  let malformed: unknown;
  try {
    forms.hash(hash, "hash");
  } catch (error) {
    malformed = error;
  }
  const asOrder = useServer({
    about: ["order", "draft"],
    path: `/api/v1/orders/${encodeURIComponent(hash)}?results=1000`,
    read: about(order, hash),
    enabled: malformed === undefined,
    keep: true,
  });
  const noOrder = isAbsent(asOrder.error);
  const asDraft = useServer({
    about: ["draft", "order"],
    path: `/api/v1/drafts/${encodeURIComponent(hash)}`,
    read: about(draft, hash),
    enabled: noOrder,
  });
  const retry = (): void => {
    void asOrder.refetch();
    if (noOrder) void asDraft.refetch();
  };
  if (malformed !== undefined) return { order: undefined, draft: undefined, absent: true, error: undefined, retry };
  const failed = noOrder ? asDraft.error : asOrder.error;
  return {
    order: noOrder || asOrder.data?.hash !== hash ? undefined : asOrder.data,
    draft: noOrder ? asDraft.data : undefined,
    absent: noOrder && isAbsent(asDraft.error),
    error: isAbsent(failed) ? undefined : failed,
    retry,
  };
}
