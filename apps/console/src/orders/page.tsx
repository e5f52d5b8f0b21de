import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { DraftView } from "../approvals/draft-view.tsx";
import { Loading } from "../parts/loading.tsx";
import { Empty, Page } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { useWords } from "../words/language.ts";
import { OrderView } from "./order-view.tsx";
import styles from "./page.module.css";
import { useDocument } from "./use-document.ts";
import { orderWords } from "./words.ts";

/** `/orders/<hash>`: one document, as draft or as order, with its approvals, releases, proofs and results. */
export default function OrderPage() {
  const words = useWords(orderWords);
  const { hash } = useParams({ from: "/orders/$hash" });
  const { outcome = "" } = useSearch({ from: "/orders/$hash" }) as Record<string, string>;
  const navigate = useNavigate();
  const found = useDocument(hash);
  return (
    <Page title={found.draft ? words.pageDraft : words.page} lead={<Link to="/approvals">{words.toInbox}</Link>}>
      <div className={styles.column}>
        {found.error ? (
          <ProblemNotice error={found.error} onRetry={found.retry} />
        ) : found.order ? (
          <OrderView
            order={found.order}
            full={{
              outcome,
              onOutcome: (next) =>
                void navigate({ to: "/orders/$hash", params: { hash }, search: next === "" ? {} : { outcome: next } }),
            }}
          />
        ) : found.draft ? (
          <DraftView draft={found.draft} />
        ) : found.absent ? (
          <Empty title={words.absent}>
            <p>{words.absentTodo}</p>
          </Empty>
        ) : (
          <Loading />
        )}
      </div>
    </Page>
  );
}
