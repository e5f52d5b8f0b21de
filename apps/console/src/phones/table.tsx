// The list itself: a grid of up to a million rows of which only those in sight exist. One place of focus; the active cell is
// told to screen readers by aria-activedescendant, so that rows may come and go.

import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from "react";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { type Column, columns, layout } from "./columns.ts";
import type { Sort, SortKey } from "./filters.ts";
import type { Phone } from "./phone.ts";
import { Part, Row } from "./row.tsx";
import styles from "./table.module.css";
import type { Groups } from "./use-facts.ts";
import type { Rows } from "./use-rows.ts";
import { phonesWords } from "./words.ts";

const rowHeight = 32;
/** However much else is on the page, so much of the list is seen, in px. */
const least = 240;
/** Beyond so many rows a range is not fetched: whoever wants more selects all that match. */
const mostInRange = 2_000;

export interface TableProps {
  rows: Rows & { total: number };
  /** Changes when another question is asked: the list begins at its top again. */
  question: string;
  shown: readonly Column[];
  /** How many rows, in words. */
  count: string;
  sort: Sort;
  onSort(sort: Sort): void;
  groups: Groups;
  isSelected(id: string): boolean;
  onToggle(phone: Phone): void;
  onRange(phones: readonly Phone[]): void;
  onSelectAll(): void;
  onClear(): void;
  opened: string | undefined;
  onOpen(id: string): void;
}

/** Seconds now, again every half minute: ages grow while the page stands open. */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function Header({ column, sort, onSort }: { column: Column; sort: Sort; onSort(sort: Sort): void }) {
  const words = useWords(phonesWords);
  const key: SortKey | undefined = columns[column].sort;
  const name = words.names[column];
  const isSorted = key !== undefined && sort.key === key;
  return (
    <Part
      role="columnheader"
      className={styles.head}
      aria-sort={isSorted ? (sort.down ? "descending" : "ascending") : undefined}
    >
      {key === undefined ? (
        name
      ) : (
        <button
          type="button"
          className={styles.sort}
          onClick={() => onSort({ key, down: isSorted ? !sort.down : key === "seen" || key === "enrolled" })}
        >
          {name}
          <span aria-hidden="true">{isSorted ? (sort.down ? " ↓" : " ↑") : ""}</span>
        </button>
      )}
    </Part>
  );
}

/** The grid of phones. */
export function Table(props: TableProps) {
  const { rows, question, shown, sort, onSort, groups, isSelected, onToggle, onRange, opened, onOpen } = props;
  const words = useWords(phonesWords);
  const format = useFormat();
  const now = useMinute();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState({ row: 0, cell: 0 });
  const anchor = useRef(0);
  const virtual = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The header covers the first 32 px of what is scrolled.
    scrollPaddingStart: rowHeight,
    scrollMargin: 0,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const { look } = rows;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `look` is the same whatever its identity
  useEffect(() => look(first, last), [first, last, question]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another question begins at the top again
  useEffect(() => {
    virtual.scrollToOffset(0);
    setActive((before) => ({ ...before, row: 0 }));
    anchor.current = 0;
  }, [question]);

  const row = Math.min(active.row, Math.max(0, rows.total - 1));
  const range = async (to: number): Promise<void> => {
    const [from, end] = [Math.min(anchor.current, to), Math.max(anchor.current, to)];
    onRange(await rows.between(from, Math.min(end, from + mostInRange - 1)));
  };
  const go = (to: number, extend: boolean): void => {
    const next = Math.max(0, Math.min(rows.total - 1, to));
    setActive((before) => ({ ...before, row: next }));
    virtual.scrollToIndex(next);
    if (extend) void range(next);
    else anchor.current = next;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== scroller.current) return;
    const page = Math.max(1, Math.floor((scroller.current.clientHeight - rowHeight) / rowHeight) - 1);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = steps[event.key];
    const phone = rows.row(row);
    if (step !== undefined) go(row + step, event.shiftKey);
    else if (event.key === "Home") go(0, event.shiftKey);
    else if (event.key === "End") go(rows.total - 1, event.shiftKey);
    else if (event.key === "ArrowRight")
      setActive((before) => ({ ...before, cell: Math.min(shown.length, before.cell + 1) }));
    else if (event.key === "ArrowLeft") setActive((before) => ({ ...before, cell: Math.max(0, before.cell - 1) }));
    else if (event.key === " " && phone) onToggle(phone);
    else if (event.key === "Enter" && phone) onOpen(phone.id);
    else if (event.key === "a" && (event.ctrlKey || event.metaKey)) props.onSelectAll();
    else if (event.key === "Escape") props.onClear();
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent): void => {
    const target = event.target as Element;
    const index = Number(target.closest<HTMLElement>("[data-index]")?.dataset.index ?? Number.NaN);
    const phone = rows.row(index);
    if (phone === undefined) return;
    setActive((before) => ({ ...before, row: index }));
    if (event.shiftKey) {
      void range(index);
      return;
    }
    anchor.current = index;
    if (event.ctrlKey || event.metaKey || target.closest("[data-mark]")) onToggle(phone);
    else onOpen(phone.id);
  };
  const style = layout(shown);
  // Header, rows, and both borders: a short list ends where its rows do.
  const whole = rowHeight * (rows.total + 1) + 2;
  return (
    <>
      <p id={`${id}-note`} className={styles.note}>
        <strong>{props.count}</strong> {words.serverSays}
      </p>
      <p id={`${id}-keys`} className="visually-hidden">
        {words.keys}
      </p>
      <Part
        ref={scroller}
        role="grid"
        tabIndex={0}
        className={styles.grid}
        style={{ maxHeight: whole, minHeight: Math.min(whole, least) }}
        aria-label={words.table}
        aria-describedby={`${id}-note ${id}-keys`}
        aria-rowcount={rows.total + 1}
        aria-colcount={shown.length + 1}
        aria-multiselectable="true"
        aria-busy={!rows.current && rows.error === undefined}
        aria-activedescendant={
          row >= first && row <= last ? `${id}-${row}-${Math.min(active.cell, shown.length)}` : undefined
        }
        onKeyDown={onKeyDown}
        onClick={onClick}
        // Shift with a click selects rows here, not the text between.
        onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      >
        <Part role="row" aria-rowindex={1} className={styles.header} style={style}>
          <Part role="columnheader" className={styles.head}>
            <span className="visually-hidden">{words.selectColumn}</span>
          </Part>
          {shown.map((column) => (
            <Header key={column} column={column} sort={sort} onSort={onSort} />
          ))}
        </Part>
        <Part
          role="rowgroup"
          className={styles.body}
          style={{ height: virtual.getTotalSize(), minWidth: style.minWidth }}
        >
          {items.map(({ index, start }) => {
            const phone = rows.row(index);
            return (
              <Row
                key={index}
                id={`${id}-${index}`}
                index={index}
                start={start}
                phone={phone}
                shown={shown}
                selected={phone !== undefined && isSelected(phone.id)}
                opened={phone !== undefined && phone.id === opened}
                cell={index === row ? Math.min(active.cell, shown.length) : undefined}
                groups={groups}
                now={now}
                words={words}
                format={format}
              />
            );
          })}
        </Part>
      </Part>
    </>
  );
}
