// What became of an accepted order: held until, released, reached n of m, done, with what failed.

import { Seal, ServerSays } from "../parts/source.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import styles from "./progress.module.css";
import type { OrderState } from "./state.ts";
import type { VerifiedOrder } from "./verify.ts";
import { orderWords } from "./words.ts";

const good = ["done", "observed", "started"] as const;
const bad = ["failed", "refused", "unsupported", "interrupted"] as const;
type Outcome = keyof (typeof orderWords)["en"]["outcomes"];

/** A bar of outcomes with its numbers beside it; the numbers are the server's word, the reach is proven. */
export function Progress({
  state,
  verified,
  outcomes,
  phones,
}: {
  state: OrderState;
  verified: VerifiedOrder;
  outcomes: Readonly<Record<string, number>>;
  phones: number;
}) {
  const words = useWords(orderWords);
  const format = useFormat();
  const { reached, heldUntil, releases, pending } = verified;
  const counts = [...good, ...bad].map((outcome): [Outcome, number] => [outcome, outcomes[outcome] ?? 0]);
  const answered = counts.reduce((sum, [, n]) => sum + n, 0);
  const silent = Math.max(0, phones - answered);
  const parts = [...counts, ["silent", silent] as [Outcome, number]].filter(([, n]) => n > 0);
  const total = Math.max(1, answered + silent);
  return (
    <div className={styles.progress}>
      <p className={styles.line} aria-live="polite">
        <span className="visually-hidden">{words.states[state]}</span>
        {state === "held" && heldUntil !== undefined && (
          <span>
            {words.heldUntil(format.dateTime(heldUntil))}
            <Seal />
          </span>
        )}
        {reached && (
          <span>
            {words.reachedLabel} {words.reached(format.number(reached.phones), format.number(reached.of))}
            <Seal />
          </span>
        )}
      </p>
      {phones > 0 && (
        <>
          <div className={styles.bar} aria-hidden="true">
            {parts.map(([outcome, n]) => (
              <span key={outcome} className={styles[outcome]} style={{ flexGrow: n / total }} />
            ))}
          </div>
          <ul className={styles.legend}>
            {parts.map(([outcome, n]) => (
              <li key={outcome} className={styles[outcome]}>
                <ServerSays>
                  {words.outcomes[outcome]}
                  {words.colon}
                  {format.number(n)}
                </ServerSays>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={styles.soft}>
        {releases.length > 0 ? (
          <>
            {words.proven(releases.length)}
            <Seal />
          </>
        ) : pending > 0 ? (
          words.pendingProof
        ) : (
          <ServerSays>{words.notProven}</ServerSays>
        )}
      </p>
    </div>
  );
}
