import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { Field } from "../parts/field.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import styles from "./target-list.module.css";
import { orderWords } from "./words.ts";

const rowHeight = 28;
/** A search is worth its field from here on. */
const searchFrom = 10;

/** Every phone of a signed list, up to a million, searchable. */
export function TargetList({ targets }: { targets: readonly string[] }) {
  const words = useWords(orderWords);
  const format = useFormat();
  const [open, setOpen] = useState(targets.length <= 3);
  const [query, setQuery] = useState("");
  const frame = useRef<HTMLElement>(null);
  const wanted = query.trim();
  const found = useMemo(
    () => (wanted === "" ? targets : targets.filter((id) => id.includes(wanted))),
    [targets, wanted],
  );
  const rows = useVirtualizer({
    count: open ? found.length : 0,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  return (
    <details className={styles.list} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.list(format.count(targets.length, words.phone, words.phones))}</summary>
      {targets.length >= searchFrom && <Field label={words.searchList} value={query} onChange={setQuery} mono />}
      {found.length === 0 ? (
        <p className={styles.none}>{words.noMatch}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <section ref={frame} className={styles.frame} tabIndex={0} aria-label={words.whom}>
          <ul style={{ height: rows.getTotalSize() }}>
            {rows.getVirtualItems().map((row) => (
              <li key={row.key} style={{ height: rowHeight, transform: `translateY(${row.start}px)` }}>
                <Link to="/phones/$device" params={{ device: found[row.index]! }}>
                  {found[row.index]}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className={styles.none}>{words.listChecked}</p>
    </details>
  );
}
