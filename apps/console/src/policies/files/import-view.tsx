// Files in, a plan out, and the orders that carry it out one after the other.

import type { StandingDocument } from "@rempart/policy";
import { useMemo, useState } from "react";
import { DropZone, FileTrigger, Text } from "react-aria-components";
import { useOrganisation } from "../../organisation/context.tsx";
import { Button } from "../../parts/button.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Badge, Notice } from "../../parts/notice.tsx";
import { Section } from "../../parts/page.tsx";
import { ProblemNotice } from "../../parts/problem-notice.tsx";
import { faultOf } from "../../problem/problem.ts";
import { useFormat } from "../../words/format.ts";
import { useLanguage, useWords } from "../../words/language.ts";
import { useNames } from "../names.ts";
import { canDestroy } from "../plan/outlook.tsx";
import styles from "../plan/plan.module.css";
import { Planned } from "../plan/plan-view.tsx";
import { SignStep } from "../plan/sign-step.tsx";
import table from "../policies.module.css";
import type { StandingHere } from "../standing.ts";
import { useGroups } from "../use-groups.ts";
import { chosenFrom, chosenFromDrop } from "./chosen.ts";
import type { Asked, Change, Fault } from "./exchange.ts";
import { frenchFault } from "./fault-words.ts";
import type { Chosen } from "./folder.ts";
import { filesWords } from "./words.ts";

const tones = { create: "ok", update: "info", restate: "info", remove: "danger", move: "warn" } as const;

