import { useState } from "react";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { useWords } from "../words/language.ts";
import styles from "./founding.module.css";
import { peopleWords } from "./words/people.ts";

/** A text in a box with a button that copies it. */
export function CopyText({ label, text, copy }: { label: string; text: string; copy: string }) {
  const words = useWords(peopleWords);
  const [done, setDone] = useState(false);
  return (
    <div className={styles.group}>
      <Field label={label} value={text} rows={3} mono isReadOnly />
      <div>
        <Button
          small
          onPress={async () => {
            await navigator.clipboard.writeText(text);
            setDone(true);
          }}
        >
          {copy}
        </Button>{" "}
        <span role="status" className={styles.hint}>
          {done ? words.copied : ""}
        </span>
      </div>
    </div>
  );
}
