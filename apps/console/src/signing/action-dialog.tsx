// The frame of everything that begins an order: a form, then the document, then what became of it.

import type { Drafted, ReasonCode } from "@rempart/client";
import { reasonCodes } from "@rempart/trust";
import { type ReactNode, useState } from "react";
import { orderWords } from "../orders/words.ts";
import { Button } from "../parts/button.tsx";
import { Actions, Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Select } from "../parts/select.tsx";
import { useWords } from "../words/language.ts";
import type { Sent } from "./send.ts";
import { SignDialog } from "./sign-dialog.tsx";
import { useSigning, type Wish } from "./use-signing.ts";
import { signingWords } from "./words.ts";

export interface ActionDialogProps {
  title: ReactNode;
  onClose(): void;
  /** The form's own fields. */
  children?: ReactNode;
  /** What is wanted, as filled in; undefined while something is missing. Reason and its words are added by the frame. */
  wish(): Omit<Wish, "reason"> | undefined;
  /** What has to be asked before drafting, as the list of phones and their proofs. Rejects with what stands in the way. */
  prepare?: ((wanted: Omit<Wish, "reason">) => Promise<Omit<Wish, "reason">>) | undefined;
  /** Which reasons make sense, the likeliest first; all by default. */
  reasons?: readonly ReasonCode[] | undefined;
  /** Whether words of the reason are asked for too. */
  withReasonWords?: boolean | undefined;
  onSent?: ((sent: Sent) => void) | undefined;
}

/** Form, document, signature, next step. */
export function ActionDialog(props: ActionDialogProps) {
  const { title, onClose, children, wish, prepare, reasons = reasonCodes, withReasonWords = true, onSent } = props;
  const words = useWords(signingWords);
  const order = useWords(orderWords);
  const signing = useSigning();
  const [reason, setReason] = useState<ReasonCode>(reasons[0]!);
  const [why, setWhy] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [drafted, setDrafted] = useState<Drafted>();
  const wanted = wish();
  const draft = async (): Promise<void> => {
    if (!wanted) return;
    setBusy(true);
    setError(undefined);
    const texts = new Map(wanted.texts);
    if (why.trim() !== "") texts.set("reason", why.trim());
    try {
      const ready = prepare ? await prepare(wanted) : wanted;
      setDrafted(await signing.draft({ ...ready, reason, texts }));
    } catch (thrown) {
      setDrafted(undefined);
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  if (drafted) return <SignDialog drafted={drafted} onClose={onClose} onSent={onSent} onAgain={() => void draft()} />;
  return (
    <Dialog title={title} isOpen onClose={onClose} busy={busy}>
      {children}
      <Select
        label={words.reason}
        choices={reasons.map((id) => ({ id, label: order.reasons[id] }))}
        value={reason}
        onChange={(id) => setReason(id as ReasonCode)}
      />
      {withReasonWords && (
        <Field
          label={words.reasonWords}
          description={words.reasonWordsHint}
          rows={2}
          maxLength={2000}
          value={why}
          onChange={setWhy}
        />
      )}
      {error !== undefined && <ProblemNotice error={error} />}
      <Actions>
        <Button isDisabled={busy} onPress={onClose}>
          {words.cancel}
        </Button>
        <Button kind="primary" isDisabled={busy || !wanted} onPress={() => void draft()}>
          {words.next}
        </Button>
      </Actions>
    </Dialog>
  );
}
