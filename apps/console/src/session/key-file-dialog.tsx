import type { Signer } from "@rempart/trust";
import { Dialog } from "../parts/dialog.tsx";
import { Problem } from "../problem/problem.ts";
import { useWords } from "../words/language.ts";
import { takeSigner } from "./key-file.ts";
import { OpenFile } from "./open-file.tsx";
import { sessionWords } from "./words.ts";

/** Asks for the session's own key file again. */
export function KeyFileDialog({
  kid,
  onOpened,
  onClose,
}: {
  kid: string;
  onOpened(signer: Signer): void;
  onClose(): void;
}) {
  const words = useWords(sessionWords);
  return (
    <Dialog title={words.openAgain} isOpen onClose={onClose}>
      <p>{words.openAgainLead}</p>
      <OpenFile
        label={words.unlock}
        onOpened={async (key) => {
          if (key.kid !== kid) throw new Problem("key.kind", "file", "this is another key than the one that signed in");
          onOpened(await takeSigner(key));
        }}
      />
    </Dialog>
  );
}
