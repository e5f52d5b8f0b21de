// A policy as it stands: its rules, who signed, how far it has come, and what can be done.

import type { Review } from "@rempart/client";
import { kindOf } from "@rempart/policy";
import type { JsonObject } from "@rempart/trust";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { useTexts } from "../orders/texts.ts";
import { useOrganisation } from "../organisation/context.tsx";
import { nameOf } from "../organisation/names.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { Actions, Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { Facts, Section } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Seal, ServerSays } from "../parts/source.tsx";
import { useFormat } from "../words/format.ts";
import { useLanguage, useWords } from "../words/language.ts";
import { idOfName, namePattern, useNames } from "./names.ts";
import { Planned } from "./plan/plan-view.tsx";
import { SignStep } from "./plan/sign-step.tsx";
import styles from "./policies.module.css";
import { LiftDialog, ReachMark, ReachNotice } from "./reach-view.tsx";
import { ruleWords } from "./rule-words.ts";
import { endOf, nextIn, type StandingHere, type StandingPolicy } from "./standing.ts";
import type { Called } from "./use-called.ts";
import { useReach } from "./use-reach.ts";
import { policiesWords } from "./words.ts";

/** Rules as sentences. */
function RulesList({ rules }: { rules: NonNullable<StandingPolicy["rules"]> }) {
  const words = useWords(policiesWords);
  const language = useLanguage();
  return (
    <dl className={styles.rules}>
      {rules.map((rule, index) => {
        const { name, value, when } = ruleWords(rule as unknown as JsonObject, language);
        const destroys = kindOf(rule.kind)?.destructive === true;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rules of a signed document never change places
          <div key={index} className={styles.rule}>
            <dt>
              <strong className={destroys ? styles.destructive : undefined}>{name}</strong>
              {destroys && <span className={styles.destructive}> · {words.canErase}</span>}
            </dt>
            <dd>
              {value}
              {when !== "" && <span className={styles.soft}> · {when}</span>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function NameDialog({ policy, onClose }: { policy: StandingPolicy; onClose(): void }) {
  const words = useWords(policiesWords);
  const { genesis } = useOrganisation();
  const { names, remember } = useNames();
  const [name, setName] = useState(names.policies[policy.id] ?? "");
  const { data: id } = useQuery({
    queryKey: ["id-of-name", genesis, name, policy.group],
    queryFn: () => idOfName(genesis, name, policy.group),
    enabled: namePattern.test(name),
  });
  const proved = id === policy.id;
  return (
    <Dialog title={words.nameDialog.title} isOpen onClose={onClose}>
      <Field
        label={words.nameDialog.title}
        description={words.nameDialog.hint}
        value={name}
        onChange={setName}
        maxLength={64}
        autoFocus
      />
      {proved && <Notice tone="ok">{words.nameDialog.proved}</Notice>}
      <Actions>
        <Button
          kind="primary"
          isDisabled={!namePattern.test(name)}
          onPress={() => void remember({ policies: { [policy.id]: name } }).then(onClose)}
        >
          {words.nameDialog.save}
        </Button>
      </Actions>
    </Dialog>
  );
}

function EndDialog({
  policy,
  standing,
  name,
  onClose,
}: {
  policy: StandingPolicy;
  standing: StandingHere;
  name: string;
  onClose(): void;
}) {
  const words = useWords(policiesWords);
  const params = useMemo(() => endOf(policy.id), [policy.id]);
  const changes = useMemo(
    () => [
      {
        set: {
          stream: policy.stream,
          order: "f".repeat(64),
          signers: [],
          group: policy.group,
          params: { id: policy.id, removed: true },
        },
      },
    ],
    [policy],
  );
  return (
    <Dialog title={words.endDialog.title} isOpen wide onClose={onClose}>
      <p>{words.endDialog.told}</p>
      <Planned standing={standing} changes={changes} />
      <SignStep
        about={name}
        destructive
        wish={() => ({ params, group: policy.group, position: nextIn(standing, policy.stream) })}
        onDone={onClose}
      />
    </Dialog>
  );
}

export interface NowViewProps {
  policy: StandingPolicy;
  standing: StandingHere;
  hasDraft: boolean;
  called: Called;
  onChange(): void;
  onCopy(): void;
}

/**
 * Remembers a policy's name where the words of its reason are one, and its id proves it (ADR 0015): a colleague who can open
 * sealed texts need not be told.
 */
function NameFromReason({ policy, review }: { policy: StandingPolicy; review: Review }) {
  const { genesis } = useOrganisation();
  const { remember } = useNames();
  const text = useTexts(review).opened?.find(({ field }) => field === "reason")?.text ?? "";
  const { data: id } = useQuery({
    queryKey: ["id-of-name", genesis, text, policy.group],
    queryFn: () => idOfName(genesis, text, policy.group),
    enabled: namePattern.test(text),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each name that is proved
  useEffect(() => {
    if (id === policy.id) void remember({ policies: { [id]: text } });
  }, [id, policy.id, text]);
  return null;
}

/** The part "Now". */
export function NowView({ policy, standing, hasDraft, called, onChange, onCopy }: NowViewProps) {
  const words = useWords(policiesWords);
  const format = useFormat();
  const organisation = useOrganisation();
  const { reach, error } = useReach(policy);
  const [naming, setNaming] = useState(false);
  const [ending, setEnding] = useState(false);
  const [lifting, setLifting] = useState(false);
  const { facts } = words;
  const name = called.policy(policy.id);
  const number = (value: number): string => format.number(value);
  return (
    <div className={styles.now}>
      <div className={styles.column}>
        {policy.cutOff && (
          <Notice tone="warn" title={words.cutOff}>
            <p>{words.cutOffTold}</p>
          </Notice>
        )}
        {reach && <ReachNotice reach={reach} onLift={() => setLifting(true)} />}
        {error && <ProblemNotice error={error} />}
        {policy.rules ? (
          <Section title={words.rulesTitle}>
            <RulesList rules={policy.rules} />
          </Section>
        ) : (
          <Notice title={words.ended}>
            <p>{words.endedNow}</p>
          </Notice>
        )}
      </div>
      <div className={styles.column}>
        <div className={styles.buttons}>
          <Button kind="primary" onPress={onChange}>
            {hasDraft ? words.continueDraft : words.change}
          </Button>
          <Button onPress={onCopy}>{words.copy}</Button>
          <ButtonLink to="/policies/files" search={{ stream: policy.stream }}>
            {words.write}
          </ButtonLink>
          <Button onPress={() => setNaming(true)}>{words.nameIt}</Button>
          {policy.rules && (
            <Button kind="danger" onPress={() => setEnding(true)}>
              {words.end}
            </Button>
          )}
        </div>
        <Facts
          rows={[
            [facts.group, called.group(policy.group)],
            [facts.number, number(policy.n)],
            [facts.signed, format.dateTime(policy.createdAt)],
            [
              facts.by,
              <span key="by">
                {format.list(policy.signers.map((one) => nameOf(organisation, one)))} <Seal />
              </span>,
            ],
            reach && [facts.reach, <ReachMark key="reach" reach={reach.now} />],
            reach?.verified.accepted === undefined
              ? undefined
              : [
                  facts.accepted,
                  <span key="accepted">
                    {format.dateTime(reach.verified.accepted)} <Seal />
                  </span>,
                ],
            reach && [
              facts.reported,
              <ServerSays key="said">
                {words.reportedValue(
                  number(reach.now.done),
                  number(reach.now.failed),
                  number(Math.max(0, reach.row.phones - reach.now.reported)),
                )}
              </ServerSays>,
            ],
            [
              facts.order,
              <Link key="order" to="/orders/$hash" params={{ hash: policy.hash }}>
                <code>{policy.hash.slice(0, 16)}…</code>
              </Link>,
            ],
            [facts.id, <code key="id">{policy.id}</code>],
          ]}
        />
        {called.isNamed(policy.id) && <p className={styles.soft}>{words.yourName}</p>}
      </div>
      {reach && !called.isNamed(policy.id) && <NameFromReason policy={policy} review={reach.verified.review} />}
      {lifting && reach && <LiftDialog reach={reach} onClose={() => setLifting(false)} />}
      {naming && <NameDialog policy={policy} onClose={() => setNaming(false)} />}
      {ending && <EndDialog policy={policy} standing={standing} name={name} onClose={() => setEnding(false)} />}
    </div>
  );
}
