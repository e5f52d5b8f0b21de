// The frame of the founding: the list of steps, the step at hand, what stands against going on.

import { useEffect, useRef, useState } from "react";
import { Button } from "../parts/button.tsx";
import { Actions, Dialog } from "../parts/dialog.tsx";
import { Notice } from "../parts/notice.tsx";
import { LanguageSwitch } from "../settings/language-switch.tsx";
import { useWords } from "../words/language.ts";
import { faultsOf, type Remembered } from "./checks.ts";
import styles from "./founding.module.css";
import { changePlan, dropPlan, isAgain } from "./keep.ts";
import { forgetAll, useMemory } from "./memory.ts";
import { type Plan, type StepName, stepNames } from "./plan.ts";
import { AddressStep } from "./steps/address.tsx";
import { GatekeeperStep } from "./steps/gatekeeper.tsx";
import { OrganisationStep } from "./steps/organisation.tsx";
import { PeopleStep } from "./steps/people.tsx";
import { ReviewStep } from "./steps/review.tsx";
import { RootsStep } from "./steps/roots.tsx";
import { RulesStep } from "./steps/rules.tsx";
import { frameWords } from "./words/frame.ts";

const screens: Record<StepName, (props: { plan: Plan }) => React.ReactNode> = {
  address: AddressStep,
  gatekeeper: GatekeeperStep,
  organisation: OrganisationStep,
  people: PeopleStep,
  rules: RulesStep,
  roots: RootsStep,
  review: ReviewStep,
};

/** What this page remembers, as the checks want it. */
export function useRemembered(): Remembered {
  const { code, sheets } = useMemory();
  return {
    code: code !== undefined,
    sheets: new Set([...sheets].filter(([, { saved }]) => saved).map(([person]) => person)),
  };
}

function StepList({ plan, open }: { plan: Plan; open: readonly StepName[] }) {
  const words = useWords(frameWords);
  return (
    <nav aria-label={words.steps}>
      <ol className={styles.steps}>
        {stepNames.map((name, index) => {
          const isDone = !open.includes(name) && stepNames.indexOf(plan.step) > index;
          return (
            <li
              key={name}
              className={`${styles.step} ${isDone ? styles.done : ""}`}
              aria-current={name === plan.step ? "step" : undefined}
            >
              <span className={styles.mark} aria-hidden="true">
                {isDone ? "" : index + 1}
              </span>
              <span>{words.names[name]}</span>
              {isDone && <span className="visually-hidden">, {words.done}</span>}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function GiveUp({ onDone }: { onDone(): unknown }) {
  const words = useWords(frameWords);
  const [asked, setAsked] = useState(false);
  const drop = async (): Promise<void> => {
    forgetAll();
    await dropPlan();
    onDone();
  };
  return (
    <>
      <Button kind="quiet" small onPress={() => setAsked(true)}>
        {words.giveUp}
      </Button>
      <Dialog title={words.giveUpTitle} isOpen={asked} onClose={() => setAsked(false)}>
        <p>{words.giveUpLead}</p>
        <Actions>
          <Button onPress={() => setAsked(false)}>{words.keep}</Button>
          <Button kind="danger" onPress={drop}>
            {words.giveUp}
          </Button>
        </Actions>
      </Dialog>
    </>
  );
}

/** The founding wizard, at the step of `plan`. */
export function Wizard({ plan, onGiveUp }: { plan: Plan; onGiveUp(): unknown }) {
  const words = useWords(frameWords);
  const remembered = useRemembered();
  const [tried, setTried] = useState<StepName>();
  const heading = useRef<HTMLHeadingElement>(null);
  const at = stepNames.indexOf(plan.step);
  const open = stepNames.filter((name) => faultsOf(name, plan, remembered).length > 0);
  const faults = faultsOf(plan.step, plan, remembered);
  const Screen = screens[plan.step];
  // A new step is a new page to whoever cannot see it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: on each step
  useEffect(() => {
    heading.current?.focus();
    window.scrollTo(0, 0);
  }, [plan.step]);
  const go = (to: number): void => {
    setTried(undefined);
    changePlan({ step: stepNames[to]! });
  };
  const next = (): void => {
    if (faults.length > 0) {
      setTried(plan.step);
      return;
    }
    // What an earlier step lacks since a reload comes first.
    const lacking = stepNames.findIndex((name, index) => index < at && open.includes(name));
    go(lacking >= 0 ? lacking : at + 1);
  };
  return (
    <div className={styles.frame}>
      <div>
        <StepList plan={plan} open={open} />
      </div>
      <main className={styles.sheet}>
        <header className={styles.head}>
          <h1 ref={heading} tabIndex={-1}>
            {words.stepOf(at + 1, stepNames.length, words.names[plan.step])}
          </h1>
          <LanguageSwitch />
        </header>
        {isAgain() && !remembered.code && <Notice tone="warn">{words.again}</Notice>}
        <div className={styles.body}>
          <Screen plan={plan} />
        </div>
        {tried === plan.step && faults.length > 0 && (
          <Notice tone="danger" title={words.missing} live>
            <ul>
              {faults.map((fault) => (
                <li key={fault}>{words.faults[fault]}</li>
              ))}
            </ul>
          </Notice>
        )}
        <footer className={styles.foot}>
          <span className={styles.row}>
            {at > 0 && <Button onPress={() => go(at - 1)}>{words.back}</Button>}
            <GiveUp onDone={onGiveUp} />
          </span>
          {plan.step !== "review" && (
            <Button kind="primary" onPress={next}>
              {words.next}
            </Button>
          )}
        </footer>
      </main>
    </div>
  );
}
