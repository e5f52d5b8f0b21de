// One policy: how it stands, its draft, the plan, its history. Each part has an address.

import { type Applied, everyGroup } from "@rempart/policy";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { Loading } from "../parts/loading.tsx";
import { Notice } from "../parts/notice.tsx";
import { Empty, Page } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { useWords } from "../words/language.ts";
import { useDrafts } from "./edit/drafts.ts";
import { Editor, isReady } from "./edit/editor.tsx";
import { editWords } from "./edit/words.ts";
import { History } from "./history/history.tsx";
import { useNames } from "./names.ts";
import { draftToChange, draftToCopy, newKey } from "./new-draft.ts";
import { NowView } from "./now-view.tsx";
import { HiddenNotice } from "./page.tsx";
import { PlanView } from "./plan/plan-view.tsx";
import { planWords } from "./plan/words.ts";
import styles from "./policies.module.css";
import type { StandingPolicy } from "./standing.ts";
import { useCalled } from "./use-called.ts";
import { useStandingPolicies } from "./use-standing.ts";
import { useWaitingPolicies } from "./waiting.ts";
import { policiesWords } from "./words.ts";

type Tab = "now" | "rules" | "plan" | "history";

function Tabs({ policy, tabs, tab }: { policy: string; tabs: readonly Tab[]; tab: Tab }) {
  const words = useWords(policiesWords);
  return (
    <nav className={styles.tabs} aria-label={words.tabs.label}>
      {tabs.map((one) => (
        <Link
          key={one}
          to="/policies/$policy"
          params={{ policy }}
          search={{ tab: one }}
          className={styles.tab}
          activeProps={{}}
          {...(one === tab ? { "aria-current": "page" as const } : { "aria-current": false as const })}
        >
          {words.tabs[one]}
        </Link>
      ))}
    </nav>
  );
}

function appliedOf({ id, hash, signers, group, rules }: StandingPolicy): Applied[] {
  return rules ? [{ policy: id, order: hash, signers, group, rules }] : [];
}

/** The screen of one policy, or of a draft that does not stand yet. */
export default function PolicyPage() {
  const words = useWords(policiesWords);
  const edit = useWords(editWords);
  const planned = useWords(planWords);
  const { policy: key = "" } = useParams({ strict: false }) as { policy?: string };
  const { tab: wanted } = useSearch({ strict: false }) as { tab?: string };
  const navigate = useNavigate();
  const { data, error, refetch } = useStandingPolicies();
  const { drafts, save, drop } = useDrafts();
  const { names, remember } = useNames();
  const called = useCalled(data?.policies);
  const policy = data?.policies.find(({ id }) => id === key);
  const draft = drafts && Object.hasOwn(drafts, key) ? drafts[key] : undefined;
  const others = useMemo(() => (data?.policies ?? []).flatMap(appliedOf), [data]);
  const go = (to: string, tab: Tab): void =>
    void navigate({ to: "/policies/$policy", params: { policy: to }, search: { tab } });
  const fresh = key === "new" && drafts !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the address asks for a new one
  useEffect(() => {
    if (!fresh) return;
    const made = draftToCopy([], "", everyGroup);
    save(made);
    void navigate({ to: "/policies/$policy", params: { policy: made.key }, search: { tab: "rules" }, replace: true });
  }, [fresh]);
  const known = Object.hasOwn(names.policies, key) ? names.policies[key]! : "";
  const tabs: Tab[] = [
    ...(policy ? (["now"] as const) : []),
    ...(draft ? (["rules", "plan"] as const) : []),
    ...(policy ? (["history"] as const) : []),
  ];
  const tab = tabs.find((one) => one === wanted) ?? tabs[0];
  const waits = useWaitingPolicies().find(({ id, n }) => id === key && n > (policy?.n ?? 0));
  const title = policy || waits ? called.policy(key) : draft?.name || words.create;
  const change = (rules?: Parameters<typeof draftToChange>[2]): void => {
    save(draftToChange(policy!, known || words.unnamed(key.slice(0, 6)), rules));
    go(key, rules ? "plan" : "rules");
  };
  const copy = (name: string): void => {
    const rules = draft?.rules ?? draftToChange(policy!, "").rules;
    const made = { ...draftToCopy(rules, name.slice(0, 64), draft?.group ?? policy!.group), key: newKey() };
    save(made);
    go(made.key, "rules");
  };
  const signed = async (id: string): Promise<void> => {
    await remember({ policies: { [id]: draft!.name } });
    drop(key);
    go(id, "now");
  };
  const content = () => {
    if (!data || !drafts || key === "new") return error ? null : <Loading>{words.reading}</Loading>;
    if (tab === undefined && waits)
      return (
        <Empty title={words.waits}>
          <p>{words.waitsTold}</p>
          <Link to="/orders/$hash" params={{ hash: waits.hash }}>
            {words.openOrder}
          </Link>
        </Empty>
      );
    if (tab === undefined)
      return (
        <Empty title={words.missing}>
          <p>{words.missingTold}</p>
          <Link to="/approvals">{words.toApprovals}</Link>
        </Empty>
      );
    const newer = draft?.base && policy && policy.hash !== draft.base.hash ? policy.n : undefined;
    return (
      <>
        <HiddenNotice hidden={data.hidden} />
        {waits && policy && (
          <Notice title={waits.ends ? words.waitsEnd(String(waits.n)) : words.waitsChange(String(waits.n))}>
            <p>
              <Link to="/orders/$hash" params={{ hash: waits.hash }}>
                {words.openOrder}
              </Link>
            </p>
          </Notice>
        )}
        <Tabs policy={key} tabs={tabs} tab={tab} />
        {newer !== undefined && (tab === "rules" || tab === "plan") && (
          <Notice tone="warn" title={edit.behind}>
            <p>{edit.behindTold(String(newer))}</p>
          </Notice>
        )}
        {tab === "now" && policy && (
          <NowView
            policy={policy}
            standing={data}
            hasDraft={draft !== undefined}
            called={called}
            onChange={() => (draft ? go(key, "rules") : change())}
            onCopy={() => copy(words.copyName(known || words.unnamed(key.slice(0, 6))))}
          />
        )}
        {tab === "rules" && draft && (
          <Editor
            draft={draft}
            others={others}
            called={called.policy}
            onChange={save}
            onThrow={() => {
              drop(key);
              if (policy) go(key, "now");
              else void navigate({ to: "/policies" });
            }}
            onPlan={() => go(key, "plan")}
          />
        )}
        {tab === "plan" && draft && (
          <PlanView
            draft={draft}
            standing={data}
            ready={isReady(draft)}
            groupName={called.group}
            onSent={(id) => void signed(id)}
            onEnded={() => draft.leaves && save({ ...draft, leaves: { ...draft.leaves, signed: true } })}
            onTrial={() => copy(planned.trialName(draft.name))}
          />
        )}
        {tab === "history" && policy && (
          <History
            key={policy.stream}
            stream={policy.stream}
            standing={policy.hash}
            onReturn={(version) => change(version.rules)}
          />
        )}
      </>
    );
  };
  return (
    <Page title={title} actions={<Link to="/policies">{words.back}</Link>}>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {content()}
    </Page>
  );
}
