// Times of day and week.

import type { Hours } from "@rempart/policy";
import { FieldError, Input, Label, TextField } from "react-aria-components";
import { Button } from "../../parts/button.tsx";
import field from "../../parts/field.module.css";
import { Checkbox, Field } from "../../parts/field.tsx";
import { useWords } from "../../words/language.ts";
import { clockText, parseClock } from "./degrees.ts";
import styles from "./editor.module.css";
import { editWords } from "./words.ts";

/** A minute of the day. */
export function ClockInput({
  label,
  minute,
  error,
  onChange,
}: {
  label: string;
  minute: number | undefined;
  error?: string | undefined;
  onChange(minute: number | undefined): void;
}) {
  return (
    <TextField
      type="time"
      value={minute === undefined ? "" : clockText(minute)}
      onChange={(text) => onChange(parseClock(text))}
      isInvalid={error !== undefined}
      className={field.field!}
    >
      <Label className={field.label!}>{label}</Label>
      <Input className={field.input!} />
      <FieldError className={field.error!}>{error}</FieldError>
    </TextField>
  );
}

/** Working hours where this browser is. */
function usual(): Hours {
  return { days: [1, 2, 3, 4, 5], from: 480, to: 1080, zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

function OneHours({ hours, onChange }: { hours: Hours; onChange(hours: Hours): void }) {
  const words = useWords(editWords);
  const { days, from, to, zone } = hours;
  const toggle = (day: number, on: boolean): void => {
    const next = on ? [...days, day].sort((a, b) => a - b) : days.filter((one) => one !== day);
    onChange({ ...hours, days: next });
  };
  return (
    <>
      <fieldset className={styles.group}>
        <legend className="visually-hidden">{words.days}</legend>
        <div className={styles.boxes}>
          {words.dayNames.map((name, index) => (
            <Checkbox key={name} isSelected={days.includes(index + 1)} onChange={(on) => toggle(index + 1, on)}>
              {name}
            </Checkbox>
          ))}
        </div>
      </fieldset>
      <div className={styles.row}>
        <ClockInput
          label={words.from}
          minute={from}
          onChange={(minute) => minute !== undefined && onChange({ ...hours, from: minute })}
        />
        <ClockInput
          label={words.to}
          minute={to}
          // Midnight ends the day that is named.
          onChange={(minute) => minute !== undefined && onChange({ ...hours, to: minute === 0 ? 1440 : minute })}
        />
        <Field label={words.zone} value={zone} onChange={(text) => onChange({ ...hours, zone: text.trim() })} />
      </div>
    </>
  );
}

/** Times of a week, several of them. */
export function HoursInput({
  label,
  hours,
  error,
  onChange,
}: {
  label: string;
  hours: readonly Hours[];
  error: string | undefined;
  onChange(hours: Hours[]): void;
}) {
  const words = useWords(editWords);
  return (
    <fieldset className={styles.group}>
      <legend>{label}</legend>
      {hours.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hours have no name but their place
        <div key={index} className={styles.hoursOne}>
          <OneHours hours={one} onChange={(next) => onChange(hours.with(index, next))} />
          <div>
            <Button kind="quiet" small onPress={() => onChange(hours.toSpliced(index, 1))}>
              {words.dropHours(String(index + 1))}
            </Button>
          </div>
        </div>
      ))}
      {hours.length > 0 && <span className={styles.soft}>{words.untilMidnight}</span>}
      {error !== undefined && <span className={styles.error}>{error}</span>}
      <div>
        <Button small onPress={() => onChange([...hours, usual()])}>
          {words.addHours}
        </Button>
      </div>
    </fieldset>
  );
}
