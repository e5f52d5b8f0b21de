// One filter of the bar: a button that opens its values with how many phones have each.

import { useState } from "react";
import { Dialog as AriaDialog, DialogTrigger, Popover } from "react-aria-components";
import { Button } from "../parts/button.tsx";
import { Checkbox, Field } from "../parts/field.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import styles from "./filter-bar.module.css";
import { phonesWords } from "./words.ts";

export interface Value {
  id: string;
  label: string;
  phones?: number | undefined;
}

/** Beyond so many values one can narrow the list, and beyond the second number one has to. */
const narrowedFrom = 12;
const mostListed = 60;

/** Picks among values; several may be picked. */
export function FilterButton({
  label,
  values,
  picked,
  onPick,
  note,
}: {
  label: string;
  values: readonly Value[];
  picked: readonly string[];
  onPick(picked: string[]): void;
  note?: string;
}) {
  const words = useWords(phonesWords);
  const format = useFormat();
  const [narrow, setNarrow] = useState("");
  const text = narrow.trim().toLowerCase();
  const fitting = values.filter((value) => text === "" || value.label.toLowerCase().includes(text));
  // What is picked is listed even where nothing has it any more: else it could not be dropped here.
  const others = picked.filter((id) => !values.some((value) => value.id === id)).map((id) => ({ id, label: id }));
  const listed: Value[] = [...others, ...fitting.slice(0, mostListed)];
  return (
    <DialogTrigger>
      <Button small kind={picked.length > 0 ? "plain" : "quiet"}>
        {picked.length > 0 ? `${label} (${format.number(picked.length)})` : label}
        <span className={styles.caret} aria-hidden="true" />
      </Button>
      <Popover className={styles.popover!} placement="bottom start">
        <AriaDialog className={styles.values!} aria-label={label}>
          {values.length > narrowedFrom && <Field label={words.narrow} value={narrow} onChange={setNarrow} />}
          {listed.length === 0 && <p className={styles.none}>{words.none}</p>}
          {listed.map((value) => (
            <Checkbox
              key={value.id}
              isSelected={picked.includes(value.id)}
              onChange={(on) => onPick(on ? [...picked, value.id] : picked.filter((one) => one !== value.id))}
            >
              <span className={styles.value}>
                <span>{value.label}</span>
                {value.phones !== undefined && <span className={styles.count}>{format.number(value.phones)}</span>}
              </span>
            </Checkbox>
          ))}
          {note !== undefined && <p className={styles.none}>{note}</p>}
        </AriaDialog>
      </Popover>
    </DialogTrigger>
  );
}
