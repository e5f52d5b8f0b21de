import { useEffect, useState } from "react";
import { useWords } from "../words/language.ts";
import styles from "./loading.module.css";
import { partWords } from "./words.ts";

/** Nothing for 300 ms, then words: nothing spins in silence. */
export function Loading({ children }: { children?: string }) {
  const words = useWords(partWords);
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className={styles.loading} role="status">
      {late ? (children ?? words.working) : ""}
    </p>
  );
}
