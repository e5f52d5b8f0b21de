// The editor: the rules of a draft, and the list of kinds to add from.

import { type Applied, kindOf, type Rule, readRules } from "@rempart/policy";
import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Actions, Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Empty, Section } from "../../parts/page.tsx";
import { Select } from "../../parts/select.tsx";
import { useFormat } from "../../words/format.ts";
import { useLanguage, useWords } from "../../words/language.ts";
import { namePattern } from "../names.ts";
import { useVersions } from "../use-groups.ts";
import { policiesWords } from "../words.ts";
import { Assignment } from "./assignment.tsx";
import { Catalogue } from "./catalogue-view.tsx";
import { fenceNames, newRule, type PolicyDraft, type RuleDraft, rulesOf } from "./draft.ts";
import styles from "./editor.module.css";
import { meetingsOf } from "./meetings.ts";
import { MeetingsView } from "./meetings-view.tsx";
import { type DraftProblem, problemsOf, sizeOf } from "./problems.ts";
import { RuleCard } from "./rule-card.tsx";
import type { IosEnrolment, Running } from "./support.ts";
import { useLatest } from "./use-latest.ts";
import { editWords } from "./words.ts";

const noProblems: readonly DraftProblem[] = [];

/** Whether a draft can be drafted for signing. */
export function isReady(draft: PolicyDraft): boolean {
  return draft.rules.length > 0 && namePattern.test(draft.name) && problemsOf(draft.rules).length === 0;
}

function ThrowAway({ onThrow }: { onThrow(): void }) {
  const words = useWords(editWords);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind="quiet" onPress={() => setAsking(true)}>
        {words.throwAway}
      </Button>
      <Dialog title={words.throwAwayAsk} isOpen={asking} onClose={() => setAsking(false)}>
        <p>{words.throwAwayTold}</p>
        <Actions>
          <Button onPress={() => setAsking(false)}>{words.keep}</Button>
          <Button kind="danger" onPress={onThrow}>
            {words.throwAway}
          </Button>
        </Actions>
      </Dialog>
    </>
  );
}

export interface EditorProps {
  draft: PolicyDraft;
  /** The other policies that stand. */
  others: readonly Applied[];
  called(policy: string): string;
  onChange(draft: PolicyDraft): void;
  onThrow(): void;
  onPlan(): void;
}

