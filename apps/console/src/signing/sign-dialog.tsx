import type { Drafted } from "@rempart/client";
import { useState } from "react";
import { Button } from "../parts/button.tsx";
import { Actions, Dialog } from "../parts/dialog.tsx";
import { useWords } from "../words/language.ts";
import type { Sent } from "./send.ts";
import { SignPanel } from "./sign-panel.tsx";
import { signingWords } from "./words.ts";

/** A drafted document in a dialog: read, signed, and what became of it. `onAgain` drafts the same wish afresh. */
export function SignDialog({
  drafted,
  onClose,
  onSent,
  onAgain,
}: {
  drafted: Drafted;
  onClose(): void;
  onSent?: ((sent: Sent) => void) | undefined;
  onAgain?: (() => void) | undefined;
}) {
  const words = useWords(signingWords);
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  return (
    <Dialog title={words.title} isOpen onClose={onClose} wide busy={busy}>
      <SignPanel
        key={drafted.review.hash}
        review={drafted.review}
        drafted={drafted.texts}
        isNew
        onSent={(done) => {
          setSent(true);
          onSent?.(done);
        }}
        onAgain={onAgain}
        onBusy={setBusy}
        actions={
          <Button isDisabled={busy} onPress={onClose}>
            {words.cancel}
          </Button>
        }
      />
      {sent && (
        <Actions>
          <Button onPress={onClose}>{words.close}</Button>
        </Actions>
      )}
    </Dialog>
  );
}
