import { useState } from "react";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Loading } from "../parts/loading.tsx";
import { Notice } from "../parts/notice.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { OpenFile } from "../session/open-file.tsx";
import styles from "../session/session.module.css";
import { useWords } from "../words/language.ts";
import { useUnlock } from "./use-unlock.ts";
import { sealedWords } from "./words.ts";

function Passphrase({ onTyped, busy }: { onTyped(typed: string): unknown; busy: boolean }) {
  const words = useWords(sealedWords);
  const [typed, setTyped] = useState("");
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onTyped(typed);
      }}
    >
      <p>{words.passphraseLead}</p>
      <Field
        label={words.passphrase}
        value={typed}
        onChange={setTyped}
        autoComplete="off"
        spellCheck="false"
        rows={2}
        mono
      />
      <Button type="submit" kind="primary" small isDisabled={busy || typed.trim() === ""}>
        {words.open}
      </Button>
    </form>
  );
}

/** Where sealed texts are needed and locked: says so, and unlocks them. Nothing while they are unlocked. */
export function UnlockSealed() {
  const words = useWords(sealedWords);
  const state = useUnlock();
  if (state.unlocked) return null;
  if (!state.possible) return <Notice title={words.locked}>{words.onlyApprovers}</Notice>;
  return (
    <Notice title={words.locked}>
      <p>{words.lockedLead}</p>
      {state.wantsPassphrase ? (
        <Passphrase busy={state.busy} onTyped={state.withPassphrase} />
      ) : (
        <div>
          <Button small isDisabled={state.busy} onPress={state.unlock}>
            {words.unlock}
          </Button>
        </div>
      )}
      <details>
        <summary>{words.byFile}</summary>
        <OpenFile label={words.open} onOpened={state.withFile} />
      </details>
      {state.busy && <Loading>{state.wantsPassphrase ? words.opening : words.unlocking}</Loading>}
      {state.error !== undefined && <ProblemNotice error={state.error} />}
    </Notice>
  );
}

/** The state of sealed texts on this page, with the way to lock and unlock them: for the settings. */
export function SealedState() {
  const words = useWords(sealedWords);
  const { unlocked, lock } = useUnlock();
  if (!unlocked) return <UnlockSealed />;
  return (
    <Notice tone="ok" title={words.unlocked}>
      <div>
        <Button small onPress={lock}>
          {words.lock}
        </Button>
      </div>
    </Notice>
  );
}
