import type { ComponentProps, ReactNode } from "react";
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  Select as AriaSelect,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
  TextArea,
  TextField,
} from "react-aria-components";
import styles from "./field.module.css";

interface Described {
  label: string;
  description?: ReactNode;
  /** Shown while the field is invalid. */
  error?: string | undefined;
}

type FieldProps = Omit<ComponentProps<typeof TextField>, "className" | "children"> &
  Described & { placeholder?: string; rows?: number; mono?: boolean };

/** One line of text, or several with `rows`. */
export function Field({ label, description, error, placeholder, rows, mono, ...props }: FieldProps) {
  const className = `${styles.input} ${mono ? styles.mono : ""}`;
  return (
    <TextField {...props} isInvalid={error !== undefined} className={styles.field!}>
      <Label className={styles.label!}>{label}</Label>
      {rows === undefined ? (
        <Input className={className} placeholder={placeholder ?? ""} />
      ) : (
        <TextArea className={className} rows={rows} placeholder={placeholder ?? ""} />
      )}
      {description !== undefined && (
        <Text slot="description" className={styles.description!}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error!}>{error}</FieldError>
    </TextField>
  );
}

export interface Choice {
  id: string;
  label: string;
  /** A second line. */
  hint?: string;
}

interface ChoiceProps extends Described {
  choices: readonly Choice[];
  value: string;
  onChange(value: string): void;
  isDisabled?: boolean;
}

/** One of several. */
export function Select({ label, description, choices, value, onChange, isDisabled = false }: ChoiceProps) {
  return (
    <AriaSelect
      className={styles.field!}
      value={value}
      isDisabled={isDisabled}
      onChange={(key) => key !== null && onChange(String(key))}
    >
      <Label className={styles.label!}>{label}</Label>
      <AriaButton className={styles.select!}>
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </AriaButton>
      {description !== undefined && (
        <Text slot="description" className={styles.description!}>
          {description}
        </Text>
      )}
      <Popover className={styles.popover!}>
        <ListBox className={styles.list!} items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className={styles.option!}>
              <Text slot="label">{choice.label}</Text>
              {choice.hint !== undefined && (
                <Text slot="description" className={styles.description!}>
                  {choice.hint}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

/** A box to tick. */
export function Checkbox({
  children,
  ...props
}: Omit<ComponentProps<typeof AriaCheckbox>, "className" | "children"> & { children?: ReactNode }) {
  return (
    <AriaCheckbox {...props} className={styles.checkbox!}>
      <span className={styles.box} aria-hidden="true" />
      {children !== undefined && <span>{children}</span>}
    </AriaCheckbox>
  );
}
