import type { ReactNode } from "react";
import styles from "./notice.module.css";

export type Tone = "info" | "ok" | "warn" | "danger";

const shapes: Record<Tone, string> = { info: "i", ok: "✓", warn: "!", danger: "✕" };

/** A sentence set apart, with a shape besides its colour. `live` reads it out when it appears. */
export function Notice({
  tone = "info",
  title,
  children,
  live = false,
}: {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  live?: boolean;
}) {
  return (
    <div
      className={`${styles.notice} ${styles[tone]}`}
      role={live ? (tone === "danger" ? "alert" : "status") : undefined}
    >
      <span className={styles.shape} aria-hidden="true">
        {shapes[tone]}
      </span>
      <div className={styles.text}>
        {title !== undefined && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}

/** A word with a shape: the state of a thing. */
export function Badge({ tone, children }: { tone: Tone | "quiet"; children: ReactNode }) {
  return <span className={`${styles.badge} ${styles[tone]}`}>{children}</span>;
}
