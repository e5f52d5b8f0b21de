import { type ReactNode, useState } from "react";
import { OrderView, type OrderViewProps } from "../orders/order-view.tsx";
import type { FoundDocument } from "../orders/use-document.ts";
import { orderWords } from "../orders/words.ts";
import { Loading } from "../parts/loading.tsx";
import { Empty } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import type { Sent } from "../signing/send.ts";
import { SentNotice } from "../signing/sent-notice.tsx";
import { useWords } from "../words/language.ts";
import { DraftView } from "./draft-view.tsx";

/** A document as the server gave it: an order, a draft, or nothing. What became of a signature is said over both. */
export function FoundView({ found, full }: { found: FoundDocument; full?: OrderViewProps["full"] }): ReactNode {
  const words = useWords(orderWords);
  // Kept here: once the server hears of the release, the draft gives way to the order, and the news must not go with it.
  const [sent, setSent] = useState<Sent>();
  if (found.error) return <ProblemNotice error={found.error} onRetry={found.retry} />;
  if (found.order)
    return (
      <>
        {sent && <SentNotice sent={sent} onDeliver={() => undefined} />}
        <OrderView order={found.order} full={full} />
      </>
    );
  if (found.draft) return <DraftView draft={found.draft} onSent={setSent} />;
  if (!found.absent) return <Loading />;
  return (
    <Empty title={words.absent}>
      <p>{words.absentTodo}</p>
    </Empty>
  );
}
