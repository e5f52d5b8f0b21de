import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { gatekeeper, useOrganisation } from "../../organisation/context.tsx";
import { nameOf } from "../../organisation/names.ts";
import { Button } from "../../parts/button.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Badge, Notice } from "../../parts/notice.tsx";
import { Section } from "../../parts/page.tsx";
import { ProblemNotice } from "../../parts/problem-notice.tsx";
import { Seal } from "../../parts/source.tsx";
import { useServer } from "../../remote/use-server.ts";
import { useFormat } from "../../words/format.ts";
import { useWords } from "../../words/language.ts";
import { differenceOf } from "../plan/plan.ts";
import { PlanRows, PlanWarnings } from "../plan/rows.tsx";
import styles from "../policies.module.css";
import { readHistory } from "../read.ts";
import { hasGaps, type Version, verifyHistory } from "./verify.ts";
import { historyWords } from "./words.ts";

function paramsOf({ rules }: Version): Parameters<typeof differenceOf>[1] {
  return rules ? { id: "x", rules } : { id: "x", removed: true };
}

function Difference({ older, newer }: { older: Version; newer: Version }) {
  const words = useWords(historyWords);
  const rows = differenceOf(paramsOf(older), paramsOf(newer));
  return (
    <Section title={words.diff(String(older.n), String(newer.n))}>
      {older.group !== newer.group && <Notice tone="warn">{words.moved}</Notice>}
      <PlanWarnings rows={rows} conflicts={[]} />
      {rows.length === 0 ? <p>{words.same}</p> : <PlanRows rows={rows} counted={false} />}
    </Section>
  );
}

/** All versions of a policy, what differs between any two, and the way back to one. */
export function History({
  stream,
  standing,
  onReturn,
}: {
  stream: string;
  /** Hash of what stands. */
  standing: string | undefined;
  onReturn(version: Version): void;
}) {
  const words = useWords(historyWords);
  const format = useFormat();
  const organisation = useOrganisation();
  const [before, setBefore] = useState<number>();
  const path = `/api/v1/streams/history?name=${encodeURIComponent(stream)}&limit=100`;
  const asked = useServer({
    about: ["order"],
    path: before === undefined ? path : `${path}&before=${before}`,
    read: readHistory,
  });
  const rows = asked.data?.documents;
  const { data, error } = useQuery({
    queryKey: [
      "history",
      stream,
      rows?.map(({ hash, releases }) => `${hash} ${releases.length}`),
      organisation.head.size,
    ],
    queryFn: () => verifyHistory(rows!, stream, organisation, gatekeeper),
    enabled: rows !== undefined,
    placeholderData: (last) => last,
    retry: false,
  });
  const [pair, setPair] = useState<{ older?: string; newer?: string }>({});
  const failed = asked.error ?? error;
  if (failed) return <ProblemNotice error={failed} onRetry={() => void asked.refetch()} />;
  if (!data) return <Loading />;
  const { versions, bad } = data;
  const newer = versions.find(({ hash }) => hash === pair.newer) ?? versions[0];
  const older = versions.find(({ hash }) => hash === pair.older) ?? versions[newer ? versions.indexOf(newer) + 1 : 0];
  return (
    <>
      <p className={styles.soft}>{words.lead}</p>
      {bad.map(({ hash, error: wrong }) => (
        <div key={hash}>
          <strong>{words.bad}</strong> <code>{hash.slice(0, 16)}…</code>
          <ProblemNotice error={wrong} />
        </div>
      ))}
      {hasGaps(versions) && <Notice tone="warn">{words.incomplete}</Notice>}
      <table className={`${styles.table} ${styles.stack}`} aria-label={words.table}>
        <thead>
          <tr>
            <th scope="col">{words.number}</th>
            <th scope="col">{words.what}</th>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.by}</th>
            <th scope="col">{words.compare}</th>
            <th scope="col">
              <span className="visually-hidden">{words.return}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {versions.map((version) => {
            const { n, hash, rules, createdAt, signers } = version;
            return (
              <tr key={hash}>
                <th scope="row" data-label={words.number}>
                  <Link to="/orders/$hash" params={{ hash }}>
                    {n}
                  </Link>{" "}
                  <Seal />
                </th>
                <td>
                  {rules ? words.rules(rules.length) : words.ends}{" "}
                  {hash === standing && <Badge tone="ok">{words.stands}</Badge>}
                </td>
                <td className={styles.full}>{format.dateTime(createdAt)}</td>
                <td className={styles.full}>{format.list(signers.map((person) => nameOf(organisation, person)))}</td>
                <td>
                  <span className={styles.radios}>
                    <label>
                      <input
                        type="radio"
                        name="older"
                        aria-label={words.olderOf(String(n))}
                        checked={older?.hash === hash}
                        onChange={() => setPair({ ...pair, older: hash })}
                      />{" "}
                      {words.older}
                    </label>
                    <label>
                      <input
                        type="radio"
                        name="newer"
                        aria-label={words.newerOf(String(n))}
                        checked={newer?.hash === hash}
                        onChange={() => setPair({ ...pair, newer: hash })}
                      />{" "}
                      {words.newer}
                    </label>
                  </span>
                </td>
                <td className={styles.end}>
                  {rules && hash !== standing && (
                    <Button small onPress={() => onReturn(version)}>
                      {words.returnTo(String(n))}
                    </Button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {asked.data?.next !== undefined && (
        <div>
          <Button onPress={() => setBefore(asked.data!.next)}>{words.more}</Button>
        </div>
      )}
      {older && newer && older !== newer ? (
        <Difference older={older} newer={newer} />
      ) : (
        versions.length === 1 && <p className={styles.soft}>{words.onlyOne}</p>
      )}
    </>
  );
}
