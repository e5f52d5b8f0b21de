import type { ComponentProps, ReactNode } from "react";
import { Checkbox as AriaCheckbox, FieldError, Input, Label, Text, TextArea, TextField } from "react-aria-components";
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
