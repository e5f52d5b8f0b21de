import { useWords } from "../words/language.ts";
import styles from "./phone-view.module.css";
import { phoneWords } from "./phone-words.ts";

/** In place of what a phone sent sealed, while the directory's key is not unlocked; the page offers that once, on top. */
export function Locked() {
  const words = useWords(phoneWords);
  return (
    <p className={styles.locked}>
      <strong>{words.locked}</strong> {words.lockedTodo}
    </p>
  );
}
