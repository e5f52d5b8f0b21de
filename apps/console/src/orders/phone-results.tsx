// What each phone said of an order: a page at a time, each answer checked against the phone's own key where it has one.

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useOrganisation } from "../organisation/context.tsx";
import { Age } from "../parts/age.tsx";
import { Button } from "../parts/button.tsx";
import { Actions } from "../parts/dialog.tsx";
import { Loading } from "../parts/loading.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Select } from "../parts/select.tsx";
import { Seal, ServerSays } from "../parts/source.tsx";
import { faultOf } from "../problem/problem.ts";
import { useServer } from "../remote/use-server.ts";
import { useServerAsk } from "../session/context.tsx";
import { useWords } from "../words/language.ts";
import styles from "./phone-results.module.css";
import { phoneKey, verifyResult } from "./results.ts";
import { orderPhones, type PhoneAnswer, phoneEvidence, type SaidOrderAnswer } from "./server.ts";
import { orderWords } from "./words.ts";

const pageSize = 25;
const outcomes = ["done", "started", "failed", "refused", "unsupported", "interrupted", "observed", "silent"] as const;
type Outcome = (typeof outcomes)[number];

/** The answer of one phone, verified by its key: a seal, the server's word, or a contradiction. */
function Checked({ order, answer }: { order: SaidOrderAnswer; answer: PhoneAnswer }) {
  const words = useWords(orderWords);
  const { genesis } = useOrganisation();
  const ask = useServerAsk();
  const { device, outcome } = answer;
  const shown = order.results.filter((one) => one.device === device).sort((a, b) => b.at - a.at)[0];
  const { data, error } = useQuery({
    queryKey: ["result", genesis, order.hash, device, outcome, shown?.envelope],
    queryFn: async ({ signal }) => {
      const path = `/api/v1/phones/${device}`;
      const told = phoneEvidence((await ask(path, { lax: true, signal, mayBeAbsent: true })) ?? {}, path);
      const key = await phoneKey(genesis, device, told.evidence?.enrolment);
      const { code } = answer;
      return await verifyResult(genesis, order.hash, { device, outcome, code, envelope: shown!.envelope }, key);
    },
    enabled: shown !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const word = Object.hasOwn(words.outcomes, outcome) ? words.outcomes[outcome as Outcome] : outcome;
  if (error) {
    const { code } = faultOf(error);
    return (
      <strong className={styles.wrong} title={faultOf(error).message}>
        {words.contradicted} · <code>{code}</code>
      </strong>
    );
  }
  if (!data?.proven) return <ServerSays>{word}</ServerSays>;
  return (
    <>
      {word}
      <Seal by="phone" />
    </>
  );
}

/** The phones of an order with their newest word on it; `outcome` filters, and lives in the address. */
export function PhoneResults({
  order,
  outcome,
  onOutcome,
}: {
  order: SaidOrderAnswer;
  outcome: string;
  onOutcome(outcome: string): void;
}) {
  const words = useWords(orderWords);
  const [pages, setPages] = useState<readonly string[]>([]);
  const after = pages.at(-1);
  const filter = outcomes.includes(outcome as Outcome) ? `&outcome=${outcome}` : "";
  const { data, error, refetch } = useServer({
    about: ["order", "phone"],
    path: `/api/v1/orders/${order.hash}/phones?limit=${pageSize}${filter}${after === undefined ? "" : `&after=${after}`}`,
    read: orderPhones,
    keep: true,
  });
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return (
    <div className={styles.results}>
      <div className={styles.filter}>
        <Select
          label={words.outcome}
          choices={[
            { id: "", label: words.everyOutcome },
            ...outcomes.map((id) => ({ id, label: words.outcomes[id] })),
          ]}
          value={filter === "" ? "" : outcome}
          onChange={(next) => {
            setPages([]);
            onOutcome(next);
          }}
        />
      </div>
      {!data ? (
        <Loading />
      ) : data.phones.length === 0 ? (
        <p className={styles.soft}>{words.noResults}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={styles.scroll} tabIndex={0} aria-label={words.phonesTitle}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{words.phoneColumn}</th>
                <th scope="col">{words.outcome}</th>
                <th scope="col">{words.code}</th>
                <th scope="col">{words.at}</th>
              </tr>
            </thead>
            <tbody>
              {data.phones.map((answer) => (
                <tr key={answer.device}>
                  <td>
                    <Link to="/phones/$device" params={{ device: answer.device }}>
                      <code>{answer.device}</code>
                    </Link>
                  </td>
                  <td>
                    <Checked order={order} answer={answer} />
                  </td>
                  <td>{answer.code === undefined ? "" : <code>{answer.code}</code>}</td>
                  <td>{answer.at === undefined ? "" : <Age at={answer.at} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {(pages.length > 0 || data?.next !== undefined) && (
        <Actions>
          <Button small isDisabled={pages.length === 0} onPress={() => setPages(pages.slice(0, -1))}>
            {words.previous}
          </Button>
          <Button
            small
            isDisabled={data?.next === undefined}
            onPress={() => data?.next !== undefined && setPages([...pages, data.next])}
          >
            {words.nextPage}
          </Button>
        </Actions>
      )}
    </div>
  );
}
