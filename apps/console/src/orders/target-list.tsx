import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { Loading } from "../parts/loading.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import styles from "./target-list.module.css";
import { orderWords } from "./words.ts";

const LongList = lazy(() => import("./long-list.tsx"));

/** Longer lists are searched, and drawn row by row. */
const mostDrawn = 12;

/** Every phone of a signed list. */
export function TargetList({ targets }: { targets: readonly string[] }) {
  const words = useWords(orderWords);
  const format = useFormat();
  const [open, setOpen] = useState(targets.length <= 3);
  return (
    <details className={styles.list} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.list(format.count(targets.length, words.phone, words.phones))}</summary>
      {open &&
        (targets.length > mostDrawn ? (
          <Suspense fallback={<Loading />}>
            <LongList targets={targets} />
          </Suspense>
        ) : (
          <ul className={styles.frame}>
            {targets.map((device) => (
              <li key={device}>
                <Link to="/phones/$device" params={{ device }}>
                  {device}
                </Link>
              </li>
            ))}
          </ul>
        ))}
      <p className={styles.none}>{words.listChecked}</p>
    </details>
  );
}
