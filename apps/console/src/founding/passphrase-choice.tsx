import { useState } from "react";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { newPassphrase } from "../sealed/passphrase.ts";
import { leastPassphrase } from "../session/key-file.ts";
import { useWords } from "../words/language.ts";
import styles from "./founding.module.css";
import { paperWords } from "./words/papers.ts";

/** Ten words of chance to write down, or a passphrase of one's own typed twice. `onChosen` when the person goes on. */
export function PassphraseChoice({ onChosen, busy }: { onChosen(passphrase: string): void; busy: boolean }) {
  const words = useWords(paperWords);
  const [made] = useState(newPassphrase);
  const [own, setOwn] = useState(false);
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [tried, setTried] = useState(false);
  const short = first.length < leastPassphrase;
  const differ = first !== second;
  const go = (): void => {
    setTried(true);
    if (!own) onChosen(made);
    else if (!short && !differ) onChosen(first);
  };
  return (
    <form
      className={styles.group}
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      {own ? (
        <>
          <Field
            label={words.passphrase}
            type="password"
            autoComplete="new-password"
            value={first}
            onChange={setFirst}
            error={tried && short ? words.short : undefined}
          />
          <Field
            label={words.again}
            type="password"
            autoComplete="new-password"
            value={second}
            onChange={setSecond}
            error={tried && differ ? words.differ : undefined}
          />
        </>
      ) : (
        <>
          <p>{words.generated}</p>
          <p className={styles.secret} lang="en">
            {made}
          </p>
        </>
      )}
      <div className={styles.row}>
        <Button kind="primary" type="submit" isDisabled={busy}>
          {words.encrypt}
        </Button>
        <Button kind="quiet" isDisabled={busy} onPress={() => setOwn(!own)}>
          {own ? words.generate : words.own}
        </Button>
      </div>
    </form>
  );
}