function Faults({ error }: { error: unknown }) {
  const words = useWords(filesWords);
  const language = useLanguage();
  const { code } = faultOf(error);
  const { faults } = error as { faults?: readonly Fault[] };
  if (code === "files")
    return (
      <Notice tone="danger" title={words.notFolder} live>
        <p>{words.notFolderTold}</p>
      </Notice>
    );
  if (code === "org")
    return (
      <Notice tone="danger" title={words.foreign} live>
        <p>{words.foreignTold}</p>
      </Notice>
    );
  if (!faults) return <ProblemNotice error={error} />;
  return (
    <Notice tone="danger" title={words.faults(faults.length)} live>
      <p>{words.faultsTold}</p>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.file} ${fault.line} ${fault.column} ${fault.message}`}>
            <code>{words.at(fault.file, String(fault.line), String(fault.column))}</code>{" "}
            {language === "fr" ? frenchFault(fault) : fault.message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Choosing({ onChosen, onError }: { onChosen(files: Chosen): void; onError(error: unknown): void }) {
  const words = useWords(filesWords);
  const take = (files: Promise<Chosen>): void => void files.then(onChosen, onError);
  return (
    <DropZone className={styles.drop!} onDrop={({ items }) => take(chosenFromDrop(items))}>
      <Text slot="label">{words.drop}</Text>
      <span className={styles.buttons}>
        <FileTrigger
          allowsMultiple
          acceptedFileTypes={[".yaml", ".yml", ".pem", ".der", ".crt", ".cer"]}
          onSelect={(files) => files && take(chosenFrom(files))}
        >
          <Button>{words.choose}</Button>
        </FileTrigger>
        <FileTrigger acceptDirectory onSelect={(files) => files && take(chosenFrom(files))}>
          <Button>{words.chooseFolder}</Button>
        </FileTrigger>
      </span>
    </DropZone>
  );
}

function ChangeRow({
  change,
  groupName,
  policyName,
  onOpen,
}: {
  change: Change;
  groupName(id: string): string;
  policyName(change: Change): string;
  onOpen?: (() => void) | undefined;
}) {
  const words = useWords(filesWords);
  const { action, name, group, stranded } = change;
  return (
    <tr>
      <td>
        <Badge tone={tones[change.change]}>{words.changes[change.change]}</Badge>
      </td>
      <th scope="row" className={table.name}>
        {words.actions[action as keyof typeof words.actions] ?? action} <strong>{name ?? policyName(change)}</strong>{" "}
        {words.forGroup(groupName(group))}
        {stranded !== undefined && <div className={styles.limit}>{words.stranded(groupName(stranded))}</div>}
      </th>
      <td className={table.end}>
        {onOpen && (
          <Button small onPress={onOpen}>
            {words.open}
          </Button>
        )}
      </td>
    </tr>
  );
}

function setOf({ stream, group, params, n }: Change): { set: StandingDocument } {
  const order = String(n).padStart(64, "0");
  return { set: { stream, order, signers: [], group, params: params as StandingDocument["params"] } };
}

/** What was read: the plan, and its orders one by one. */
function Read({
  asked,
  standing,
  groupName,
  policyName,
  onOpen,
}: {
  asked: Asked;
  standing: StandingHere;
  groupName(id: string): string;
  policyName(change: Change): string;
  onOpen(change: Change): void;
}) {
  const words = useWords(filesWords);
  const { remember } = useNames();
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const { changes, same, kept } = asked.plan;
  const sets = useMemo(() => changes.map(setOf), [changes]);
  const next = changes.find(({ stream }) => !done.has(stream));
  const removed = changes.filter(({ change }) => change === "remove" || change === "move").length;
  const steps = {
    at: changes.length - changes.filter(({ stream }) => !done.has(stream)).length + 1,
    of: changes.length,
  };
  if (changes.length === 0) return <Notice tone="ok" title={words.nothingToDo} live />;
  return (
    <>
      {removed > 0 && <Notice tone="danger" title={words.removed(removed)} />}
      <table className={table.table}>
        <tbody>
          {changes.map((change) => (
            <ChangeRow
              key={change.stream}
              change={change}
              groupName={groupName}
              policyName={policyName}
              onOpen={
                change.action === "policy" && Array.isArray(change.params.rules) ? () => onOpen(change) : undefined
              }
            />
          ))}
        </tbody>
      </table>
      <p className={styles.soft}>
        {[...(same.length > 0 ? [words.same(same.length)] : []), ...(kept.length > 0 ? [words.kept(kept.length)] : [])]
          .map((sentence) => `${sentence}.`)
          .join(" ")}
      </p>
      <Planned standing={standing} changes={sets} />
      {next && (
        <SignStep
          key={next.stream}
          title={`${words.step(String(steps.at), String(steps.of))}. ${words.changes[next.change]} · ${next.name ?? policyName(next)}`}
          about={next.name ?? ""}
          destructive={next.action === "policy" && canDestroy(next.params)}
          wish={() => ({
            action: next.action as "policy" | "app" | "os-update" | "certificate",
            params: next.params,
            group: next.group,
            position: { n: next.n, ...(next.prev === undefined ? {} : { prev: next.prev }) },
          })}
          onDone={() => {
            void remember(asked.names);
            setDone(new Set([...done, next.stream]));
          }}
        />
      )}
    </>
  );
}

export interface ImportViewProps {
  standing: StandingHere;
  groupName(id: string): string;
  policyName(id: string): string;
  onOpen(change: Change, names: Asked["names"]): void;
}

/** Reads files and shows what they ask for. */
export function ImportView({ standing, groupName, policyName, onOpen }: ImportViewProps) {
  const words = useWords(filesWords);
  const format = useFormat();
  const { genesis } = useOrganisation();
  const { names } = useNames();
  const { groups } = useGroups();
  const [asked, setAsked] = useState<Asked>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const read = async (chosen: Chosen): Promise<void> => {
    setBusy(true);
    setError(undefined);
    setAsked(undefined);
    const known = new Map<string, string>([
      ...groups.flatMap(({ id, label }): [string, string][] => (label === undefined ? [] : [[label, id]])),
      ...Object.entries(names.groups).map(([id, name]): [string, string] => [name, id]),
    ]);
    try {
      const { askedBy } = await import("./exchange.ts");
      setAsked(askedBy(chosen, genesis, standing.standing, known));
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title={words.import}>
      <p className={styles.soft}>{words.importTold}</p>
      <Choosing onChosen={(files) => void read(files)} onError={setError} />
      {busy && <Loading>{words.reading}</Loading>}
      {error !== undefined && <Faults error={error} />}
      {asked && (
        <Read
          key={format.list(asked.plan.changes.map(({ stream }) => stream))}
          asked={asked}
          standing={standing}
          groupName={(id) => asked.names.groups[id] ?? groupName(id)}
          policyName={({ action, params, stream }) => (action === "policy" ? policyName(String(params.id)) : stream)}
          onOpen={(change) => onOpen(change, asked.names)}
        />
      )}
    </Section>
  );
}