/** The draft's name, group and rules. */
export function Editor({ draft, others, called, onChange, onThrow, onPlan }: EditorProps) {
  const words = useWords(editWords);
  const general = useWords(policiesWords);
  const language = useLanguage();
  const format = useFormat();
  const versions = useVersions();
  const [ios, setIos] = useState<IosEnrolment>("supervised");
  const [open, setOpen] = useState<string>();
  const running = useMemo(
    () => (versions?.byOs ?? []).filter((one): one is Running => one.platform === "android" || one.platform === "ios"),
    [versions],
  );
  const problems = useMemo(() => problemsOf(draft.rules), [draft.rules]);
  // Texts, so that they stay the same lists while something else of the rules is typed.
  const fenceText = JSON.stringify(fenceNames(draft.rules));
  const fences = useMemo(() => JSON.parse(fenceText) as string[], [fenceText]);
  const kinds = draft.rules.map(({ kind }) => kind).join(" ");
  const used = useMemo(() => new Set(kinds.split(" ")), [kinds]);
  const byCard = useMemo(() => Map.groupBy(problems, ({ uid }) => uid), [problems]);
  const meetings = useMemo(() => {
    const rules = rulesOf(draft.rules);
    if (readRules(rules) !== undefined) return undefined;
    const mine: Applied = {
      ...{ policy: draft.id ?? "draft", order: "", signers: [], group: draft.group },
      rules: rules as unknown as Rule[],
    };
    return meetingsOf(mine, others);
  }, [draft.rules, draft.id, draft.group, others]);
  const replace = (next: PolicyDraft): void => onChange({ ...next, at: Math.floor(Date.now() / 1000) });
  const touch = (more: Partial<PolicyDraft>): void => replace({ ...draft, ...more });
  const setRule = useLatest((rule: RuleDraft) =>
    touch({ rules: draft.rules.map((one) => (one.uid === rule.uid ? rule : one)) }),
  );
  const toggle = useLatest((uid: string) => setOpen(open === uid ? undefined : uid));
  const remove = useLatest((gone: string) => touch({ rules: draft.rules.filter(({ uid }) => uid !== gone) }));
  const cards = useRef<HTMLUListElement>(null);
  const search = useRef<HTMLDivElement>(null);
  const [added, setAdded] = useState<RuleDraft>();
  const add = (kind: string): void => {
    const rule = newRule(kind);
    touch({ rules: [...draft.rules, rule] });
    setOpen(rule.uid);
    setAdded(rule);
  };
  // The new card is below the others, perhaps out of sight; focus stays where more can be added.
  useEffect(() => {
    if (added) cards.current?.lastElementChild?.scrollIntoView({ block: "nearest" });
  }, [added]);
  const together = problems.filter(({ uid }) => uid === undefined);
  const nameError = draft.name !== "" && !namePattern.test(draft.name) ? words.nameWrong : undefined;
  return (
    <div className={styles.editor}>
      <div className={styles.main}>
        <div className={styles.head}>
          <Field
            label={words.name}
            description={words.nameHint}
            error={nameError}
            value={draft.name}
            maxLength={64}
            autoComplete="off"
            onChange={(name) => touch({ name })}
          />
          <div className={styles.group}>
            <Assignment draft={draft} others={others.map(({ group }) => group)} onChange={replace} />
          </div>
        </div>
        {together.map(({ said }) => (
          <Notice key={said.en} tone="danger" title={words.cannotSign} live>
            <p>{said[language]}</p>
          </Notice>
        ))}
        <Section
          title={words.rules}
          aside={
            <span className={styles.soft}>
              {words.size(format.number(Math.ceil((sizeOf(draft.rules) / 1024) * 10) / 10))} · {words.saved}
            </span>
          }
        >
          {draft.rules.length === 0 ? (
            <Empty title={words.rulesNone}>
              <p>{words.rulesNoneHint}</p>
            </Empty>
          ) : (
            <ul ref={cards}>
              {draft.rules.map((rule) => (
                <RuleCard
                  key={rule.uid}
                  rule={rule}
                  isOpen={open === rule.uid}
                  fences={fences}
                  problems={byCard.get(rule.uid) ?? noProblems}
                  running={running}
                  ios={ios}
                  onToggle={toggle}
                  onChange={setRule}
                  onRemove={remove}
                />
              ))}
            </ul>
          )}
        </Section>
        <p className="visually-hidden" role="status">
          {added && words.added(kindOf(added.kind)!.name[language])}
        </p>
        <div className={styles.narrow}>
          <Button onPress={() => search.current?.querySelector("input")?.focus()}>{words.add}</Button>
        </div>
        <Actions>
          <ThrowAway onThrow={onThrow} />
          <Button kind="primary" isDisabled={!isReady(draft)} onPress={onPlan}>
            {words.toPlan}
          </Button>
        </Actions>
        {meetings && <MeetingsView meetings={meetings} called={called} />}
        <div className={styles.head}>
          <Select
            label={words.iosAre}
            description={words.iosHint}
            choices={(["supervised", "unsupervised", "user-enrolled"] as const).map((id) => ({
              id,
              label: words.iosKinds[id],
            }))}
            value={ios}
            onChange={(id) => setIos(id as IosEnrolment)}
          />
          <p className={styles.soft}>
            {words.fleetSaid}
            {(versions?.otherOs ?? 0) > 0 &&
              ` ${words.otherVersions(format.count(versions!.otherOs, general.phone, general.phones))}`}
          </p>
        </div>
      </div>
      <div ref={search} className={styles.aside}>
        <Catalogue used={used} running={running} ios={ios} onAdd={add} />
      </div>
    </div>
  );
}
