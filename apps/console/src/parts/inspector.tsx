import type { ReactNode } from "react";
import { useWords } from "../words/language.ts";
import { Button } from "./button.tsx";
import styles from "./inspector.module.css";
import { partWords } from "./words.ts";

/** Beside a list, what is selected in it: the list is never lost. On a phone it covers the page. */
export function Inspector({ title, onClose, children }: { title: ReactNode; onClose(): void; children: ReactNode }) {
  const words = useWords(partWords);
  return (
    <aside className={styles.inspector}>
      <header className={styles.header}>
        <h2>{title}</h2>
        <Button kind="quiet" small onPress={onClose}>
          {words.close}
        </Button>
      </header>
      {children}
    </aside>
  );
}
