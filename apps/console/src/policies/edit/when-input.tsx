import type { When } from "@rempart/policy";
import { Checkbox } from "../../parts/field.tsx";
import { Select } from "../../parts/select.tsx";
import { useLanguage, useWords } from "../../words/language.ts";
import type { RuleDraft } from "./draft.ts";
import styles from "./editor.module.css";
import { HoursInput } from "./hours-input.tsx";
import { type DraftProblem, problemAt } from "./problems.ts";
import { editWords } from "./words.ts";

function Fences({
  label,
  names,
  chosen,
  onChange,
}: {
  label: string;
  names: readonly string[];
  chosen: readonly string[];
  onChange(chosen: string[]): void;
}) {
  // One that is gone from the policy can still be taken out here.
  const all = [...new Set([...names, ...chosen])];
  return (
    <fieldset className={styles.group}>
      <legend>{label}</legend>
      <div className={styles.boxes}>
        {all.map((name) => (
          <Checkbox
            key={name}
            isSelected={chosen.includes(name)}
            onChange={(on) => onChange(all.filter((one) => (one === name ? on : chosen.includes(one))))}
          >
            {name}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}

/** Under which condition of place and time a rule holds. */
export function WhenInput({
  rule,
  fences,
  problems,
  onChange,
}: {
  rule: RuleDraft;
  fences: readonly string[];
  problems: readonly DraftProblem[];
  onChange(when: When | undefined): void;
}) {
  const words = useWords(editWords);
  const language = useLanguage();
  const { when } = rule;
  const set = (more: { inside?: string[]; outside?: string[]; hours?: When["hours"] }): void => {
    const next = { ...when, ...more };
    const filled = Object.entries(next).filter(([, list]) => (list?.length ?? 0) > 0);
    onChange(Object.fromEntries(filled) as When);
  };
  const inner = ["when.inside", "when.outside"].map((path) => problemAt(problems, rule.uid, path)).find(Boolean);
  const whole = problems.find(({ uid, path }) => uid === rule.uid && path === "when")?.said;
  return (
    <div className={`${styles.group} ${styles.when}`}>
      <Select
        label={words.when}
        choices={[
          { id: "always", label: words.always },
          { id: "sometimes", label: words.sometimes },
        ]}
        value={when === undefined ? "always" : "sometimes"}
        onChange={(id) => onChange(id === "always" ? undefined : (when ?? {}))}
      />
      {when !== undefined && (
        <div className={styles.hoursOne}>
          {fences.length === 0 && !when.inside && !when.outside ? (
            <span className={styles.soft}>{words.noFences}</span>
          ) : (
            <>
              <Fences
                label={words.inside}
                names={fences}
                chosen={when.inside ?? []}
                onChange={(inside) => set({ inside })}
              />
              <Fences
                label={words.outside}
                names={fences}
                chosen={when.outside ?? []}
                onChange={(outside) => set({ outside })}
              />
            </>
          )}
          <HoursInput
            label={words.hours}
            hours={when.hours ?? []}
            error={problemAt(problems, rule.uid, "when.hours")?.[language]}
            onChange={(hours) => set({ hours })}
          />
          {(inner ?? whole) !== undefined && <span className={styles.error}>{(inner ?? whole)?.[language]}</span>}
        </div>
      )}
    </div>
  );
}
