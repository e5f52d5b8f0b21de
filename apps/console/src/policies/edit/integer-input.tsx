import type { Field as FieldRow } from "@rempart/policy";
import { useState } from "react";
import { Field } from "../../parts/field.tsx";
import { useFormat } from "../../words/format.ts";
import { useLanguage, useWords } from "../../words/language.ts";
import { editWords } from "./words.ts";

/** A whole number with its unit and bounds. What is no number yet stays in the field and is nowhere else. */
export function IntegerInput({
  field,
  label,
  value,
  error,
  onChange,
}: {
  field: Extract<FieldRow, { type: "integer" }>;
  label: string;
  value: number | undefined;
  error: string | undefined;
  onChange(value: number | undefined): void;
}) {
  const language = useLanguage();
  const words = useWords(editWords);
  const format = useFormat();
  const [typed, setTyped] = useState(value === undefined ? "" : String(value));
  const number = /^\s*\d{1,9}\s*$/.test(typed) ? Number(typed) : undefined;
  // Set from elsewhere: a version taken back, another draft.
  const shown = number === value ? typed : value === undefined ? typed : String(value);
  const unit = field.unit?.[language];
  return (
    <Field
      label={unit === undefined ? label : `${label} (${unit})`}
      description={words.between(format.number(field.least), format.number(field.most))}
      inputMode="numeric"
      value={shown}
      error={error}
      onChange={(text) => {
        setTyped(text);
        onChange(/^\s*\d{1,9}\s*$/.test(text) ? Number(text) : undefined);
      }}
    />
  );
}
