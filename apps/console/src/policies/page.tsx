// The policies that stand, the drafts of this browser, and what waits for signatures.

import { everyGroup } from "@rempart/policy";
import { Link, useNavigate } from "@tanstack/react-router";
import { appWords } from "../app/words.ts";
import { useOrganisation } from "../organisation/context.tsx";
import { nameOf } from "../organisation/names.ts";
import { Age } from "../parts/age.tsx";
import { Button, ButtonLink } from "../parts/button.tsx";
import { Loading } from "../parts/loading.tsx";
import { Badge, Notice } from "../parts/notice.tsx";
import { Empty, Page, Section } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Seal, ServerSays } from "../parts/source.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { useDrafts } from "./edit/drafts.ts";
import { newKey } from "./new-draft.ts";
import styles from "./policies.module.css";
import { ReachMark } from "./reach-view.tsx";
import type { OrderRow } from "./read.ts";
import type { StandingHere, StandingPolicy } from "./standing.ts";
import { type Called, useCalled } from "./use-called.ts";
import { usePolicyOrders, useReach } from "./use-reach.ts";
import { useStandingPolicies } from "./use-standing.ts";
import { useWaitingPolicies } from "./waiting.ts";
import { policiesWords } from "./words.ts";

function Row({
  policy,
  called,
  row,
  waits,
}: {
  policy: StandingPolicy;
  called: Called;
  row: OrderRow | undefined;
  waits: boolean;
}) {
  const words = useWords(policiesWords);
  const format = useFormat();
  const organisation = useOrganisation();
  const { reach } = useReach(policy, row, waits);
  const failed = reach?.now.failed ?? 0;
  return (
    <tr>
      <th scope="row" className={styles.name}>
        <Link to="/policies/$policy" params={{ policy: policy.id }}>
          {called.policy(policy.id)}
        </Link>{" "}
        {policy.destructive && <Badge tone="danger">{words.canErase}</Badge>}
        {policy.cutOff && <Badge tone="warn">{words.cutOff}</Badge>}
      </th>
      <td>{called.group(policy.group)}</td>
      <td className={styles.number} data-label={words.columns.number}>
        {policy.n}
      </td>
      <td className={styles.full}>
        <Age at={policy.createdAt} /> · {format.list(policy.signers.map((one) => nameOf(organisation, one)))} <Seal />
      </td>
      <td>{reach && <ReachMark reach={reach.now} />}</td>
      <td className={styles.number} data-label={words.columns.failing}>
        {reach && (
          <ServerSays>
            {failed > 0 ? <Badge tone="danger">{format.number(failed)}</Badge> : words.noneFailing}
          </ServerSays>
        )}
      </td>
    </tr>
  );
}

function Standing({ policies, called }: { policies: readonly StandingPolicy[]; called: Called }) {
  const words = useWords(policiesWords);
  const { columns } = words;
  const orders = usePolicyOrders();
  const rows = new Map((orders.data?.orders ?? []).map((row) => [row.hash, row]));
  return (
    <table className={`${styles.table} ${styles.stack}`} aria-label={words.table}>
      <thead>
        <tr>
          <th scope="col">{columns.policy}</th>
          <th scope="col">{columns.group}</th>
          <th scope="col" className={styles.number}>
            {columns.number}
          </th>
          <th scope="col">{columns.signed}</th>
          <th scope="col">{columns.reach}</th>
          <th scope="col" className={styles.number}>
            {columns.failing}
          </th>
        </tr>
      </thead>
      <tbody>
        {policies.map((policy) => (
          <Row key={policy.id} policy={policy} called={called} row={rows.get(policy.hash)} waits={orders.isPending} />
        ))}
      </tbody>
    </table>
  );
}

