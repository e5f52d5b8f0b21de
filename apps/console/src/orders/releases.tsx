import type { Release } from "@rempart/trust";
import { useOrganisation } from "../organisation/context.tsx";
import { nameOf } from "../organisation/names.ts";
import { Seal } from "../parts/source.tsx";
import { type Format, useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import styles from "./phone-results.module.css";
import type { ProvenRelease } from "./verify.ts";
import { type OrderWords, orderWords } from "./words.ts";

function reachWords({ reach }: Release, words: OrderWords, format: Format): string {
  if ("all" in reach) return words.reachKinds.all;
  if ("none" in reach) return words.reachKinds.none;
  if ("below" in reach) return words.reachKinds.below;
  return words.reachKinds.phones(format.count(reach.phones.length, words.phone, words.phones));
}

/** The releases that the log proves, in its order. */
export function Releases({ releases }: { releases: readonly ProvenRelease[] }) {
  const words = useWords(orderWords);
  const format = useFormat();
  const organisation = useOrganisation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={words.releasesTitle}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.entry}</th>
            <th scope="col">{words.at}</th>
            <th scope="col">{words.reachColumn}</th>
            <th scope="col">{words.byColumn}</th>
          </tr>
        </thead>
        <tbody>
          {releases.map(({ index, document: { body } }) => (
            <tr key={index}>
              <td>
                {format.number(index)}
                <Seal />
              </td>
              <td>{format.dateTime(body.at)}</td>
              <td>{reachWords(body, words, format)}</td>
              <td>{format.list(body.by.map((person) => nameOf(organisation, person)))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
