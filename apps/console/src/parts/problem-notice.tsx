import { faultOf } from "../problem/problem.ts";
import { problemWords } from "../problem/words.ts";
import { useWords } from "../words/language.ts";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";
import styles from "./problem-notice.module.css";

/** What went wrong and the way out, in the language in use; code and place folded away for whoever looks into it. */
export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const words = useWords(problemWords);
  const { code, where, message } = faultOf(error);
  const told = Object.hasOwn(words.codes, code) ? words.codes[code] : undefined;
  return (
    <Notice tone="danger" title={told?.what ?? words.unknown} live>
      <p>{told?.todo ?? message}</p>
      <details className={styles.details}>
        <summary>{words.details}</summary>
        <code>
          {code} · {where} · {message}
        </code>
      </details>
      {onRetry && (
        <div>
          <Button small onPress={onRetry}>
            {words.retry}
          </Button>
        </div>
      )}
    </Notice>
  );
}
