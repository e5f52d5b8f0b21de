import { type ReasonCode, type Review, sealReason } from "@rempart/client";
import { reasonCodes } from "@rempart/trust";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { orderWords } from "../orders/words.ts";
import { useOrganisation } from "../organisation/context.tsx";
import { Button } from "../parts/button.tsx";
import { Actions, Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Select } from "../parts/select.tsx";
import { useServerAsk } from "../session/context.tsx";
import { useWords } from "../words/language.ts";
import { approvalWords } from "./words.ts";

const likely: readonly ReasonCode[] = ["mistake", ...reasonCodes.filter((code) => code !== "mistake")];

/** Refuses a draft with a reason. The words are sealed here to the approvers, as those of an order are. */
export function RefuseDialog({ review, onClose }: { review: Review; onClose(): void }) {
  const words = useWords(approvalWords);
  const order = useWords(orderWords);
  const { trust } = useOrganisation();
  const ask = useServerAsk();
  const client = useQueryClient();
  const [code, setCode] = useState<ReasonCode>("mistake");
  const [why, setWhy] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  // The words are bound to an order's id; an invitation has none of that form.
  const id = review.kind === "order" ? review.document.body.id : undefined;
  const refuse = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const text = why.trim();
      const sealed = id === undefined || text === "" ? {} : { sealed: await sealReason(trust.newest, id, text) };
      await ask(`/api/v1/drafts/${review.hash}/refuse`, { body: { code, ...sealed } });
      await client.invalidateQueries({ queryKey: ["server"] });
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={words.refuseTitle} isOpen onClose={onClose} busy={busy}>
      <p>{words.refuseTold}</p>
      <Select
        label={order.reason}
        choices={likely.map((one) => ({ id: one, label: order.reasons[one] }))}
        value={code}
        onChange={(next) => setCode(next as ReasonCode)}
      />
      {id !== undefined && (
        <Field
          label={words.refuseWords}
          description={order.reasonHint}
          rows={2}
          maxLength={2000}
          value={why}
          onChange={setWhy}
        />
      )}
      {error !== undefined && <ProblemNotice error={error} />}
      <Actions>
        <Button kind="danger" isDisabled={busy} onPress={() => void refuse()}>
          {words.refuseDo}
        </Button>
      </Actions>
    </Dialog>
  );
}
