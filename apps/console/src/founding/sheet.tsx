// What is printed: one sheet a page, for whoever finds it in a safe in ten years.

import type { ReactNode } from "react";
import { createPortal } from "react-dom";
import { Fingerprint } from "../parts/fingerprint.tsx";
import { Facts } from "../parts/page.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import styles from "./sheet.module.css";
import { paperWords } from "./words/papers.ts";

interface SheetProps {
  title: string;
  organisation: string;
  purpose: string;
  place: string;
  /** Hash of the key's SPKI, hex. */
  fingerprint?: string;
  /** The encrypted key in text armour. */
  armour?: string;
  /** Words that are the secret itself. */
  passphrase?: string;
  children?: ReactNode;
}

/** A sheet that only the printer sees. It stands beside the page, which the printer does not see. */
export function Sheet({ title, organisation, purpose, place, fingerprint, armour, passphrase }: SheetProps) {
  const words = useWords(paperWords).sheet;
  const format = useFormat();
  return createPortal(
    <article className={styles.sheet} aria-hidden="true">
      <p>{words.title}</p>
      <h1>{title}</h1>
      <Facts
        rows={[
          [words.organisation, organisation],
          [words.for, purpose],
          [words.where, place],
          [words.made, format.date(Math.floor(Date.now() / 1000))],
        ]}
      />
      {fingerprint !== undefined && (
        <section>
          <h2>{words.words}</h2>
          <Fingerprint hash={fingerprint} />
        </section>
      )}
      {passphrase !== undefined && (
        <section>
          <h2>{words.passphrase}</h2>
          <p className={styles.words} lang="en">
            {passphrase}
          </p>
        </section>
      )}
      {armour !== undefined && (
        <section>
          <p>{words.file}</p>
          <pre className={styles.armour}>{armour}</pre>
          <p>{words.apart}</p>
        </section>
      )}
    </article>,
    document.body,
  );
}
