import type { ReactNode } from "react";
import { useEffect } from "react";
import styles from "./page.module.css";

/** A screen: its heading, what one can do there, its content, and beside it the inspector of what is selected. */
export function Page({
  title,
  lead,
  actions,
  inspector,
  children,
  full = false,
}: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  inspector?: ReactNode;
  children: ReactNode;
  /** The content takes the whole height and scrolls by itself: long tables. */
  full?: boolean;
}) {
  useEffect(() => {
    document.title = `${title} · Rempart`;
  }, [title]);
  return (
    <div className={`${styles.page} ${full ? styles.full : ""} ${inspector ? styles.withInspector : ""}`}>
      <div className={styles.content}>
        <header className={styles.header}>
          <div>
            <h1>{title}</h1>
            {lead !== undefined && <p className={styles.lead}>{lead}</p>}
          </div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </header>
        {children}
      </div>
      {inspector}
    </div>
  );
}

/** What an empty list says: what will be there, and how to fill it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/** A titled part of a screen. */
export function Section({ title, aside, children }: { title: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <header className={styles.sectionHeader}>
        <h2>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

/** Terms and values, one a row. */
export function Facts({ rows }: { rows: readonly (readonly [term: ReactNode, value: ReactNode] | undefined)[] }) {
  return (
    <dl className={styles.facts}>
      {rows.map((row, index) =>
        row === undefined ? null : (
          // The rows of one list never change places.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <div key={index}>
            <dt>{row[0]}</dt>
            <dd>{row[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
