import { fingerprintWords, fromHex } from "@rempart/trust";
import styles from "./fingerprint.module.css";

/** The twelve words of a hash, numbered, to be compared aloud. They stay English in every language: both sides read the same. */
export function Fingerprint({ hash }: { hash: string }) {
  return (
    <ol className={styles.words} lang="en">
      {fingerprintWords(fromHex(hash)).map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word may come twice, its place is what it is
        <li key={index}>{word}</li>
      ))}
    </ol>
  );
}

/** The first words, as a reminder. */
export function shortFingerprint(hash: string, count = 3): string {
  return fingerprintWords(fromHex(hash)).slice(0, count).join(" ");
}
