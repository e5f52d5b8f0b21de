// Where a value comes from: checked here, signed by a phone, or only said by the server. Never by colour alone.

import type { ReactNode } from "react";
import { useWords } from "../words/language.ts";
import styles from "./source.module.css";
import { partWords } from "./words.ts";

/** A small seal beside what this browser verified itself. */
export function Seal({ by = "here" }: { by?: "here" | "phone" }) {
  const words = useWords(partWords);
  const [label, hint] = by === "here" ? [words.verified, words.verifiedHint] : [words.signed, words.signedHint];
  return (
    <span className={styles.seal} title={hint}>
      <svg viewBox="0 0 12 12" aria-hidden="true" width="12" height="12">
        <path
          d="M1 1h10v5.500C11 9 8.500 10.800 6 11.500 3.500 10.800 1 9 1 6.500z"
          fill="currentColor"
          opacity=".18"
        />
        <path d="M3 5.800 5.200 8 9 3.800" fill="none" stroke="currentColor" strokeWidth="1.600" />
      </svg>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

/** A value that nobody signed: lighter, and said so to everybody. */
export function ServerSays({ children }: { children: ReactNode }) {
  const words = useWords(partWords);
  return (
    <span className={styles.says} title={words.serverSaysHint}>
      {children}
      <span className="visually-hidden"> ({words.serverSays})</span>
    </span>
  );
}
