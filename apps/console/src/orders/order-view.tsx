// An accepted order with what became of it and what can still be done: in the inbox's inspector and on its own page.

import type { Drafted, Review } from "@rempart/client";
import { isDestructive } from "@rempart/trust";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { Button } from "../parts/button.tsx";
import { Actions } from "../parts/dialog.tsx";
import { Loading } from "../parts/loading.tsx";
import { Notice } from "../parts/notice.tsx";
import { Section } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Problem } from "../problem/problem.ts";
import { useServerAsk, useSession } from "../session/context.tsx";
import { ActionDialog } from "../signing/action-dialog.tsx";
import { saveJson } from "../signing/save.ts";
import { SignDialog } from "../signing/sign-dialog.tsx";
import { useSigning } from "../signing/use-signing.ts";
import { useWords } from "../words/language.ts";
import { RefusedEvidence } from "./evidence.tsx";
import { OrderDocument } from "./order-document.tsx";
import { PhoneResults } from "./phone-results.tsx";
import { Progress } from "./progress.tsx";
import { Releases } from "./releases.tsx";
import { failedOutcomes, failedPhones, wishOf } from "./retry.ts";
import type { SaidOrderAnswer } from "./server.ts";
import { mayCancel, orderState, type ProvenState } from "./state.ts";
import { useTexts } from "./texts.ts";
import { useVerified } from "./use-verified.ts";
import type { VerifiedOrder } from "./verify.ts";
import { orderWords } from "./words.ts";

/** What the gatekeeper obeys or carries out at once: there is nothing to take back. */
const notCancelled: ReadonlySet<string> = new Set(["freeze", "unfreeze", "cancel", "admit"]);
const notAgain: ReadonlySet<string> = new Set(["freeze", "unfreeze", "cancel", "admit", "pace"]);

/** Whether phones report on it: the gatekeeper alone obeys what concerns all, and admissions. */
function answersOf({ kind, document }: Review): boolean {
  return kind === "order" && !("all" in document.body.targets) && document.body.action !== "admit";
}

/** Everything that proves the order, to be checked again by anybody. */
function proofsOf(order: SaidOrderAnswer, { review, releases }: VerifiedOrder) {
  return {
    order: review.document.envelope,
    ...(review.targets?.length ? { targets: review.targets } : {}),
    releases: releases.map(({ index, document, proof }) => ({ index, envelope: document.envelope, inclusion: proof })),
    results: order.results.map(({ device, envelope }) => ({ device, envelope })),
  };
}

