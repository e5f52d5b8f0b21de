import type { ReactNode } from "react";
import styles from "./notice.module.css";

export type Tone = "info" | "ok" | "warn" | "danger";

/** Drawn, not written: a typeface may lack the sign. */
const shapes: Record<Tone, string> = {
  info: "M8 7v5M8 4v.5",
  ok: "M3.500 8.500 6.500 11.500 12.500 4.500",
  warn: "M8 3.500v6M8 12v.5",
  danger: "M4 4l8 8M12 4l-8 8",
};

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
      <svg className={styles.shape} viewBox="0 0 16 16" aria-hidden="true">
        <path d={shapes[tone]} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      </svg>
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
