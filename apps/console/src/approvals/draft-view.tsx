// A document that waits for signatures: read, sign, refuse, withdraw, send, or draft again.

import type { Drafted, Opened } from "@rempart/client";
import { acceptance } from "@rempart/trust";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { RefusedEvidence } from "../orders/evidence.tsx";
import { wishOf } from "../orders/retry.ts";
import type { SaidDraftAnswer } from "../orders/server.ts";
import { draftState } from "../orders/state.ts";
import { useTexts } from "../orders/texts.ts";
import { useVerified } from "../orders/use-verified.ts";
import type { VerifiedOrder } from "../orders/verify.ts";
import { orderWords } from "../orders/words.ts";
import { Button } from "../parts/button.tsx";
import { Actions } from "../parts/dialog.tsx";
import { Loading } from "../parts/loading.tsx";
import { Notice } from "../parts/notice.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Problem } from "../problem/problem.ts";
import { useServerAsk, useSession } from "../session/context.tsx";
import type { Sent } from "../signing/send.ts";
import { SentNotice } from "../signing/sent-notice.tsx";
import { SignDialog } from "../signing/sign-dialog.tsx";
import { SignPanel } from "../signing/sign-panel.tsx";
import { useSigning } from "../signing/use-signing.ts";
import { useWords } from "../words/language.ts";
import { RefuseDialog } from "./refuse-dialog.tsx";
import { approvalWords } from "./words.ts";

/** A draft, from its exact bytes; one that fails verification is shown as evidence, never with a button that signs. */
export function DraftView({ draft, onSent }: { draft: SaidDraftAnswer; onSent(sent: Sent): void }) {
  const words = useWords(orderWords);
  const { hash, envelope, targets } = draft;
  const shown = { hash, envelope, targets };
  const { data: verified, error, refetch } = useVerified(shown);
  if (error)
    return (error as { code?: string }).code === "network" ? (
      <ProblemNotice error={error} onRetry={() => void refetch()} />
    ) : (
      <RefusedEvidence shown={shown} error={error} />
    );
  if (!verified) return <Loading>{words.verifying}</Loading>;
  return <Draft draft={draft} verified={verified} onSent={onSent} />;
}

function Draft({
  draft,
  verified,
  onSent,
}: {
  draft: SaidDraftAnswer;
  verified: VerifiedOrder;
  onSent(sent: Sent): void;
}) {
  const words = useWords(approvalWords);
  const { person } = useSession();
  const ask = useServerAsk();
  const client = useQueryClient();
  const navigate = useNavigate();
  const signing = useSigning();
  const { review } = verified;
  const texts = useTexts(review);
  const [refusing, setRefusing] = useState(false);
  const [drafted, setDrafted] = useState<Drafted>();
  const [sent, setSent] = useState<Sent>();
  const [signed, setSigned] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const tell = (method: "POST" | "DELETE", what: string): Promise<void> =>
    run(async () => {
      // An empty object: the server reads a body wherever it takes one.
      await ask(`/api/v1/drafts/${review.hash}/${what}`, method === "POST" ? { method, body: {} } : { method });
      await client.invalidateQueries({ queryKey: ["server"] });
    });
  const { createdAt } = review.document.body;
  const acceptedUntil = review.kind === "order" ? createdAt + acceptance : review.document.body.expiresAt;
  const state = draftState({ current: review.current, acceptedUntil }, draft, Math.floor(Date.now() / 1000));
  const open = state === "waiting" || state === "refused";
  const own = draft.createdBy === person;
  const refused = draft.refusals?.some((one) => one.person === person) ?? false;
  const iSigned = review.signers.some(({ id }) => id === person);
  const ready = open && review.complete;
  const { refusal } = draft;
  const canAgain = review.kind === "order" && (!review.current || state === "expired") && draft.state !== "accepted";
  const draftAgain = (opened: readonly Opened[]): Promise<Drafted> =>
    review.kind === "order" && review.current
      ? signing.afresh(wishOf(review, opened), review)
      : signing.again(review, opened);
  return (
    <>
      {state === "withdrawn" && <Notice>{words.withdrawn}</Notice>}
      {state === "expired" && <Notice tone="warn">{words.lapsed}</Notice>}
      {refusal && (
        <>
          <p>{words.gatekeeperRefused}</p>
          <ProblemNotice error={new Problem(refusal.error, refusal.where ?? "gatekeeper", refusal.message ?? "")} />
        </>
      )}
      <SignPanel
        key={review.hash}
        review={review}
        isNew={false}
        state={state}
        verified={verified}
        said={{ askedBy: draft.createdBy, refusals: draft.refusals }}
        closed={!open || ready}
        onSent={(done) => {
          setSigned(true);
          onSent(done);
        }}
        actions={
          open &&
          !ready && (
            <>
              {own && (
                <Button isDisabled={busy} onPress={() => void tell("POST", "withdraw")}>
                  {words.withdraw}
                </Button>
              )}
              {refused ? (
                <Button isDisabled={busy} onPress={() => void tell("DELETE", "refuse")}>
                  {words.takeBack}
                </Button>
              ) : iSigned ? null : (
                <Button isDisabled={busy} onPress={() => setRefusing(true)}>
                  {words.refuse}
                </Button>
              )}
            </>
          )
        }
      />
      {refused && open && !signed && <Notice tone="warn">{words.refused}</Notice>}
      {error !== undefined && <ProblemNotice error={error} />}
      {sent && <SentNotice sent={sent} onDeliver={() => undefined} />}
      {ready && !sent && !signed && (
        <>
          <Notice tone="warn">{words.sendTold}</Notice>
          <Actions>
            {own && (
              <Button isDisabled={busy} onPress={() => void tell("POST", "withdraw")}>
                {words.withdraw}
              </Button>
            )}
            <Button
              kind="primary"
              isDisabled={busy || verified.contradictions.length > 0}
              onPress={() =>
                void run(async () => {
                  const done = await signing.release(review);
                  setSent(done);
                  onSent(done);
                })
              }
            >
              {words.send}
            </Button>
          </Actions>
        </>
      )}
      {canAgain && (
        <Actions>
          <Button
            kind="primary"
            isDisabled={busy || texts.opened === undefined}
            onPress={() => void run(async () => setDrafted(await draftAgain(texts.opened ?? [])))}
          >
            {words.again}
          </Button>
        </Actions>
      )}
      {refusing && <RefuseDialog review={review} onClose={() => setRefusing(false)} />}
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