function Drafts({ called, standing }: { called: Called; standing: StandingHere }) {
  const words = useWords(policiesWords);
  const { drafts = {} } = useDrafts();
  const list = Object.values(drafts).sort((a, b) => b.at - a.at);
  if (list.length === 0) return null;
  return (
    <Section title={words.drafts}>
      <table className={`${styles.table} ${styles.stack}`}>
        <tbody>
          {list.map(({ key, name, group, rules, base, at }) => (
            <tr key={key}>
              <th scope="row" className={styles.name}>
                <Link to="/policies/$policy" params={{ policy: key }} search={{ tab: "rules" }}>
                  {name || (standing.policies.some(({ id }) => id === key) ? called.policy(key) : words.draftNone)}
                </Link>
              </th>
              <td>{called.group(group)}</td>
              <td>{words.draftRules(rules.length)}</td>
              <td>{base ? words.draftOf(String(base.n)) : words.draftNew}</td>
              <td className={styles.end}>
                <Age at={at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Waiting({ called }: { called: Called }) {
  const words = useWords(policiesWords);
  const waiting = useWaitingPolicies();
  if (waiting.length === 0) return null;
  return (
    <Section title={words.waiting}>
      <p className={styles.soft}>{words.waitingTold}</p>
      <table className={`${styles.table} ${styles.stack}`}>
        <tbody>
          {waiting.map(({ hash, id, group, n, ends }) => (
            <tr key={hash}>
              <th scope="row" className={styles.name}>
                <Link to="/orders/$hash" params={{ hash }}>
                  {called.policy(id)}
                </Link>{" "}
                {ends && <Badge tone="warn">{words.ended}</Badge>}
              </th>
              <td>{called.group(group)}</td>
              <td className={styles.number}>{n}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Ended({ policies, called }: { policies: readonly StandingPolicy[]; called: Called }) {
  const words = useWords(policiesWords);
  if (policies.length === 0) return null;
  return (
    <details>
      <summary>
        {words.ended} ({policies.length})
      </summary>
      <p className={styles.soft}>{words.endedHint}</p>
      <ul>
        {policies.map(({ id, group }) => (
          <li key={id}>
            <Link to="/policies/$policy" params={{ policy: id }}>
              {called.policy(id)}
            </Link>{" "}
            · {called.group(group)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What the list says when the server keeps orders back. */
export function HiddenNotice({ hidden }: { hidden: readonly string[] }) {
  const words = useWords(policiesWords);
  const format = useFormat();
  if (hidden.length === 0) return null;
  return (
    <Notice tone="danger" title={words.hidden} live>
      <p>{words.hiddenTold(format.count(hidden.length, words.order, words.orders))}</p>
    </Notice>
  );
}

/** The screen Policies. */
export default function Policies() {
  const app = useWords(appWords);
  const words = useWords(policiesWords);
  const navigate = useNavigate();
  const { save } = useDrafts();
  const { data, error, refetch } = useStandingPolicies();
  const called = useCalled(data?.policies);
  const create = (): void => {
    const key = newKey();
    save({ key, name: "", group: everyGroup, rules: [], at: Math.floor(Date.now() / 1000) });
    void navigate({ to: "/policies/$policy", params: { policy: key }, search: { tab: "rules" } });
  };
  const standing = (data?.policies ?? [])
    .filter(({ rules }) => rules !== undefined)
    .sort((a, b) => called.policy(a.id).localeCompare(called.policy(b.id)));
  return (
    <Page
      title={app.places.policies}
      lead={words.lead}
      actions={
        <>
          <ButtonLink to="/policies/files">{words.files}</ButtonLink>
          <Button kind="primary" onPress={create}>
            {words.create}
          </Button>
        </>
      }
    >
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading>{words.reading}</Loading>}
      {data && (
        <>
          <HiddenNotice hidden={data.hidden} />
          {standing.length === 0 ? (
            <Empty title={words.empty}>
              <p>{words.emptyHint}</p>
              <p>{words.emptySign}</p>
              <Button kind="primary" onPress={create}>
                {words.create}
              </Button>
            </Empty>
          ) : (
            <Standing policies={standing} called={called} />
          )}
          <Drafts called={called} standing={data} />
          <Waiting called={called} />
          <Ended policies={data.policies.filter(({ rules }) => rules === undefined)} called={called} />
        </>
      )}
    </Page>
  );
}
