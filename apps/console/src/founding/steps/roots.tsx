import { toBase64 } from "@rempart/trust";
import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Checkbox } from "../../parts/field.tsx";
import { Badge } from "../../parts/notice.tsx";
import { Select } from "../../parts/select.tsx";
import { newPassphrase } from "../../sealed/passphrase.ts";
import { useWords } from "../../words/language.ts";
import styles from "../founding.module.css";
import { changePlan } from "../keep.ts";
import { KeyPaper } from "../key-paper.tsx";
import { forgetKeys, rememberKey, rememberSheet, useMemory } from "../memory.ts";
import { newKeyFile } from "../new-key.ts";
import { type Plan, type PlannedPaper, type PlannedPerson, paperApprovers, paperIds } from "../plan.ts";
import { Sheet } from "../sheet.tsx";
import { paperWords } from "../words/papers.ts";

/** What a paper is called, what it is for, where it belongs. */
export function usePaperWords() {
  const words = useWords(paperWords);
  return (id: string) =>
    id === "spare-tls"
      ? { title: words.spare, purpose: words.spareFor, place: words.spareWhere }
      : { title: words.root(id.slice("root-".length)), purpose: words.rootFor, place: words.rootWhere };
}

function replaced(papers: readonly PlannedPaper[], paper: PlannedPaper): PlannedPaper[] {
  return [...papers.filter(({ id }) => id !== paper.id), paper];
}

function Papers({ plan }: { plan: Plan }) {
  const words = useWords(paperWords);
  const describe = usePaperWords();
  const { keys } = useMemory();
  const [remake, setRemake] = useState<string>();
  const ids = paperIds(plan);
  const paperOf = (id: string): PlannedPaper | undefined => plan.papers.find((one) => one.id === id);
  const current = remake ?? ids.find((id) => !paperOf(id)?.saved);
  const saved = (id: string, paper: PlannedPaper): void => {
    changePlan(({ papers }) => ({ papers: replaced(papers, paper) }));
    // The spare signs nothing here; what is safe on paper is not needed in memory.
    if (id === "spare-tls") forgetKeys(id);
    setRemake(undefined);
  };
  return (
    <>
      <ol className={styles.list}>
        {ids.map((id) => {
          const isSaved = paperOf(id)?.saved === true;
          return (
            <li key={id}>
              <span>{describe(id).title}</span>
              <span className={styles.row}>
                <Badge tone={isSaved ? "ok" : keys.has(id) ? "warn" : "quiet"}>
                  {isSaved ? words.state.saved : keys.has(id) ? words.state.made : words.state.open}
                </Badge>
                {isSaved && id !== current && (
                  <Button kind="quiet" small onPress={() => setRemake(id)}>
                    {words.remake}
                  </Button>
                )}
              </span>
            </li>
          );
        })}
      </ol>
      {current !== undefined && (
        <KeyPaper
          key={current}
          {...describe(current)}
          organisation={plan.organisation}
          make={() => newKeyFile(current === "spare-tls" ? "tls-spare" : "root", current)}
          onMade={(key) => {
            rememberKey(current, key);
            const paper = { id: current, kid: key.kid, spki: toBase64(key.spki), saved: false };
            changePlan(({ papers }) => ({ papers: replaced(papers, paper) }));
          }}
          onSaved={(key) => saved(current, { id: current, kid: key.kid, spki: toBase64(key.spki), saved: true })}
        />
      )}
    </>
  );
}

/** Ten words that open sealed texts for somebody whose key cannot. */
function SealedSheet({ person, plan }: { person: PlannedPerson; plan: Plan }) {
  const words = useWords(paperWords);
  const { sheets } = useMemory();
  const [made] = useState(newPassphrase);
  const [sure, setSure] = useState(false);
  const title = words.sealed(person.name);
  if (sheets.get(person.id)?.saved)
    return (
      <p className={styles.row}>
        {title} <Badge tone="ok">{words.state.saved}</Badge>
      </p>
    );
  return (
    <section className={styles.panel} aria-label={title}>
      <h2>{title}</h2>
      <p>{words.sealedLead}</p>
      <p className={styles.secret} lang="en">
        {made}
      </p>
      <div>
        <Button onPress={() => window.print()}>{words.print}</Button>
      </div>
      <Checkbox isSelected={sure} onChange={setSure}>
        {words.sealedDone}
      </Checkbox>
      <div>
        <Button isDisabled={!sure} onPress={() => rememberSheet(person.id, made, true)}>
          {words.done}
        </Button>
      </div>
      <Sheet
        {...{ title, organisation: plan.organisation, purpose: words.sealedFor, place: words.sealedWhere }}
        passphrase={made}
      />
    </section>
  );
}

/** Roots and the spare of the phones' TLS, made here and kept elsewhere. */
export function RootsStep({ plan }: { plan: Plan }) {
  const words = useWords(paperWords);
  const { rootCount, threshold } = plan;
  const numbers = (most: number) =>
    Array.from({ length: most }, (_, index) => ({ id: String(index + 1), label: String(index + 1) }));
  const setCount = (count: number): void =>
    changePlan(({ papers }) => ({
      rootCount: count,
      threshold: Math.min(2, count),
      papers: papers.filter(({ id }) => id === "spare-tls" || Number(id.slice("root-".length)) <= count),
    }));
  const sealed = paperApprovers(plan);
  const rootsDone = paperIds(plan).every((id) => plan.papers.some((one) => one.id === id && one.saved));
  const { sheets } = useMemory();
  const waiting = sealed.find(({ id }) => !sheets.get(id)?.saved);
  return (
    <>
      <p>{words.lead}</p>
      <div className={styles.row}>
        <span className={styles.grow}>
          <Select
            label={words.count}
            value={String(rootCount)}
            onChange={(value) => setCount(Number(value))}
            choices={numbers(8)}
          />
        </span>
        <span className={styles.grow}>
          <Select
            label={words.threshold}
            value={String(threshold)}
            onChange={(value) => changePlan({ threshold: Number(value) })}
            choices={numbers(rootCount)}
          />
        </span>
      </div>
      <p className={styles.hint}>{words.cost(threshold, rootCount)}</p>
      <Papers plan={plan} />
      {rootsDone &&
        sealed
          .filter((person) => sheets.get(person.id)?.saved || person === waiting)
          .map((person) => <SealedSheet key={person.id} person={person} plan={plan} />)}
    </>
  );
}
