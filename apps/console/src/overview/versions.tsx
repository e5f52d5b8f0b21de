import { Link } from "@tanstack/react-router";
import { Section } from "../parts/page.tsx";
import { ServerSays } from "../parts/source.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { worded } from "../words/worded.ts";
import styles from "./overview.module.css";
import type { Overview } from "./read.ts";
import { overviewWords } from "./words.ts";

/** How many phones run which version: a table whose bars only repeat its numbers. */
export function Versions({ overview }: { overview: Overview }) {
  const words = useWords(overviewWords);
  const format = useFormat();
  const { byOs, otherOs, total } = overview.phones;
  const most = Math.max(1, otherOs, ...byOs.map(({ phones }) => phones));
  const rows = [
    ...byOs.map(({ platform, os, phones }) => ({
      label: `${worded(words.platforms, platform)} ${os}`,
      search: { platform, os } as Record<string, string> | undefined,
      phones,
    })),
    ...(otherOs > 0 ? [{ label: words.otherVersions, search: undefined, phones: otherOs }] : []),
  ];
  if (rows.length === 0) return null;
  return (
    <Section title={words.versions}>
      <table className={styles.table}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{words.version}</th>
            <th scope="col">{words.phones}</th>
            <th scope="col">{words.share}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, search, phones }) => (
            <tr key={label}>
              <th scope="row">
                {search ? (
                  <Link to="/phones" search={search}>
                    {label}
                  </Link>
                ) : (
                  label
                )}
              </th>
              <td>
                <ServerSays>{format.number(phones)}</ServerSays>
              </td>
              <td className={styles.share}>
                <span className={styles.track} aria-hidden="true">
                  <span className={styles.bar} style={{ width: `${(100 * phones) / most}%` }} />
                </span>
                <span className={styles.percent}>{format.percent(phones, total)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
