import { useOrganisation } from "../organisation/context.tsx";
import { Badge } from "../parts/notice.tsx";
import { Section } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";
import styles from "./settings.module.css";
import { settingsWords } from "./words.ts";

/** Which promises hold on the hosts that this organisation runs on. The gatekeeper's own word. */
export function Promises() {
  const words = useWords(settingsWords);
  const { status, trust } = useOrganisation();
  const { layout } = status;
  if (!layout) return null;
  // The gatekeeper speaks of its hosts; that nobody else watches the log is the charter's matter.
  const isUnwatched = trust.newest.body.witnesses.length === 0;
  const state = (promise: string): keyof typeof words.promiseStates =>
    promise === "P4" && isUnwatched && layout.hold.includes(promise)
      ? "unwatched"
      : layout.hold.includes(promise)
        ? "hold"
        : layout.notBuilt.includes(promise)
          ? "notBuilt"
          : "lost";
  const tones = { hold: "ok", unwatched: "warn", lost: "warn", notBuilt: "quiet" } as const;
  return (
    <Section title={words.host}>
      <p className={styles.lead}>{words.layouts[layout.kind] ?? layout.words.join(" ")}</p>
      <table className={styles.table}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{words.promise}</th>
            <th scope="col">{words.promiseStates.hold}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(words.promises).map(([promise, what]) => (
            <tr key={promise}>
              <th scope="row">
                {promise} · {what}
              </th>
              <td>
                <Badge tone={tones[state(promise)]}>{words.promiseStates[state(promise)]}</Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
