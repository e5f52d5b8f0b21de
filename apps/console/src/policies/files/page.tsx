import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Loading } from "../../parts/loading.tsx";
import { Page } from "../../parts/page.tsx";
import { ProblemNotice } from "../../parts/problem-notice.tsx";
import { useWords } from "../../words/language.ts";
import { draftOfRule } from "../edit/draft.ts";
import { useDrafts } from "../edit/drafts.ts";
import { useNames } from "../names.ts";
import { useCalled } from "../use-called.ts";
import { useStandingPolicies } from "../use-standing.ts";
import { policiesWords } from "../words.ts";
import type { Asked, Change } from "./exchange.ts";
import { ExportView } from "./export-view.tsx";
import { ImportView } from "./import-view.tsx";
import { filesWords } from "./words.ts";

/** Policies as files, both ways. `?stream=policy/<id>` writes one. */
export default function FilesPage() {
  const words = useWords(filesWords);
  const general = useWords(policiesWords);
  const { stream } = useSearch({ strict: false }) as { stream?: string };
  const navigate = useNavigate();
  const { data, error, refetch } = useStandingPolicies();
  const { save } = useDrafts();
  const { remember } = useNames();
  const called = useCalled(data?.policies);
  const one = data?.policies.find((policy) => policy.stream === stream);
  const open = (change: Change, names: Asked["names"]): void => {
    const id = String(change.params.id);
    const rules = (change.params.rules as never[]).map(draftOfRule);
    const { n, hash } = change.before ?? {};
    const base = n === undefined || hash === undefined ? {} : { base: { n, hash } };
    const draft = { key: id, id, name: change.name ?? names.policies[id] ?? "", group: change.group, rules, ...base };
    void remember(names);
    save({ ...draft, at: Math.floor(Date.now() / 1000) });
    void navigate({ to: "/policies/$policy", params: { policy: id }, search: { tab: "rules" } });
  };
  return (
    <Page title={words.title} lead={words.lead} actions={<Link to="/policies">{words.back}</Link>}>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading>{general.reading}</Loading>}
      {data && (
        <>
          <ImportView standing={data} groupName={called.group} policyName={called.policy} onOpen={open} />
          <ExportView
            standing={data}
            {...(one ? { stream: one.stream, title: words.exportOne(called.policy(one.id)) } : {})}
          />
        </>
      )}
    </Page>
  );
}
