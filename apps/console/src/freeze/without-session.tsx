// Freezing without a session: the server may be dead or in other hands, and whoever must freeze cannot sign in there. A
// passkey or key file and the gatekeeper are enough.

import { draftOrder, type ReasonCode } from "@rempart/client";
import type { Signer } from "@rempart/trust";
import { useState } from "react";
import { orderWords } from "../orders/words.ts";
import { gatekeeper, useLookAgain } from "../organisation/context.tsx";
import type { Organisation } from "../organisation/follow.ts";
import { Button } from "../parts/button.tsx";
import { Loading } from "../parts/loading.tsx";
import { Notice } from "../parts/notice.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Select } from "../parts/select.tsx";
import { takeSigner } from "../session/key-file.ts";
import { OpenFile } from "../session/open-file.tsx";
import { hasPasskeys, passkeySigner } from "../session/passkey.ts";
import { signAndSend } from "../signing/send.ts";
import { useWords } from "../words/language.ts";
import styles from "./freeze.module.css";
import { freezeReasons } from "./reasons.ts";
import { freezeWords } from "./words.ts";

/** Nobody is asked where there is no session: what is not complete cannot be left with a server. */
const noServer = (): Promise<never> =>
  Promise.reject(Object.assign(new Error("no session with the server"), { code: "signature.quorum", where: "freeze" }));

/** On the page before sign-in: freezes with a passkey or key file alone. */
export default function FreezeWithoutSession({ organisation }: { organisation: Organisation }) {
  const words = useWords(freezeWords);
  const order = useWords(orderWords);
  const again = useLookAgain();
  const [reason, setReason] = useState<ReasonCode>("compromise");
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [error, setError] = useState<unknown>();
  const { trust, frozen } = organisation;
  const freeze = async (signer: Signer): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const judging = { charters: trust.charters, frozen };
      const { review } = await draftOrder({ action: "freeze", aim: { all: true }, reason, now: Date.now() }, judging);
      const tools = {
        ...{ gatekeeper, server: noServer, trust, frozen },
        signer: async () => signer,
        now: () => Math.floor(Date.now() / 1000),
      };
      const sent = await signAndSend(tools, review, [], true);
      if (sent.state === "kept") throw sent.error;
      setDone(true);
      await again();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.without}</summary>
      {open && (
        <div className={styles.way}>
          <p>{words.withoutTold}</p>
          <p>{words.told}</p>
          {frozen && !done && <Notice tone="warn">{words.again}</Notice>}
          <Select
            label={words.reason}
            choices={freezeReasons.map((id) => ({ id, label: order.reasons[id] }))}
            value={reason}
            onChange={(next) => setReason(next as ReasonCode)}
          />
          {busy && <Loading>{words.freezing}</Loading>}
          {error !== undefined && <ProblemNotice error={error} />}
          {done ? (
            <Notice tone="ok" title={words.done} live>
              <p>{words.doneTold}</p>
            </Notice>
          ) : (
            <>
              {hasPasskeys() && (
                <Button
                  kind="danger"
                  isDisabled={busy}
                  onPress={() => void freeze(passkeySigner(trust.newest.body.rpId))}
                >
                  {words.withPasskey}
                </Button>
              )}
              <details>
                <summary>{words.withFile}</summary>
                <OpenFile label={words.open} onOpened={async (key) => freeze(await takeSigner(key))} />
              </details>
            </>
          )}
        </div>
      )}
    </details>
  );
}
