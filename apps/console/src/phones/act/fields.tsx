import { Checkbox, Field } from "../../parts/field.tsx";
import { useWords } from "../../words/language.ts";
import type { Groups } from "../use-facts.ts";
import styles from "./act.module.css";
import type { OrderAct } from "./actions.ts";
import { type Form, ringing } from "./form.ts";
import { actWords } from "./words.ts";

interface FieldsProps {
  act: OrderAct;
  form: Form;
  onChange(form: Form): void;
  groups: Groups;
}

function toggled<T>(list: readonly T[], item: T, on: boolean): T[] {
  return on ? [...list, item] : list.filter((one) => one !== item);
}

/** The fields of one action. */
export function Fields({ act, form, onChange, groups }: FieldsProps) {
  const words = useWords(actWords);
  const set = (more: Partial<Form>) => onChange({ ...form, ...more });
  switch (act) {
    case "lock":
    case "lost-on":
      return (
        <>
          <Field
            label={words.message}
            description={words.sealed}
            rows={2}
            maxLength={2000}
            value={form.text}
            onChange={(text) => set({ text })}
          />
          <Field
            label={act === "lock" ? words.number : words.contact}
            description={words.sealed}
            maxLength={200}
            value={form.phone}
            onChange={(phone) => set({ phone })}
          />
          {act === "lost-on" && (
            <Checkbox isSelected={form.sound} onChange={(sound) => set({ sound })}>
              {words.sound}
            </Checkbox>
          )}
        </>
      );
    case "message":
      return (
        <Field
          label={words.text}
          description={words.sealed}
          rows={3}
          maxLength={2000}
          value={form.text}
          onChange={(text) => set({ text })}
          isRequired
        />
      );
    case "ring": {
      const seconds = Number(form.seconds);
      const wrong = !(seconds >= ringing.least && seconds <= ringing.most);
      return (
        <Field
          label={words.seconds}
          inputMode="numeric"
          maxLength={3}
          value={form.seconds}
          onChange={(text) => set({ seconds: text })}
          error={wrong ? words.secondsError : undefined}
        />
      );
    }
    case "query":
      return (
        <fieldset className={styles.boxes}>
          <legend>{words.what}</legend>
          {(["inventory", "apps", "audit"] as const).map((one) => (
            <Checkbox
              key={one}
              isSelected={form.what.includes(one)}
              onChange={(on) => set({ what: toggled(form.what, one, on) })}
            >
              {words.whats[one]}
            </Checkbox>
          ))}
        </fieldset>
      );
    case "assign": {
      // Groups that only the phone is in so far are listed too, or they would be lost by leaving the form.
      const others = form.groups.filter((id) => !groups.list.some((group) => group.id === id));
      const ids = [...groups.list.map(({ id }) => id), ...others];
      return (
        <fieldset className={styles.boxes}>
          <legend>{words.groups}</legend>
          {ids.length === 0 && <p>{words.noGroups}</p>}
          {ids.map((id) => (
            <Checkbox
              key={id}
              isSelected={form.groups.includes(id)}
              onChange={(on) => set({ groups: toggled(form.groups, id, on) })}
            >
              {groups.nameOf(id)}
            </Checkbox>
          ))}
          {ids.length > 0 && <p className={styles.note}>{words.groupsNote}</p>}
        </fieldset>
      );
    }
    case "wipe":
      return (
        <fieldset className={styles.boxes}>
          <legend className="visually-hidden">{words.names.wipe}</legend>
          {(["storage", "esim", "keepProtection"] as const).map((one) => (
            <Checkbox key={one} isSelected={form[one]} onChange={(on) => set({ [one]: on })}>
              {words[one]}
            </Checkbox>
          ))}
        </fieldset>
      );
    case "lost-off":
    case "locate":
    case "unenrol":
    case "clear-passcode":
      return null;
  }
}
