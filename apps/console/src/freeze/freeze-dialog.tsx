import type { ReasonCode } from "@rempart/client";
import { useState } from "react";
import { orderWords } from "../orders/words.ts";
import { useOrganisation } from "../organisation/context.tsx";
import { Button } from "../parts/button.tsx";
import { Actions, Dialog } from "../parts/dialog.tsx";
import { Loading } from "../parts/loading.tsx";
import { Notice } from "../parts/notice.tsx";
import { Select } from "../parts/select.tsx";
import type { Sent } from "../signing/send.ts";
import { SentNotice } from "../signing/sent-notice.tsx";
import { SignProblem } from "../signing/sign-problem.tsx";
import { useSigning } from "../signing/use-signing.ts";
import { useWords } from "../words/language.ts";
import { freezeReasons } from "./reasons.ts";
import { freezeWords } from "./words.ts";

/** The second gesture: one press that signs and sends. The server has no part in it. */
export default function FreezeDialog({ onClose }: { onClose(): void }) {
  const words = useWords(freezeWords);
  const order = useWords(orderWords);
  const { frozen } = useOrganisation();
  const signing = useSigning();
  const [reason, setReason] = useState<ReasonCode>("compromise");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [sent, setSent] = useState<Sent>();
  const run = async (work: () => Promise<Sent>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      setSent(await work());
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const freeze = async (): Promise<Sent> => {
    const { review } = await signing.draft({ action: "freeze", aim: { all: true }, reason });
    return await signing.send(review, [], true);
  };
  return (
    <Dialog title={words.title} isOpen onClose={onClose} busy={busy}>
      {sent ? (
        <>
          <SentNotice sent={sent} onDeliver={(signed) => void run(() => signing.deliver(signed))} />
          <Actions>
            <Button onPress={onClose}>{words.close}</Button>
          </Actions>
        </>
      ) : (
        <>
          <p>{words.told}</p>
          {frozen && <Notice tone="warn">{words.again}</Notice>}
          <Select
            label={words.reason}
            choices={freezeReasons.map((id) => ({ id, label: order.reasons[id] }))}
            value={reason}
            onChange={(next) => setReason(next as ReasonCode)}
          />
          {busy && <Loading>{words.freezing}</Loading>}
          {error !== undefined && <SignProblem error={error} />}
          <Actions>
            <Button autoFocus kind="danger" isDisabled={busy} onPress={() => void run(freeze)}>
              {words.now}
            </Button>
          </Actions>
        </>
      )}
    </Dialog>
  );
}