/** Buttons for an order: cancel, retry, draft again, download. */
function OrderActions({ order, verified, proven }: OrderViewProps & { verified: VerifiedOrder; proven: ProvenState }) {
  const words = useWords(orderWords);
  const ask = useServerAsk();
  const signing = useSigning();
  const { roles } = useSession();
  const navigate = useNavigate();
  const { review } = verified;
  const texts = useTexts(review);
  const [cancelling, setCancelling] = useState(false);
  const [drafted, setDrafted] = useState<Drafted>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  if (review.kind !== "order") return null;
  const { action, targets } = review.document.body;
  const failed = failedOutcomes.reduce((sum, outcome) => sum + (order.outcomes[outcome] ?? 0), 0);
  const draft = async (make: () => Promise<Drafted | undefined>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      setDrafted(await make());
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const retry = async (): Promise<Drafted> => {
    const phones = await failedPhones(ask, review);
    if (phones.length === 0)
      throw new Problem("answer", review.hash, "says that phones failed, and names none of them");
    return await signing.draft(wishOf(review, texts.opened ?? [], phones));
  };
  const mayAct = roles.includes("approver") || roles.includes("operator");
  const open = mayCancel(review.document.body, proven, order, Math.floor(Date.now() / 1000));
  return (
    <>
      {error !== undefined && <ProblemNotice error={error} />}
      <Actions>
        <Button small onPress={() => saveJson(`order-${order.hash.slice(0, 16)}.json`, proofsOf(order, verified))}>
          {words.download}
        </Button>
        {mayAct && failed > 0 && "count" in targets && review.current && (
          <Button small isDisabled={busy || texts.opened === undefined} onPress={() => void draft(retry)}>
            {words.retry}
          </Button>
        )}
        {mayAct && verified.ended && !notAgain.has(action) && (
          <Button
            small
            kind="primary"
            isDisabled={busy || texts.opened === undefined}
            onPress={() => void draft(() => signing.again(review, texts.opened ?? []))}
          >
            {words.again}
          </Button>
        )}
        {mayAct && open && !notCancelled.has(action) && (
          <Button small kind="danger" onPress={() => setCancelling(true)}>
            {words.cancelOrder}
          </Button>
        )}
      </Actions>
      {cancelling && (
        <ActionDialog
          title={words.cancelOrder}
          onClose={() => setCancelling(false)}
          wish={() => ({ action: "cancel", params: { order: order.hash }, aim: { all: true } })}
          reasons={["mistake", "other", "compromise", "exercise", "legal"]}
        >
          <p>{isDestructive(review.document.body) ? words.cancelTold : words.cancelToldMild}</p>
        </ActionDialog>
      )}
      {drafted && (
        <SignDialog
          drafted={drafted}
          onClose={() => {
            setDrafted(undefined);
            void navigate({ to: "/approvals" });
          }}
        />
      )}
    </>
  );
}

export interface OrderViewProps {
  order: SaidOrderAnswer;
  /** Shows releases and phones too: the page of its own. */
  full?: { outcome: string; onOutcome(outcome: string): void } | undefined;
  /** Beneath the document in the inspector. */
  children?: ReactNode;
}

/** An accepted order. */
export function OrderView({ order, full, children }: OrderViewProps) {
  const words = useWords(orderWords);
  const { data: verified, error, refetch } = useVerified(order);
  if (error)
    return (error as { code?: string }).code === "network" ? (
      <ProblemNotice error={error} onRetry={() => void refetch()} />
    ) : (
      <RefusedEvidence shown={order} error={error} />
    );
  if (!verified) return <Loading>{words.verifying}</Loading>;
  return (
    <Verified order={order} verified={verified} full={full}>
      {children}
    </Verified>
  );
}

function Verified({ order, verified, full, children }: OrderViewProps & { verified: VerifiedOrder }) {
  const words = useWords(orderWords);
  const { review } = verified;
  const texts = useTexts(review);
  const now = Math.floor(Date.now() / 1000);
  const proven: ProvenState = {
    proven: verified.releases.length > 0,
    heldUntil: verified.heldUntil,
    ended: verified.ended,
    expiresAt: review.document.body.expiresAt,
    reached: verified.reached,
  };
  const { state, by } = orderState(proven, order, now);
  const onlySaid = by === "server" && (state === "cancelled" || state === "ended");
  const mayStillGoOut = onlySaid && review.kind === "order" && mayCancel(review.document.body, proven, order, now);
  return (
    <>
      <OrderDocument review={review} texts={texts} state={state} verified={verified} said={{ askedBy: undefined }}>
        <Progress
          state={state}
          verified={verified}
          outcomes={order.outcomes}
          phones={answersOf(review) ? order.phones : 0}
        />
      </OrderDocument>
      {verified.pending > 0 && verified.releases.length === 0 && <Notice live>{words.pendingProof}</Notice>}
      {mayStillGoOut && <Notice tone="warn">{words.onlySaid}</Notice>}
      <OrderActions order={order} verified={verified} proven={proven} />
      {children}
      {full && (
        <>
          {answersOf(review) && (
            <Section title={words.phonesTitle}>
              <PhoneResults order={order} outcome={full.outcome} onOutcome={full.onOutcome} />
            </Section>
          )}
          <Section title={words.releasesTitle}>
            {verified.releases.length === 0 ? <p>{words.noReleases}</p> : <Releases releases={verified.releases} />}
          </Section>
        </>
      )}
    </>
  );
}
