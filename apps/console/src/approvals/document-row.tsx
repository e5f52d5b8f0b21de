import { isDestructive } from "@rempart/trust";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useGroup } from "../orders/groups.ts";
import type { OrderState } from "../orders/state.ts";
import { StateMark } from "../orders/state-mark.tsx";
import { grouped, titleOf } from "../orders/title.ts";
import type { Row } from "../orders/use-verified.ts";
import { orderWords } from "../orders/words.ts";
import { faultOf } from "../problem/problem.ts";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import styles from "./approvals.module.css";
import { approvalWords } from "./words.ts";

/** One document of a list, titled from its verified bytes; `search` keeps the rest of the address. */
export function DocumentRow({
  row,
  state,
  selected,
  search,
  isDraft = false,
  children,
}: {
  row: Row;
  state: OrderState;
  selected: boolean;
  search: Record<string, string>;
  isDraft?: boolean;
  /** Who and when, what is missing. */
  children?: ReactNode;
}) {
  const words = useWords(approvalWords);
  const order = useWords(orderWords);
  const format = useFormat();
  const { review, error, shown } = row;
  const { hash } = shown;
  const body = review?.kind === "order" ? review.document.body : undefined;
  const group = useGroup(body && "group" in body.targets ? body.targets.group : undefined);
  const shout = body !== undefined && isDestructive(body);
  return (
    <li>
      <Link
        to="/approvals"
        search={{ ...search, order: hash, ...(isDraft ? { is: "draft" } : {}) }}
        className={`${styles.row} ${shout ? styles.destructive : ""}`}
        aria-current={selected ? "true" : undefined}
        data-row={hash}
      >
        {error !== undefined ? (
          <>
            <span className={styles.title}>
              {words.refusedRow} · <code>{faultOf(error).code}</code>
            </span>
            <code className={styles.soft}>{grouped(hash).slice(0, 19)}…</code>
          </>
        ) : (
          <>
            <span className={styles.top}>
              <span className={styles.title}>
                {review ? titleOf(review, order, format, group.label) : order.verifying}
              </span>
              <StateMark state={state} />
            </span>
            <span className={styles.soft}>{children}</span>
          </>
        )}
      </Link>
    </li>
  );
}
