import type { ReactNode } from "react";
import styles from "./notice.module.css";

export type Tone = "info" | "ok" | "warn" | "danger";

const letters = { info: "i", warn: "!" } as const;
/** Drawn: no typeface of ours has them, and not every system lends one that does. */
const drawn = { ok: "M3 8.500 6.500 12 13 4.500", danger: "M4 4l8 8M12 4l-8 8" } as const;

function Shape({ tone }: { tone: Tone }) {
  if (tone === "info" || tone === "warn") return letters[tone];
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      width="14"
      height="14"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    >
      <path d={drawn[tone]} />
    </svg>
  );
}

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
        <Shape tone={tone} />
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
