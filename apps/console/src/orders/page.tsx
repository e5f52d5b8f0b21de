import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { FoundView } from "../approvals/found-view.tsx";
import { Page } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";
import styles from "./page.module.css";
import { useDocument } from "./use-document.ts";
import { orderWords } from "./words.ts";

/** `/orders/<hash>`: one document, as draft or as order, with its approvals, releases, proofs and results. */
export default function OrderPage() {
  const words = useWords(orderWords);
  const { hash } = useParams({ from: "/orders/$hash" });
  const { outcome = "", is } = useSearch({ from: "/orders/$hash" }) as Record<string, string>;
  const navigate = useNavigate();
  const found = useDocument(hash, is === "draft" ? "draft" : "order");
  return (
    <Page title={found.draft ? words.pageDraft : words.page} lead={<Link to="/approvals">{words.toInbox}</Link>}>
      <div className={styles.column}>
        <FoundView
          key={hash}
          found={found}
          full={{
            outcome,
            onOutcome: (next) =>
              void navigate({ to: "/orders/$hash", params: { hash }, search: next === "" ? {} : { outcome: next } }),
          }}
        />
      </div>
    </Page>
  );
}
