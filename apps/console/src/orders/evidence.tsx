import { Button } from "../parts/button.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { saveJson } from "../signing/save.ts";
import { useWords } from "../words/language.ts";
import styles from "./order-document.module.css";
import { grouped } from "./title.ts";
import type { ShownOrder } from "./verify.ts";
import { orderWords } from "./words.ts";

/** A document that failed verification: what it claimed to be and why it is refused. Nothing here can be signed. */
export function RefusedEvidence({ shown, error }: { shown: ShownOrder; error: unknown }) {
  const words = useWords(orderWords);
  return (
    <article className={`${styles.document} ${styles.destructive}`} data-refused={shown.hash}>
      <p>
        <strong>{words.refusedEvidence}</strong>
      </p>
      <ProblemNotice error={error} />
      <footer className={styles.foot}>
        <span>{words.hash}</span>
        <code>{grouped(shown.hash)}</code>
        <Button small onPress={() => saveJson(`evidence-${shown.hash.slice(0, 16)}.json`, shown)}>
          {words.evidence}
        </Button>
      </footer>
    </article>
  );
}
