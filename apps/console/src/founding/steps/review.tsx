import { fromBase64, sha256, toHex } from "@rempart/trust";
import { useState } from "react";
import { gatekeeper, useLookAgain } from "../../organisation/context.tsx";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { Fingerprint } from "../../parts/fingerprint.tsx";
import { Facts, Section } from "../../parts/page.tsx";
import { ProblemNotice } from "../../parts/problem-notice.tsx";
import { Select } from "../../parts/select.tsx";
import { Problem } from "../../problem/problem.ts";
import { OpenFile } from "../../session/open-file.tsx";
import { useWords } from "../../words/language.ts";
import { holdGate } from "../finishing.ts";
import { type Doing, type Prepared, prepare, send, wrapAll } from "../found.ts";
import styles from "../founding.module.css";
import { changePlan } from "../keep.ts";
import { forgetKeys, rememberKey, useMemory } from "../memory.ts";
import type { Plan } from "../plan.ts";
import { ruleSentences } from "../rule-sentences.ts";
import { readWitness } from "../witness.ts";
import { paperWords } from "../words/papers.ts";
import { peopleWords } from "../words/people.ts";
import { reviewWords } from "../words/review.ts";
import { ruleWords } from "../words/rules.ts";
import { CodeForm } from "./gatekeeper.tsx";
import { FewApprovers } from "./rules.tsx";

