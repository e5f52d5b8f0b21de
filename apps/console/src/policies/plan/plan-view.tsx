// The plan of a draft, then its signatures. Nothing here is signed before it was shown.

import { everyGroup, type Rule, type StandingDocument } from "@rempart/policy";
import type { JsonObject } from "@rempart/trust";
import { useMemo } from "react";
import { useOrganisation } from "../../organisation/context.tsx";
import { Button } from "../../parts/button.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Section } from "../../parts/page.tsx";
import { ProblemNotice } from "../../parts/problem-notice.tsx";
import { ServerSays } from "../../parts/source.tsx";
import type { Sent } from "../../signing/send.ts";
import { useFormat } from "../../words/format.ts";
import { useWords } from "../../words/language.ts";
import { type PolicyDraft, rulesOf } from "../edit/draft.ts";
import { idOfName } from "../names.ts";
import { endOf, nextIn, type StandingHere } from "../standing.ts";
import { policiesWords } from "../words.ts";
import { canDestroy, Outlook } from "./outlook.tsx";
import styles from "./plan.module.css";
import { planFor, shownPlan } from "./plan.ts";
import { PlanRows, PlanWarnings } from "./rows.tsx";
import { SignStep } from "./sign-step.tsx";
import { useFleet } from "./use-fleet.ts";
import { planWords } from "./words.ts";

type Set = { set: StandingDocument };

function setOf(stream: string, order: string, group: string, params: JsonObject): Set {
  return { set: { stream, order, signers: [], group, params: params as StandingDocument["params"] } };
}

/** What a plan of some changes shows. */
export function Planned({ standing, changes }: { standing: StandingHere; changes: readonly Set[] }) {
  const words = useWords(planWords);
  const general = useWords(policiesWords);
  const format = useFormat();
  const fleet = useFleet(true);
  const shown = useMemo(
    () => fleet.data && shownPlan(planFor({ phones: fleet.data, documents: standing.documents }, changes)),
    [fleet.data, standing.documents, changes],
  );
  const count = (n: number): string => format.count(n, general.phone, general.phones);
  if (fleet.error) return <ProblemNotice error={fleet.error} onRetry={() => void fleet.refetch()} />;
  if (!shown) return <Loading>{words.loading(format.number(fleet.read))}</Loading>;
  return (
    <Section title={words.title}>
      {standing.hidden.length > 0 && <Notice tone="warn">{words.hidden}</Notice>}
      {shown.touched === 0 ? (
        <Notice title={words.nothing}>
          <p>{words.nothingTold}</p>
        </Notice>
      ) : (
        <p>
          <ServerSays>{words.touched(format.number(shown.touched), count(shown.phones))}</ServerSays>
        </p>
      )}
      <PlanWarnings rows={shown.rows} conflicts={shown.conflicts} />
      {shown.rows.length > 0 && <PlanRows rows={shown.rows} counted />}
      <p className={styles.soft}>{words.how}</p>
    </Section>
  );
}

/** How many phones a group has, of those that were read. */
function phonesOf(group: string, phones: readonly { groups: readonly string[] }[] | undefined): number {
  return (phones ?? []).filter(({ groups }) => group === everyGroup || groups.includes(group)).length;
}

export interface PlanViewProps {
  draft: PolicyDraft;
  standing: StandingHere;
  ready: boolean;
  groupName(id: string): string;
  onSent(id: string, sent: Sent): void;
  /** The order that ends it for the group it leaves is on its way. */
  onEnded(): void;
  onTrial(): void;
}

/** The plan of a draft and the steps that carry it out. */
export function PlanView({ draft, standing, ready, groupName, onSent, onEnded, onTrial }: PlanViewProps) {
  const words = useWords(planWords);
  const { genesis } = useOrganisation();
  const fleet = useFleet(true);
  const rules = useMemo(() => rulesOf(draft.rules), [draft.rules]);
  const params = { id: draft.id ?? "draft", rules };
  const changes = useMemo(
    () => [
      ...(draft.leaves
        ? [setOf(`policy/${draft.leaves.id}`, "e".repeat(64), draft.leaves.group, endOf(draft.leaves.id))]
        : []),
      setOf(`policy/${draft.id ?? "draft"}`, "f".repeat(64), draft.group, {
        id: draft.id ?? "draft",
        rules: rules as unknown as Rule[],
      } as unknown as JsonObject),
    ],
    [draft.id, draft.leaves, draft.group, rules],
  );
  if (!ready)
    return (
      <Notice tone="warn" title={words.notReady}>
        <p>{words.notReadyTold}</p>
      </Notice>
    );
  const destructive = canDestroy(params);
  const leaves = draft.leaves;
  const idNow = async (): Promise<string> => draft.id ?? (await idOfName(genesis, draft.name, draft.group));
  // First its end where it stands: whoever stops in between has one policy too few on some phones, never one for ever.
  const ends = leaves !== undefined && !standing.policies.some(({ id, rules: own }) => id === leaves.id && !own);
  return (
    <div className={styles.plan}>
      <Planned standing={standing} changes={changes} />
      <Outlook phones={phonesOf(draft.group, fleet.data)} destructive={destructive} />
      {leaves && ends && (
        <SignStep
          title={`${words.step("1")}. ${words.endFor(groupName(leaves.group))}`}
          about={draft.name}
          isDisabled={leaves.signed === true}
          wish={() => ({
            params: endOf(leaves.id),
            group: leaves.group,
            position: nextIn(standing, `policy/${leaves.id}`),
          })}
          onDone={onEnded}
        />
      )}
      <SignStep
        {...(ends ? { title: `${words.step("2")}. ${words.newFor(groupName(draft.group))}` } : {})}
        about={draft.name}
        isDisabled={ends && leaves?.signed !== true}
        destructive={destructive}
        wish={async () => {
          const id = await idNow();
          return { params: { id, rules }, group: draft.group, position: nextIn(standing, `policy/${id}`) };
        }}
        onDone={(sent) => void idNow().then((id) => onSent(id, sent))}
      />
      {!destructive && (
        <Section title={words.waves}>
          <p className={styles.soft}>{words.wavesTold}</p>
          <div>
            <Button onPress={onTrial}>{words.wavesDo}</Button>
          </div>
        </Section>
      )}
    </div>
  );
}
