// From a plan to an order: reason, document, signature.

import type { Drafted, Position, ReasonCode } from "@rempart/client";
import { type JsonObject, reasonCodes } from "@rempart/trust";
import { useState } from "react";
import { orderWords } from "../../orders/words.ts";
import { Button } from "../../parts/button.tsx";
import { Actions } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Badge } from "../../parts/notice.tsx";
import { ProblemNotice } from "../../parts/problem-notice.tsx";
import { Select } from "../../parts/select.tsx";
import type { Sent } from "../../signing/send.ts";
import { SignDialog } from "../../signing/sign-dialog.tsx";
import { useSigning } from "../../signing/use-signing.ts";
import { useWords } from "../../words/language.ts";
import styles from "./plan.module.css";
import { planWords } from "./words.ts";

/** What is drafted: the action, its parameters and the group. */
export interface StepWish {
  action?: "policy" | "app" | "os-update" | "certificate";
  params: JsonObject;
  group: string;
  /** From what was verified to stand. */
  position: Position;
}

export interface SignStepProps {
  title?: string;
  /** Made when the order is drafted: ids come from names. */
  wish(): Promise<StepWish> | StepWish;
  /** What the words of the reason begin with. */
  about: string;
  isDisabled?: boolean;
  destructive?: boolean;
  /** Told once it was signed or left for others, when the person closes what became of it. */
  onDone(sent: Sent): void;
}

/** A form for the reason and a button that drafts; then the document in a dialog. */
export function SignStep({ title, wish, about, isDisabled = false, destructive = false, onDone }: SignStepProps) {
  const words = useWords(planWords);
  const orders = useWords(orderWords);
  const signing = useSigning();
  const [reason, setReason] = useState<ReasonCode>("policy");
  const [why, setWhy] = useState(about);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [drafted, setDrafted] = useState<Drafted>();
  const [sent, setSent] = useState<Sent>();
  const draft = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const { action = "policy", params, group, position } = await wish();
      const texts = why.trim() === "" ? new Map<string, string>() : new Map([["reason", why.trim()]]);
      setDrafted(await signing.draft({ action, params, aim: { group }, reason, texts, position }));
    } catch (thrown) {
      setDrafted(undefined);
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={styles.step} aria-label={title ?? words.draft}>
      {title !== undefined && (
        <h3>
          {title} {sent && <Badge tone="ok">{words.stepDone}</Badge>}
        </h3>
      )}
      <div className={styles.fields}>
        <Select
          label={words.reason}
          choices={reasonCodes.map((id) => ({ id, label: orders.reasons[id] }))}
          value={reason}
          onChange={(id) => setReason(id as ReasonCode)}
        />
        <Field label={words.reasonWords} description={words.reasonHint} value={why} maxLength={500} onChange={setWhy} />
      </div>
      {error !== undefined && <ProblemNotice error={error} onRetry={() => void draft()} />}
      {busy && <Loading>{words.drafting}</Loading>}
      <Actions>
        <Button
          kind={destructive ? "danger" : "primary"}
          isDisabled={isDisabled || busy || sent !== undefined}
          onPress={() => void draft()}
        >
          {words.draft}
        </Button>
      </Actions>
      {drafted && (
        <SignDialog
          drafted={drafted}
          onClose={() => {
            setDrafted(undefined);
            if (sent) onDone(sent);
          }}
          onSent={setSent}
          onAgain={() => void draft()}
        />
      )}
    </section>
  );
}
