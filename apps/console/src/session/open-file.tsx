import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Loading } from "../parts/loading.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { useWords } from "../words/language.ts";
import { type KeyFile, openKeyFile } from "./key-file.ts";
import styles from "./session.module.css";
import { sessionWords } from "./words.ts";

/** Chooses a key file, asks its passphrase, hands on the opened key. What `onOpened` rejects with is shown here. */
export function OpenFile({ label, onOpened }: { label: string; onOpened(key: KeyFile): Promise<void> | void }) {
  const words = useWords(sessionWords);
  const [file, setFile] = useState<File>();
  const [passphrase, setPassphrase] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const open = async (): Promise<void> => {
    if (!file) return;
    setBusy(true);
    setError(undefined);
    try {
      await onOpened(await openKeyFile(new Uint8Array(await file.arrayBuffer()), passphrase));
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <FileTrigger acceptedFileTypes={[".age"]} onSelect={(files) => setFile(files?.[0])}>
        <Button>{words.chooseFile}</Button>
      </FileTrigger>
      {file && <p>{words.chosen(file.name)}</p>}
      <Field
        label={words.passphrase}
        type="password"
        autoComplete="current-password"
        value={passphrase}
        onChange={setPassphrase}
      />
      {busy && <Loading>{words.opening}</Loading>}
      {error !== undefined && <ProblemNotice error={error} />}
      <Button kind="primary" type="submit" isDisabled={!file || passphrase === "" || busy}>
        {label}
      </Button>
    </form>
  );
}
