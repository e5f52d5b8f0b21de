// A plan or a difference as a table, and what of it must not be overlooked.

import type { Text } from "@rempart/policy";
import { Badge, Notice } from "../../parts/notice.tsx";
import { useFormat } from "../../words/format.ts";
import { useLanguage, useWords } from "../../words/language.ts";
import { policiesWords } from "../words.ts";
import styles from "./plan.module.css";
import type { Limit, PlanRow } from "./plan.ts";
import { planWords } from "./words.ts";

const tones = { added: "ok", changed: "info", removed: "warn" } as const;

function Limits({ limits, say }: { limits: readonly Limit[]; say(phones: string): string }) {
  const language = useLanguage();
  const format = useFormat();
  const general = useWords(policiesWords);
  return limits.map(({ phones, why, versions }) => (
    <div key={why.en} className={styles.limit} title={versions.join(", ")}>
      <span>{say(format.count(phones, general.phone, general.phones))}</span> — {why[language]}
    </div>
  ));
}

/** Setting by setting. `counted`: with the phones for which it is so. */
export function PlanRows({ rows, counted }: { rows: readonly PlanRow[]; counted: boolean }) {
  const words = useWords(planWords);
  const language = useLanguage();
  const format = useFormat();
  const value = (text: Text | undefined) =>
    text === undefined ? <span className={styles.soft}>{words.nothingSaid}</span> : text[language];
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{words.setting}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
          {counted && (
            <th scope="col" className={styles.number}>
              {words.phones}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, change, name, before, after, phones, approximated, impossible, destructive }) => (
          <tr
            key={`${key} ${before?.en ?? ""} ${after?.en ?? ""}`}
            className={destructive ? styles.destructive : change === "removed" ? styles.removed : undefined}
            data-change={change}
          >
            <th scope="row">
              <Badge tone={tones[change]}>{words.changes[change]}</Badge> {name[language]}
              {destructive && <strong className={styles.shout}>{words.destroys}</strong>}
              <Limits limits={approximated} say={words.approximated} />
              <Limits limits={impossible} say={words.impossible} />
            </th>
            <td data-label={words.before}>{value(before)}</td>
            <td data-label={words.after}>{value(after)}</td>
            {counted && (
              <td className={styles.number} data-label={words.phones}>
                {format.number(phones)}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What ends, shouted; and conflicts that were not there before. */
export function PlanWarnings({
  rows,
  conflicts,
}: {
  rows: readonly PlanRow[];
  conflicts: readonly { words: Text; phones: number }[];
}) {
  const words = useWords(planWords);
  const general = useWords(policiesWords);
  const language = useLanguage();
  const format = useFormat();
  const removed = rows.filter(({ change }) => change === "removed").length;
  return (
    <>
      {removed > 0 && (
        <Notice tone="danger" title={words.deletions(removed)}>
          <p>{words.deletionsTold}</p>
        </Notice>
      )}
      {conflicts.map(({ words: said, phones }) => (
        <Notice key={said.en} tone="warn" title={words.conflict}>
          <p>
            {said[language]} {words.on(format.count(phones, general.phone, general.phones))}
          </p>
        </Notice>
      ))}
    </>
  );
}
