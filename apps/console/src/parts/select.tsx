import type { ReactNode } from "react";
import {
  Button as AriaButton,
  Select as AriaSelect,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from "react-aria-components";
import styles from "./field.module.css";

export interface Choice {
  id: string;
  label: string;
  /** A second line. */
  hint?: string;
}

interface ChoiceProps {
  label: string;
  description?: ReactNode;
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
        <span className={styles.caret} aria-hidden="true" />
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
