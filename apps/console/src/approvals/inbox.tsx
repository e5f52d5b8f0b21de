// The inbox: what waits for me, what waits for others, what happened lately. Where a document belongs is decided from its
// verified bytes, so that a server can hide one but never put it into the wrong place.

import type { Review } from "@rempart/client";
import { acceptance, holdsRole } from "@rempart/trust";
import type { ReactNode } from "react";
import { drafts, orders, type SaidDraftAnswer, type SaidOrderAnswer } from "../orders/server.ts";
import { draftState, type OrderState } from "../orders/state.ts";
import { type Row, useReviewed } from "../orders/use-verified.ts";
import { useOrganisation } from "../organisation/context.tsx";
import { nameOf } from "../organisation/names.ts";
import { Age } from "../parts/age.tsx";
import { Loading } from "../parts/loading.tsx";
import { Empty } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { ServerSays } from "../parts/source.tsx";
import { useServer } from "../remote/use-server.ts";
import { useSession } from "../session/context.tsx";
import { useWords } from "../words/language.ts";
import styles from "./approvals.module.css";
import { DocumentRow } from "./document-row.tsx";
import { OrderRow } from "./order-row.tsx";
import { approvalWords } from "./words.ts";

const about = ["draft", "order", "charter", "freeze"] as const;

function Group({ title, empty, children }: { title: string; empty?: string; children: ReactNode[] }) {
  if (children.length === 0 && empty === undefined) return null;
  return (
    <section className={styles.group}>
      <h2>{title}</h2>
      {children.length === 0 ? <p className={styles.soft}>{empty}</p> : <ul>{children}</ul>}
    </section>
  );
}

/** The rows of the inbox. `selected`: hash of the document beside it. */
export function Inbox({ selected }: { selected: string }) {
  const words = useWords(approvalWords);
  const { person } = useSession();
  const organisation = useOrganisation();
  const waiting = useServer({ about, path: "/api/v1/drafts?state=waiting&limit=100", read: drafts, keep: true });
  const past = useServer({
    about,
    path: "/api/v1/drafts?state=refused,withdrawn,expired&limit=10",
    read: drafts,
    keep: true,
  });
  const lately = useServer({ about, path: "/api/v1/orders?limit=15&results=0", read: orders, keep: true });
  const open = waiting.data?.drafts ?? [];
  const closed = past.data?.drafts ?? [];
  const recent = lately.data?.orders ?? [];
  const rows = useReviewed(
    [...open, ...closed, ...recent].map(({ hash, envelope, targets }) => ({ hash, envelope, targets })),
  );
  const rowOf = (index: number): Row => rows[index]!;
  if (waiting.error) return <ProblemNotice error={waiting.error} onRetry={() => void waiting.refetch()} />;
  if (!waiting.data) return <Loading />;
  const me = organisation.trust.newest.body.people.find(({ id }) => id === person);
  const isMine = (draft: SaidDraftAnswer, { review }: Row): boolean => {
    if (!review?.current) return false;
    if (review.complete) return true;
    const role = review.row?.need.role;
    const may = me !== undefined && role !== undefined && role !== "root" && holdsRole(me, role);
    const answered =
      review.signers.some(({ id }) => id === person) || (draft.refusals ?? []).some((one) => one.person === person);
    return may && !answered;
  };
  const waitsFor = ({ refusal, missing }: Review): string => {
    if (refusal) return refusal.code === "freeze" ? words.frozen : words.noRule;
    return words.missing(missing);
  };
  const draftRow = (draft: SaidDraftAnswer, row: Row) => {
    const { review } = row;
    const until =
      review?.kind === "ticket" ? review.document.body.expiresAt : (review?.document.body.createdAt ?? 0) + acceptance;
    const state: OrderState = review
      ? draftState({ current: review.current, acceptedUntil: until }, draft, Math.floor(Date.now() / 1000))
      : "waiting";
    return (
      <DocumentRow key={draft.hash} row={row} state={state} selected={selected === draft.hash} search={{}} isDraft>
        <ServerSays>{words.by(nameOf(organisation, draft.createdBy))}</ServerSays> · <Age at={draft.createdAt} />
        {review && state === "waiting" && <> · {review.complete ? <strong>{words.ready}</strong> : waitsFor(review)}</>}
      </DocumentRow>
    );
  };
  const mine: ReactNode[] = [];
  const others: ReactNode[] = [];
  for (const [index, draft] of open.entries()) {
    const row = rowOf(index);
    // What fails verification is in front of everybody: it is evidence.
    (row.error !== undefined || isMine(draft, row) ? mine : others).push(draftRow(draft, row));
  }
  const done = [
    ...closed.map((draft, index) => ({ at: draft.changedAt, row: draftRow(draft, rowOf(open.length + index)) })),
    ...recent.map((order: SaidOrderAnswer, index) => ({
      at: order.acceptedAt,
      row: (
        <OrderRow
          key={order.hash}
          order={order}
          row={rowOf(open.length + closed.length + index)}
          selected={selected === order.hash}
          search={{}}
        />
      ),
    })),
  ].sort((a, b) => b.at - a.at);
  if (open.length === 0 && done.length === 0)
    return (
      <Empty title={words.nothing}>
        <p>{words.nothingTold}</p>
      </Empty>
    );
  return (
    <>
      <Group title={words.mine} empty={words.noneForMe}>
        {mine}
      </Group>
      <Group title={words.others} empty={words.noneForOthers}>
        {others}
      </Group>
      <Group title={words.recent}>{done.map(({ row }) => row)}</Group>
    </>
  );
}
