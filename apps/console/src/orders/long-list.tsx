import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { Field } from "../parts/field.tsx";
import { useWords } from "../words/language.ts";
import styles from "./target-list.module.css";
import { orderWords } from "./words.ts";

const rowHeight = 28;

/** A long list of phones, up to a million, searchable: only the rows in sight are drawn. */
export default function LongList({ targets }: { targets: readonly string[] }) {
  const words = useWords(orderWords);
  const [query, setQuery] = useState("");
  const frame = useRef<HTMLElement>(null);
  const wanted = query.trim();
  const found = useMemo(
    () => (wanted === "" ? targets : targets.filter((id) => id.includes(wanted))),
    [targets, wanted],
  );
  const rows = useVirtualizer({
    count: found.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  return (
    <>
      <Field label={words.searchList} value={query} onChange={setQuery} mono />
      {found.length === 0 && <p className={styles.none}>{words.noMatch}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
      <section ref={frame} className={styles.frame} tabIndex={0} aria-label={words.whom}>
        <ul style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => (
            <li key={row.key} className={styles.placed} style={{ height: rowHeight, top: row.start }}>
              <Link to="/phones/$device" params={{ device: found[row.index]! }}>
                {found[row.index]}
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
