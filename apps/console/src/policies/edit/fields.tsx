// The form of a rule, made from the table: one input for each field, by its type.

import type { Area, Field as FieldRow, Hours, Json, Language, RuleKind, Text } from "@rempart/policy";
import { Checkbox, Field } from "../../parts/field.tsx";
import { Select } from "../../parts/select.tsx";
import { useLanguage, useWords } from "../../words/language.ts";
import { AreaInput } from "./area-input.tsx";
import styles from "./editor.module.css";
import { ClockInput, HoursInput } from "./hours-input.tsx";
import { IntegerInput } from "./integer-input.tsx";
import { SetInput, SuggestedField } from "./set-input.tsx";
import { editWords } from "./words.ts";

export interface FieldInputProps {
  kind: string;
  field: FieldRow;
  name: string;
  value: Json | undefined;
  error: Text | undefined;
  onChange(value: Json | undefined): void;
}

/** A label as the first word of a form: the table writes them small, to stand inside sentences. */
export function capital(text: string, language: Language): string {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}

const isWide = ({ type }: FieldRow): boolean => ["set", "choices", "hours", "area"].includes(type);

function BooleanInput({ field, label, value, onChange }: Omit<FieldInputProps, "kind"> & { label: string }) {
  const words = useWords(editWords);
  if (!field.optional)
    return (
      <Checkbox isSelected={value === true} onChange={onChange}>
        {label}
      </Checkbox>
    );
  const choices = [
    { id: "", label: words.notSaid },
    { id: "true", label: words.yes },
    { id: "false", label: words.no },
  ];
  return (
    <Select
      label={label}
      choices={choices}
      value={value === undefined ? "" : String(value)}
      onChange={(id) => onChange(id === "" ? undefined : id === "true")}
    />
  );
}

/** One field. */
export function FieldInput(props: FieldInputProps) {
  const { field, value, error, onChange, kind } = props;
  const language = useLanguage();
  const words = useWords(editWords);
  const label = capital(field.label[language], language);
  const told = error?.[language];
  const input = () => {
    switch (field.type) {
      case "boolean":
        return <BooleanInput {...props} label={label} />;
      case "integer":
        // Minutes of the day are a time to people.
        if (kind === "os-update-window")
          return <ClockInput label={label} minute={value as number | undefined} error={told} onChange={onChange} />;
        return (
          <IntegerInput
            field={field}
            label={label}
            value={value as number | undefined}
            error={told}
            onChange={onChange}
          />
        );
      case "choice": {
        const none = { id: "", label: field.optional ? words.notSaid : words.choose };
        const options = field.options.map((option) => ({
          id: option.value,
          label: capital(option[language], language),
        }));
        return (
          <>
            <Select
              label={label}
              choices={value === undefined || field.optional ? [none, ...options] : options}
              value={(value as string | undefined) ?? ""}
              onChange={(id) => onChange(id === "" ? undefined : id)}
            />
            {told !== undefined && <span className={styles.error}>{told}</span>}
          </>
        );
      }
      case "choices": {
        const chosen = (value as string[] | undefined) ?? [];
        const toggle = (id: string, on: boolean): void => {
          // In the table's order, whatever the order of clicks: the same wish is the same bytes.
          const next = field.options
            .map((option) => option.value)
            .filter((one) => (one === id ? on : chosen.includes(one)));
          onChange(next.length === 0 ? undefined : next);
        };
        return (
          <fieldset className={styles.group}>
            <legend>{label}</legend>
            <div className={styles.boxes}>
              {field.options.map((option) => (
                <Checkbox
                  key={option.value}
                  isSelected={chosen.includes(option.value)}
                  onChange={(on) => toggle(option.value, on)}
                >
                  {option[language]}
                </Checkbox>
              ))}
            </div>
            {told !== undefined && <span className={styles.error}>{told}</span>}
          </fieldset>
        );
      }
      case "text":
        if (field.form === "package")
          return (
            <SuggestedField
              label={label}
              value={(value as string | undefined) ?? ""}
              error={told}
              onChange={(text) => onChange(text === "" ? undefined : text)}
            />
          );
        return (
          <Field
            label={label}
            value={(value as string | undefined) ?? ""}
            error={told}
            onChange={(text) => onChange(text === "" ? undefined : text)}
          />
        );
      case "set":
        return (
          <SetInput
            label={label}
            apps={field.of === "package"}
            values={(value as string[] | undefined) ?? []}
            error={told}
            onChange={(next) => onChange(next.length === 0 ? undefined : next)}
          />
        );
      case "hours":
        return (
          <HoursInput
            label={label}
            hours={(value as Hours[] | undefined) ?? []}
            error={told}
            onChange={(next) => onChange(next.length === 0 ? undefined : (next as unknown as Json))}
          />
        );
      case "area":
        return (
          <AreaInput
            label={label}
            area={value as Area | undefined}
            error={told}
            onChange={(area) => onChange(area as unknown as Json)}
          />
        );
    }
  };
  return <div className={isWide(field) ? styles.wide : undefined}>{input()}</div>;
}

/** Fields that a person can fill in, in the table's order. */
export function fieldsOf(row: RuleKind): [name: string, field: FieldRow][] {
  return Object.entries(row.fields);
}