function Everything({ plan }: { plan: Plan }) {
  const words = useWords(reviewWords);
  const people = useWords(peopleWords);
  const rules = useWords(ruleWords);
  const papers = useWords(paperWords);
  const codes = (items: readonly string[]) => (
    <ul>
      {items.map((item) => (
        <li key={item}>
          <code>{item}</code>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      <Facts
        rows={[
          [words.organisation, plan.organisation],
          [words.origins, codes(plan.origins)],
          [words.rpId, <code key="rp">{plan.rpId}</code>],
          [words.phones, codes(plan.rendezvous)],
          [
            words.people,
            <ul key="people">
              {plan.people.map(({ id, name, role, from }) => (
                <li key={id}>{people.who(name, people.roles[role], people.ways[from])}</li>
              ))}
            </ul>,
          ],
          [
            words.roots,
            `${words.rootsOf(plan.threshold, plan.rootCount)}. ${papers.cost(plan.threshold, plan.rootCount)}`,
          ],
          [
            words.witnesses,
            plan.witnesses.length === 0 ? words.noWitness : words.witnessesOf(plan.k, plan.witnesses.length),
          ],
        ]}
      />
      <Section title={words.rules}>
        <FewApprovers plan={plan} />
        <ul className={styles.rules}>
          {ruleSentences(plan).map(({ id, numbers }) => (
            <li key={id}>
              <strong>{rules.titles[id]}.</strong> {rules.sentences[id](numbers)}
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

function Witnesses({ plan }: { plan: Plan }) {
  const words = useWords(reviewWords);
  const [text, setText] = useState("");
  const [error, setError] = useState<unknown>();
  const { witnesses, k } = plan;
  const put = (next: Plan["witnesses"]): void =>
    changePlan({ witnesses: next, k: next.length === 0 ? 0 : Math.floor(next.length / 2) + 1 });
  const add = (): void => {
    setError(undefined);
    try {
      const found = readWitness(text);
      put([...witnesses.filter(({ kid }) => kid !== found.kid), found].slice(0, 8));
      setText("");
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <details>
      <summary>{words.addWitness}</summary>
      <div className={styles.group}>
        {witnesses.map(({ kid, spki }) => (
          <div key={kid} className={styles.panel}>
            <p>{words.witnessWords}</p>
            <Fingerprint hash={toHex(sha256(fromBase64(spki)!))} />
            <div>
              <Button
                small
                aria-label={words.removeOf(kid.slice(0, 8))}
                onPress={() => put(witnesses.filter((one) => one.kid !== kid))}
              >
                {words.remove}
              </Button>
            </div>
          </div>
        ))}
        {witnesses.length > 0 && (
          <Select
            label={words.needed}
            value={String(k)}
            onChange={(value) => changePlan({ k: Number(value) })}
            choices={witnesses.map((_, index) => ({ id: String(index + 1), label: String(index + 1) }))}
          />
        )}
        <Field label={words.witnessText} rows={3} mono value={text} onChange={setText} spellCheck="false" />
        {error !== undefined && <ProblemNotice error={error} />}
        <div>
          <Button isDisabled={text.trim() === ""} onPress={add}>
            {words.read}
          </Button>
        </div>
      </div>
    </details>
  );
}

/** After a reload: as many root keys as must sign, from their files. */
function ReopenRoots({ plan, missing }: { plan: Plan; missing: number }) {
  const words = useWords(paperWords);
  return (
    <section className={styles.panel} aria-label={words.reopen}>
      <h2>{words.reopen}</h2>
      <p>{words.reopenLead(missing)}</p>
      <OpenFile
        key={missing}
        label={words.reopen}
        onOpened={(key) => {
          const paper = plan.papers.find(({ id, kid }) => id.startsWith("root-") && kid === key.kid);
          if (!paper) throw new Problem("key.kind", "file", "this is no root key of this founding");
          rememberKey(paper.id, key);
        }}
      />
    </section>
  );
}

function useDoingWords() {
  const { doing } = useWords(reviewWords);
  return (one: Doing): string => (one.what === "wrap" ? doing.wrap(one.person.name) : doing[one.what]);
}

/** The whole founding, a cancelled passkey away from going on. */
function FoundButton({ plan }: { plan: Plan }) {
  const words = useWords(reviewWords);
  const tellWords = useDoingWords();
  const lookAgain = useLookAgain();
  const [done, setDone] = useState<Doing[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [prepared, setPrepared] = useState<Prepared>();
  const tell = (doing: Doing): void =>
    setDone((before) => [...before.filter((one) => tellWords(one) !== tellWords(doing)), doing]);
  const run = async (): Promise<void> => {
    setBusy(true);
    holdGate(true);
    setError(undefined);
    try {
      const made = prepared ?? (await prepare(plan, gatekeeper, tell));
      setPrepared(made);
      await wrapAll(plan, made, tell);
      await send(plan, made, gatekeeper, tell);
      await lookAgain();
      // Only now: the step would ask for the root keys again as soon as they are gone.
      holdGate(false);
      forgetKeys();
    } catch (thrown) {
      setError(thrown);
    } finally {
      holdGate(false);
      setBusy(false);
    }
  };
  const last = done.at(-1);
  const stuck = error !== undefined && last?.what === "wrap" ? last.person : undefined;
  return (
    <>
      {done.length > 0 && (
        <ol className={styles.progress} aria-live="polite">
          {done.map((doing) => (
            <li key={tellWords(doing)} data-now={doing === last && doing.what !== "done" ? "" : undefined}>
              {tellWords(doing)}
            </li>
          ))}
        </ol>
      )}
      {error !== undefined && <ProblemNotice error={error} />}
      {stuck && (
        <div className={styles.group}>
          <Button
            onPress={() => {
              prepared?.without.add(stuck.id);
              void run();
            }}
          >
            {words.without(stuck.name)}
          </Button>
          <p className={styles.hint}>{words.withoutHint}</p>
        </div>
      )}
      <div>
        <Button kind="primary" isDisabled={busy} onPress={run}>
          {prepared ? words.again : words.found}
        </Button>
      </div>
    </>
  );
}

/** Everything that will stand in the genesis, in words; then the founding. */
export function ReviewStep({ plan }: { plan: Plan }) {
  const words = useWords(reviewWords);
  const { code, keys } = useMemory();
  const rootsHere = plan.papers.filter(({ id }) => id.startsWith("root-") && keys.has(id)).length;
  const missing = Math.max(0, plan.threshold - rootsHere);
  return (
    <>
      <p>{words.lead}</p>
      <Everything plan={plan} />
      <Witnesses plan={plan} />
      {code === undefined && <CodeForm />}
      {missing > 0 && <ReopenRoots plan={plan} missing={missing} />}
      {code !== undefined && missing === 0 && <FoundButton plan={plan} />}
    </>
  );
}
