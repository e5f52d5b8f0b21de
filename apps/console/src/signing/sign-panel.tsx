// Reading a document and signing it: exactly what is signed, nothing else, then what became of it.

import type { Review } from "@rempart/client";
import { holdsRole } from "@rempart/trust";
import { type ReactNode, useState } from "react";
import { needsTyping, OrderDocument, type SaidAbout } from "../orders/order-document.tsx";
import type { OrderState } from "../orders/state.ts";
import { useTexts } from "../orders/texts.ts";
import type { VerifiedOrder } from "../orders/verify.ts";
import { orderWords } from "../orders/words.ts";
import { useOrganisation } from "../organisation/context.tsx";
import { Button } from "../parts/button.tsx";
import { Actions } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { Loading } from "../parts/loading.tsx";
import { Notice } from "../parts/notice.tsx";
import { useSession } from "../session/context.tsx";
import { useWords } from "../words/language.ts";
import type { Sent } from "./send.ts";
import { SentNotice } from "./sent-notice.tsx";
import styles from "./sign-panel.module.css";
import { SignProblem } from "./sign-problem.tsx";
import { useJudged, useSigning } from "./use-signing.ts";
import { signingWords } from "./words.ts";

export interface SignPanelProps {
  review: Review;
  /** Texts that were sealed here a moment ago. */
  drafted?: ReadonlyMap<string, string> | undefined;
  /** Whether the server does not hold the document yet. */
  isNew: boolean;
  state?: OrderState | undefined;
  said?: SaidAbout | undefined;
  /** There is nothing to sign any more, or somebody only has to send it: the document is shown without that. */
  closed?: boolean | undefined;
  verified?: VerifiedOrder | undefined;
  /** Told when a signature was made or the document left for others. */
  onSent?: ((sent: Sent) => void) | undefined;
  /** Drafts the same wish afresh, where that is possible. */
  onAgain?: (() => void) | undefined;
  /** Told while a signature is being made, so that a dialog stays open. */
  onBusy?: ((busy: boolean) => void) | undefined;
  /** Further buttons beside the one that signs; not shown once signed. */
  actions?: ReactNode;
}

/** What the person who is signed in can do about a document that is missing signatures. */
export function useMyPart(review: Review): "sign" | "signed" | "leave" | "roots" | "nothing" {
  const { person } = useSession();
  const { trust } = useOrganisation();
  if (review.signers.some(({ id }) => id === person)) return "signed";
  const role = review.row?.need.role;
  if (role === undefined) return "nothing";
  if (role === "root") return "roots";
  const me = trust.newest.body.people.find(({ id }) => id === person);
  return me && holdsRole(me, role) ? "sign" : "leave";
}

/** The document, and beneath it the signature. */
export function SignPanel(props: SignPanelProps) {
  const {
    review: shown,
    drafted,
    isNew,
    state = "draft",
    said,
    closed = false,
    verified,
    onSent,
    onAgain,
    onBusy,
  } = props;
  const words = useWords(signingWords);
  const order = useWords(orderWords);
  const { kind } = useSession();
  const signing = useSigning();
  const review = useJudged(shown);
  const texts = useTexts(review, drafted);
  const part = useMyPart(review);
  const mine = closed ? "nothing" : part;
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [sent, setSent] = useState<Sent>();
  const toType = needsTyping(review);
  const run = async (work: () => Promise<Sent>): Promise<void> => {
    setBusy(true);
    onBusy?.(true);
    setError(undefined);
    try {
      const done = await work();
      setSent(done);
      onSent?.(done);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
      onBusy?.(false);
    }
  };
  const settled = sent?.state === "sent" || sent?.state === "waiting" ? sent.review : undefined;
  const now: OrderState =
    sent?.state === "sent" ? (sent.submitted?.state ?? "released") : sent?.state === "waiting" ? "waiting" : state;
  const mayRead =
    texts.opened !== undefined && !texts.opened.some((one) => one.text === undefined && one.field !== "reason");
  const contradicted = (verified?.contradictions.length ?? 0) > 0;
  const possible =
    review.current && review.refusal === undefined && review.targets !== undefined && mayRead && !contradicted;
  const left = Math.max(0, review.missing - 1);
  const role = review.row?.need.role;
  return (
    <>
      <OrderDocument
        review={settled ?? review}
        texts={texts}
        state={now}
        {...(said ? { said } : {})}
        {...(verified ? { verified } : {})}
      />
      {sent && <SentNotice sent={sent} onDeliver={(signed) => void run(() => signing.deliver(signed))} />}
      {!sent && !closed && review.refusal && error === undefined && (
        <SignProblem error={review.refusal} onAgain={onAgain} />
      )}
      {error !== undefined && (
        <SignProblem
          error={error}
          limit={review.row?.limit}
          onAgain={onAgain}
          onLeave={isNew ? () => void run(() => signing.leave(shown)) : undefined}
        />
      )}
      <div className={styles.foot}>
        {!sent && mine === "sign" && texts.opened !== undefined && !mayRead && (
          <Notice tone="warn">{words.unlockFirst}</Notice>
        )}
        {!sent && mine === "sign" && toType !== undefined && (
          <Field
            label={words.typeNumber(String(toType))}
            description={words.typeNumberHint}
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={setTyped}
          />
        )}
        {!sent && mine === "roots" && <Notice>{words.rootsTold}</Notice>}
        {!sent && mine === "leave" && isNew && <Notice>{words.leaveTold}</Notice>}
        {!sent && mine === "signed" && <Notice tone="ok">{words.alreadySigned}</Notice>}
        {!sent && mine === "sign" && possible && role !== undefined && (
          <p>{left === 0 ? words.willSend : words.willWait(order.missing(left, order.roles[role]))}</p>
        )}
        {busy && <Loading>{words.signing}</Loading>}
        {!sent && (
          <Actions>
            {props.actions}
            {mine === "leave" && isNew && (
              <Button
                kind="primary"
                isDisabled={busy || review.refusal !== undefined}
                onPress={() => void run(() => signing.leave(shown))}
              >
                {words.leave}
              </Button>
            )}
            {mine === "sign" && (
              <Button
                kind={toType === undefined ? "primary" : "danger"}
                isDisabled={
                  busy || !possible || (toType !== undefined && typed.replace(/[\s.,’']/g, "") !== String(toType))
                }
                onPress={() => void run(() => signing.send(review, texts.opened!, isNew))}
              >
                {words.sign[kind]}
              </Button>
            )}
          </Actions>
        )}
      </div>
    </>
  );
}
