// One key on its way out of this page: encrypted, saved or printed, and confirmed before anything goes on.

import { sha256, toHex } from "@rempart/trust";
import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { Button } from "../parts/button.tsx";
import { Checkbox } from "../parts/field.tsx";
import { Fingerprint } from "../parts/fingerprint.tsx";
import { Loading } from "../parts/loading.tsx";
import { Notice } from "../parts/notice.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { type KeyFile, openKeyFile, sealKeyFile } from "../session/key-file.ts";
import { useWords } from "../words/language.ts";
import styles from "./founding.module.css";
import { PassphraseChoice } from "./passphrase-choice.tsx";
import { fileNameOf, saveFile } from "./save-file.ts";
import { Sheet } from "./sheet.tsx";
import { paperWords } from "./words/papers.ts";

interface Made {
  key: KeyFile;
  bytes: Uint8Array;
  armour: string;
  passphrase: string;
}

export interface KeyPaperProps {
  title: string;
  organisation: string;
  purpose: string;
  place: string;
  make(): Promise<KeyFile>;
  /** Called when the key was made and encrypted, before it is saved. */
  onMade?(key: KeyFile): void;
  /** Called when the person has shown, or said, that it is safe. */
  onSaved(key: KeyFile): unknown;
}

function Made({ made, name, onSaved }: { made: Made; name: string; onSaved(): unknown }) {
  const words = useWords(paperWords);
  const [sure, setSure] = useState(false);
  const [touched, setTouched] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [wrong, setWrong] = useState(false);
  const check = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setBusy(true);
    setError(undefined);
    setWrong(false);
    try {
      const opened = await openKeyFile(new Uint8Array(await file.arrayBuffer()), made.passphrase);
      if (opened.kid === made.key.kid) onSaved();
      else setWrong(true);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Fingerprint hash={toHex(sha256(made.key.spki))} />
      <div className={styles.row}>
        <Button
          kind="primary"
          onPress={() => {
            saveFile(name, made.bytes);
            setTouched(true);
          }}
        >
          {words.download}
        </Button>
        <Button
          onPress={() => {
            setTouched(true);
            window.print();
          }}
        >
          {words.print}
        </Button>
        <FileTrigger acceptedFileTypes={[".age"]} onSelect={(files) => void check(files?.[0])}>
          <Button isDisabled={busy}>{words.check}</Button>
        </FileTrigger>
      </div>
      {busy && <Loading>{words.checking}</Loading>}
      {wrong && (
        <Notice tone="danger" live>
          {words.wrong}
        </Notice>
      )}
      {error !== undefined && <ProblemNotice error={error} />}
      <Checkbox isSelected={sure} onChange={setSure} isDisabled={!touched}>
        {words.confirm}
      </Checkbox>
      <div>
        <Button isDisabled={!sure} onPress={onSaved}>
          {words.done}
        </Button>
      </div>
    </>
  );
}

/** Makes a key, encrypts it, and does not let go before it is saved. */
export function KeyPaper({ title, organisation, purpose, place, make, onMade, onSaved }: KeyPaperProps) {
  const words = useWords(paperWords);
  const [made, setMade] = useState<Made>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const encrypt = async (passphrase: string): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const key = await make();
      const bytes = await sealKeyFile(key, passphrase);
      const { armor } = await import("age-encryption");
      setMade({ key, bytes, armour: armor.encode(bytes), passphrase });
      onMade?.(key);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={styles.panel} aria-label={title}>
      <h2>{title}</h2>
      <p className={styles.hint}>
        {purpose} {place}
      </p>
      {made ? (
        <>
          <Made made={made} name={fileNameOf(organisation, title)} onSaved={() => onSaved(made.key)} />
          <Sheet
            {...{ title, organisation, purpose, place }}
            fingerprint={toHex(sha256(made.key.spki))}
            armour={made.armour}
          />
        </>
      ) : (
        <PassphraseChoice busy={busy} onChosen={(passphrase) => void encrypt(passphrase)} />
      )}
      {busy && <Loading>{words.encrypting}</Loading>}
      {error !== undefined && <ProblemNotice error={error} />}
    </section>
  );
}
