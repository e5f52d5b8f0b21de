// One row of the list. It is drawn again only when something of it changed: scrolling and typing must not wait for the rest.

import { type ComponentProps, memo } from "react";
import { Cell, type CellProps } from "./cell.tsx";
import { type Column, layout } from "./columns.ts";
import { type Phone, shortId } from "./phone.ts";
import styles from "./table.module.css";

type PartRole = "grid" | "row" | "rowgroup" | "columnheader" | "gridcell";

/** A part of the grid: a hundred thousand rows cannot be a table element, so each part says what it is. */
export function Part({ role, ...props }: ComponentProps<"div"> & { role: PartRole; "data-mark"?: boolean }) {
  return <div role={role} {...props} />;
}

interface RowProps extends Omit<CellProps, "column" | "phone"> {
  id: string;
  index: number;
  /** Where it stands, in px. */
  start: number;
  /** Undefined while its page is on the way. */
  phone: Phone | undefined;
  shown: readonly Column[];
  selected: boolean;
  opened: boolean;
  /** The active cell, where this is the active row. */
  cell: number | undefined;
}

/** The row. */
export const Row = memo(function Row(props: RowProps) {
  const { id, index, start, phone, shown, selected, opened, cell, ...rest } = props;
  return (
    <Part
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-active={cell !== undefined || undefined}
      data-opened={opened || undefined}
      className={styles.row}
      style={{ ...layout(shown), transform: `translateY(${start}px)` }}
    >
      <Part role="gridcell" id={`${id}-0`} className={styles.mark} data-current={cell === 0 || undefined} data-mark>
        <span className={styles.box} aria-hidden="true" />
        <span className="visually-hidden">
          {phone && rest.words.selection.row(`${phone.model} ${shortId(phone.id)}`)}
        </span>
      </Part>
      {shown.map((column, place) => (
        <Part
          key={column}
          role="gridcell"
          id={`${id}-${place + 1}`}
          className={styles.cell}
          data-current={cell === place + 1 || undefined}
        >
          {phone ? (
            <Cell column={column} phone={phone} {...rest} />
          ) : (
            place === 0 && <span className={styles.late}>{rest.words.loadingRow}</span>
          )}
        </Part>
      ))}
    </Part>
  );
});
