// One rule of a draft: what it says, and opened, its form, its condition and what phones can do of it.

import { kindOf, type Rule } from "@rempart/policy";
import { memo, useId, useMemo } from "react";
import { Button as AriaButton } from "react-aria-components";
import { Button } from "../../parts/button.tsx";
import { Badge, Notice } from "../../parts/notice.tsx";
import { useLanguage, useWords } from "../../words/language.ts";
import { ruleWords } from "../rule-words.ts";
import { type RuleDraft, ruleOf, withValue, withWhen } from "./draft.ts";
import styles from "./editor.module.css";
import { FieldInput, fieldsOf } from "./fields.tsx";
import { type DraftProblem, problemAt } from "./problems.ts";
import { gradesOf, type IosEnrolment, type Running, supportOf } from "./support.ts";
import { Grades, SupportView } from "./support-view.tsx";
import { WhenInput } from "./when-input.tsx";
import { editWords } from "./words.ts";

export interface RuleCardProps {
  rule: RuleDraft;
  isOpen: boolean;
  fences: readonly string[];
  /** Of this card alone. */
  problems: readonly DraftProblem[];
  running: readonly Running[];
  ios: IosEnrolment;
  onToggle(uid: string): void;
  onChange(rule: RuleDraft): void;
  onRemove(uid: string): void;
}

function Form({ rule, fences, problems, onChange }: Pick<RuleCardProps, "rule" | "fences" | "problems" | "onChange">) {
  const words = useWords(editWords);
  const row = kindOf(rule.kind)!;
  return (
    <>
      <div className={styles.fields}>
        {fieldsOf(row).map(([name, field]) => (
          <FieldInput
            key={name}
            kind={rule.kind}
            name={name}
            field={field}
            value={rule.values[name]}
            error={problemAt(problems, rule.uid, name)}
            onChange={(value) => onChange(withValue(rule, name, value))}
          />
        ))}
      </div>
      {row.always ? (
        rule.kind !== "fence" && <span className={styles.soft}>{words.alwaysKind}</span>
      ) : (
        <WhenInput
          rule={rule}
          fences={fences}
          problems={problems}
          onChange={(when) => onChange(withWhen(rule, when))}
        />
      )}
    </>
  );
}

/** The card. Drawn again when something of its own changes. */
export const RuleCard = memo(function RuleCard({
  rule,
  isOpen,
  fences,
  problems,
  running,
  ios,
  onToggle,
  onChange,
  onRemove,
}: RuleCardProps) {
  const words = useWords(editWords);
  const language = useLanguage();
  const body = useId();
  const isComplete = problems.length === 0 && rule.kind !== "fence";
  // Of one card at a time: typing in it must not judge all others again.
  const lines = useMemo(
    () => (isComplete ? supportOf(ruleOf(rule) as unknown as Rule, running, ios) : undefined),
    [isComplete, rule, running, ios],
  );
  const row = kindOf(rule.kind);
  if (!row) return null;
  const whole = problems.find(({ path }) => path === "")?.said;
  const { name, value, when } = ruleWords(ruleOf(rule), language);
  return (
    <li className={`${styles.card} ${row.destructive ? styles.destructive : ""}`} data-kind={rule.kind}>
      <div className={styles.cardHead}>
        <AriaButton
          className={styles.toggle!}
          aria-expanded={isOpen}
          aria-controls={body}
          onPress={() => onToggle(rule.uid)}
        >
          <span className={styles.chevron} aria-hidden="true">
            ›
          </span>
          <span className={styles.summary}>
            <strong>{name}</strong>
            <span className={styles.value}>
              {value}
              {when !== "" && ` · ${when}`}
            </span>
          </span>
          <span>
            {problems.length > 0 ? (
              <Badge tone="warn">{words.problems(problems.length)}</Badge>
            ) : (
              lines && <Grades grades={gradesOf(lines)} />
            )}
          </span>
        </AriaButton>
        <Button kind="quiet" small aria-label={words.removeOne(name)} onPress={() => onRemove(rule.uid)}>
          {words.remove}
        </Button>
      </div>
      {row.destructive && (
        <div className={styles.body}>
          <Notice tone="danger" title={words.destroys}>
            <p>{words.destroysTold(String(rule.values.attempts ?? "…"))}</p>
          </Notice>
        </div>
      )}
      <div id={body} hidden={!isOpen}>
        {isOpen && (
          <div className={styles.body}>
            <p className={styles.soft}>{row.help[language]}</p>
            {whole && <span className={styles.error}>{whole[language]}</span>}
            <Form rule={rule} fences={fences} problems={problems} onChange={onChange} />
            {lines ? (
              <SupportView lines={lines} />
            ) : (
              rule.kind !== "fence" && <span className={styles.soft}>{words.supportWaits}</span>
            )}
          </div>
        )}
      </div>
    </li>
  );
});
