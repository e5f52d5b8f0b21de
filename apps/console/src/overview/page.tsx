// On an ordinary Tuesday: all is well, and how one knows. On the worst night: what needs somebody, first.

import { Link } from "@tanstack/react-router";
import { appWords } from "../app/words.ts";
import { useHidden } from "../hidden/use-hidden.ts";
import { useOrganisation } from "../organisation/context.tsx";
import { Loading } from "../parts/loading.tsx";
import { Badge, Notice } from "../parts/notice.tsx";
import { Empty, Page, Section } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { useServer } from "../remote/use-server.ts";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { attention } from "./attention.ts";
import { Counts } from "./counts.tsx";
import styles from "./overview.module.css";
import { type Overview, readOverview } from "./read.ts";
import { TrustPanel } from "./trust-panel.tsx";
import { Versions } from "./versions.tsx";
import { overviewWords } from "./words.ts";

function Needs({ overview }: { overview: Overview }) {
  const words = useWords(overviewWords);
  const format = useFormat();
  const { frozen, status } = useOrganisation();
  const hidden = useHidden()?.hidden.length ?? 0;
  const found = attention(overview);
  if (frozen)
    return (
      <Notice tone="danger" title={words.frozenTitle}>
        <p>
          {words.frozenNext} <Link to="/approvals">{words.toApprovals}</Link>
        </p>
      </Notice>
    );
  // What is wrong and stands elsewhere on this screen is not called well either.
  if (found.length === 0 && (hidden > 0 || status.refilling)) return null;
  if (found.length === 0)
    return (
      <Notice tone="ok" title={words.well}>
        <p>{words.wellHint}</p>
      </Notice>
    );
  return (
    <Section title={words.needs}>
      <ul className={styles.needs}>
        {found.map(({ matter, count, tone, to, search }) => (
          <li key={matter}>
            <Link to={to} search={search} className={styles.need}>
              <Badge tone={tone}>
                <span className={styles.number}>{format.number(count)}</span>
              </Badge>
              <span>{count === 1 ? words.mattersOne[matter] : words.matters[matter]}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The one thing on this screen that contradicts the server: the log knows orders that it does not show. */
function HiddenOrders() {
  const words = useWords(overviewWords);
  const found = useHidden();
  if (!found || found.hidden.length === 0) return null;
  return (
    <Notice tone="danger" title={words.hidden(found.hidden.length)} live>
      <p>{words.hiddenTodo}</p>
      <code className={styles.hash}>{found.hidden[0]}</code>
    </Notice>
  );
}

/** What to try next in a demonstration, by what was done in it. */
function demonstrationStep({ drafts, orders, phones }: Overview): "lock" | "sign" | "approve" | "wipe" | "policy" {
  if ((drafts.forMe ?? 0) > 0) return "sign";
  if (drafts.waiting > 0) return "approve";
  if (Object.values(orders).every((count) => count === 0)) return "lock";
  return (phones.byState.gone ?? 0) > 0 ? "policy" : "wipe";
}

function First({ overview }: { overview: Overview }) {
  const words = useWords(overviewWords);
  const { demonstration } = useOrganisation();
  if (overview.phones.total === 0)
    return (
      <Empty title={words.nextTitle}>
        <p>{words.enrolFirst}</p>
      </Empty>
    );
  if (!demonstration) return null;
  const step = demonstrationStep(overview);
  const [to, label] =
    step === "approve" || step === "sign"
      ? (["/approvals", words.toApprovals] as const)
      : step === "policy"
        ? (["/policies", words.toPolicies] as const)
        : (["/phones", words.lookAtPhones] as const);
  return (
    <Notice title={words.nextTitle}>
      <p>
        {words.demonstrationNext[step]} <Link to={to}>{label}</Link>
      </p>
    </Notice>
  );
}

/** The first screen. */
export default function OverviewPage() {
  const app = useWords(appWords);
  const words = useWords(overviewWords);
  const { data, error, refetch } = useServer({
    about: ["phone", "order", "draft", "rollout", "alarm", "freeze", "charter"],
    path: "/api/v1/overview",
    read: readOverview,
    keep: true,
  });
  return (
    <Page title={app.places.overview} lead={words.counts}>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      <div className={styles.columns}>
        <div className={styles.main}>
          {data && (
            <>
              <HiddenOrders />
              <First overview={data} />
              <Needs overview={data} />
              <Counts overview={data} />
              <Versions overview={data} />
            </>
          )}
          {!data && !error && <Loading />}
        </div>
        <TrustPanel behind={data?.behind} />
      </div>
    </Page>
  );
}
