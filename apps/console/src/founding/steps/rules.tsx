import { foundingNumbers, type RuleNumbers } from "@rempart/client";
import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { Badge, Notice } from "../../parts/notice.tsx";
import { useWords } from "../../words/language.ts";
import { fits } from "../checks.ts";
import styles from "../founding.module.css";
import { changePlan } from "../keep.ts";
import { approverCount, type Plan } from "../plan.ts";
import { ruleSentences, type Sentence } from "../rule-sentences.ts";
import { ruleWords } from "../words/rules.ts";

function NumberField({ name, value }: { name: keyof RuleNumbers; value: number }) {
  const words = useWords(ruleWords);
  const [text, setText] = useState(String(value));
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return (
    <Field
      label={words.numbers[name]}
      value={text}
      inputMode="numeric"
      error={fits(name, number) ? undefined : " "}
      onChange={(typed) => {
        setText(typed);
        const next = /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
        changePlan(({ numbers }) => ({ numbers: { ...numbers, [name]: next } }));
      }}
    />
  );
}

function Rule({ sentence, plan }: { sentence: Sentence; plan: Plan }) {
  const words = useWords(ruleWords);
  const [open, setOpen] = useState(false);
  const { id, keys, numbers, lowered, alone } = sentence;
  return (
    <li className={styles.rule}>
      <span className={styles.head}>
        <h2>{words.titles[id]}</h2>
        <Button
          kind="quiet"
          small
          aria-expanded={open}
          aria-label={words.changeOf(words.titles[id])}
          onPress={() => setOpen(!open)}
        >
          {words.change}
        </Button>
      </span>
      <p>{words.sentences[id](numbers)}</p>
      {lowered && <Badge tone="warn">{words.lowered}</Badge>}
      <p className={styles.hint}>
        {alone ? words.unprotected : `${words.protects(words.protections[id])} ${words.costs(words.prices[id])}`}
      </p>
      {open && (
        <div className={styles.numbers}>
          {keys.map((key) => (
            <NumberField key={key} name={key} value={plan.numbers[key]} />
          ))}
        </div>
      )}
    </li>
  );
}

/** What few approvers cost, said plainly. */
export function FewApprovers({ plan }: { plan: Plan }) {
  const words = useWords(ruleWords);
  const approvers = approverCount(plan);
  const wipes = Math.min(plan.numbers.fewApprovers, approvers);
  if (wipes === 1)
    return (
      <Notice tone="danger" title={words.aloneTitle(plan.numbers.fewMax)}>
        <p>{words.alone}</p>
      </Notice>
    );
  if (approvers === 2)
    return (
      <Notice tone="warn" title={words.twoTitle}>
        <p>{words.two}</p>
      </Notice>
    );
  return null;
}

/** The rules in plain words, each with what it protects and costs. */
export function RulesStep({ plan }: { plan: Plan }) {
  const words = useWords(ruleWords);
  const [round, setRound] = useState(0);
  return (
    <>
      <p>{words.lead}</p>
      <FewApprovers plan={plan} />
      <ul key={round}>
        {ruleSentences(plan).map((sentence) => (
          <Rule key={sentence.id} sentence={sentence} plan={plan} />
        ))}
      </ul>
      <div>
        <Button
          kind="quiet"
          onPress={() => {
            changePlan({ numbers: { ...foundingNumbers } });
            setRound(round + 1);
          }}
        >
          {words.standard}
        </Button>
      </div>
    </>
  );
}
